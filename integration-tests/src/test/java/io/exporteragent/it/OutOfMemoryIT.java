package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static java.util.regex.Pattern.quote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Hungry;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** An application that runs out of memory and survives that has an agent that survives it too. */
class OutOfMemoryIT {
  private static final String CONFIGURATION =
      """
      server: {host: %s, port: 0}
      modules: {directory: metrics, interval: 1s}
      methods:
        - match: io.exporteragent.it.fixtures.Hungry#work()
          counter: work_total
          average: work_average_seconds
          window: 2s
      """;
  private static final String MODULE =
      """
      public class %1$s {
        private final Counter runs;
        public %1$s(PrometheusRegistry registry) {
          runs = Counter.builder().name("%1$s_runs_total").help("Runs.").register(registry);
        }
        public void process() {
          runs.inc();
        }
      }
      """;

  @TempDir private Path directory;

  @Jdk.Each
  void heapFilledAndGivenBack_everyPartOfTheAgentGoesOn(Jdk jdk) throws IOException {
    Path file = Files.writeString(file(), CONFIGURATION.formatted("127.0.0.1"));
    Path modules = Modules.folder(directory);
    Modules.write(modules, "early", MODULE.formatted("early"));
    try (Program program =
        Program.java(jdk)
            .in(directory)
            .with("-Xmx40m")
            .agent("config=exporter.yml")
            .fixture(Hungry.class)
            .start()) {
      URI before = program.serving();
      awaitSeries(program, before, "early_runs_total");
      awaitAverageMoves(program, before);
      awaitSeries(program, before, "cpu_percent{core=\"0\"}");

      tell(program, "fill 20");

      // Another address, so that it does not matter what has become of the first server.
      Files.writeString(
          file,
          CONFIGURATION.formatted("127.0.0.2") + "  - {match: Hungry#fill, counter: fill_total}");
      program.awaitError(compile("the new version of " + quote("exporter.yml") + " is in effect"));
      URI server =
          URI.create(
              program.awaitError(compile("serving (http://127\\.0\\.0\\.2:\\d+)/")).group(1));

      awaitSeries(program, server, "cpu_percent{core=\"0\"}");
      awaitSeries(program, server, "early_runs_total");
      double runs = Page.metrics(server).value("early_runs_total");
      await()
          .alias("the module that ran before goes on")
          .atMost(60, SECONDS)
          .until(() -> value(server, "early_runs_total") > runs);
      Modules.write(modules, "late", MODULE.formatted("late"));
      awaitSeries(program, server, "late_runs_total");

      awaitSeries(program, server, "fill_total");
      awaitAverageMoves(program, server);
      assertThat(program.isAlive()).isTrue();
    }
  }

  private Path file() {
    return directory.resolve("exporter.yml");
  }

  private static void tell(Program program, String command) {
    long before = done(program);
    program.tell(command);
    await().atMost(90, SECONDS).until(() -> done(program) > before || !program.isAlive());
    assertThat(done(program)).as(program.error()).isEqualTo(before + 1);
  }

  private static long done(Program program) {
    return program.output().lines().filter(line -> line.startsWith("done: ")).count();
  }

  /** There is an average after calls, and none when the window has passed without any. */
  private static void awaitAverageMoves(Program program, URI server) {
    await()
        .atMost(60, SECONDS)
        .until(
            () -> {
              tell(program, "work 1000");
              return !Double.isNaN(value(server, "work_average_seconds"));
            });
    await()
        .alias("the window of the average moves on")
        .atMost(60, SECONDS)
        .until(() -> Double.isNaN(value(server, "work_average_seconds")));
  }

  private static double value(URI server, String series) {
    return Page.metrics(server).value(series);
  }

  private static void awaitSeries(Program program, URI server, String series) {
    await()
        .alias(series + " after: " + program.error())
        .atMost(60, SECONDS)
        .until(() -> !Double.isNaN(value(server, series)));
  }
}
