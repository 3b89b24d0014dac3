package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.LogsAsTold;
import io.exporteragent.testing.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events of each logging library and version, counted once by level. */
class SignalsLoggingIT {
  private static final Jdk JDK = Jdk.all().get(0);

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Logging#all")
  void eachEnabledEvent_isCountedOnceByItsLevel(Logging logging) {
    try (Program program = start(logging, "localhost:0,signals=logging")) {
      URI agent = program.serving();
      awaitWeaving(program, agent, logging);
      assertCounts(program, agent, logging);
      assertThat(Page.metrics(agent).body().lines())
          .filteredOn(line -> line.contains("_events_total{level="))
          .as("what one library has logged is not counted by another")
          .allMatch(line -> line.startsWith(logging.family()));
      assertThat(program.errorLines())
          .as("what is said")
          .allMatch(line -> line.startsWith("exporter-agent: serving"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Logging#newest")
  void attachedLate_countsFromThenOn_andNothingOnceDetached(Logging logging) {
    try (Program program = start(logging, "")) {
      Attachment attachment = new Attachment(program);
      tell(program, List.of(logging.api() + " shop error 9", logging.api() + " shop.cart debug 1"));
      for (int i = 0; i < 2; i++) {
        URI agent = attachment.load("host=localhost,port=0,signals=logging").server();
        awaitWeaving(program, agent, logging);
        assertCounts(program, agent, logging);
        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        tell(program, List.of(logging.api() + " shop warn 1"));
      }
    }
  }

  @Test
  void micrometersOwnCounts_takeThePlaceOfOurs_whichIsSaidOnce() {
    for (Logging each : Logging.newest().toList()) {
      Logging logging = each.with("micrometer", "client-java-current");
      try (Program program = start(logging, "localhost:0,signals=logging")) {
        URI agent = program.serving();
        awaitWeaving(program, agent, logging);
        tell(program, List.of(logging.api() + " shop error 5"));
        awaitMore(agent, logging, Map.of(), 5);
        tell(
            program,
            List.of(
                "bind " + (logging.library().equals("Log4j") ? "log4j" : "logback"),
                logging.api() + " shop error 2"));

        await()
            .atMost(60, SECONDS)
            .untilAsserted(
                () ->
                    assertThat(counts(agent, logging.family()))
                        .containsEntry("error", 2.0)
                        .containsEntry("warn", 0.0));
        Page.metrics(agent);
        assertThat(
                program.errorLinesWith(
                    logging.family()
                        + " is left out, since the application has a metric of that name"))
            .isEqualTo(1);
      }
    }
  }

  private static Program start(Logging logging, String agentArguments) {
    Program.Command java =
        Program.java(JDK)
            .with("-XX:TieredStopAtLevel=1")
            .with(logging.options().toArray(new String[0]));
    Program program =
        (agentArguments.isEmpty() ? java : java.agent(agentArguments))
            .fixture(LogsAsTold.class, logging.libraries().toArray(new String[0]))
            .start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  /** Waits for the classes that the first event loads. */
  private static void awaitWeaving(Program program, URI agent, Logging logging) {
    tell(program, List.of(logging.api() + " shop info 1"));
    String methods =
        "exporter_agent_signal_methods{library=\"%s\",signal=\"logging\"}"
            .formatted(logging.library());
    await()
        .atMost(90, SECONDS)
        .until(() -> Exposition.of(Page.metrics(agent)).value(methods) == logging.methods());
  }

  /** Logs, and asserts that each level has grown by what was logged. */
  private static void assertCounts(Program program, URI agent, Logging logging) {
    Map<String, Double> before = counts(agent, logging.family());
    tell(program, logging.commands());

    awaitMore(agent, logging, before, sum(logging.counts()));
    Map<String, Double> more = counts(agent, logging.family());
    before.forEach((level, count) -> more.merge(level, -count, Double::sum));
    assertThat(more).isEqualTo(logging.counts());
  }

  /** Events that a logger queues are counted by the thread that takes them. */
  private static void awaitMore(
      URI agent, Logging logging, Map<String, Double> before, double than) {
    await()
        .atMost(60, SECONDS)
        .until(() -> sum(counts(agent, logging.family())) - sum(before) >= than);
  }

  private static void tell(Program program, List<String> commands) {
    String end = "told " + program.output().length();
    commands.forEach(program::tell);
    program.tell(end);
    program.awaitOutput(compile("done: " + Pattern.quote(end)));
  }

  private static Map<String, Double> counts(URI agent, String family) {
    Pattern series = compile(family + "_total\\{level=\"(\\w+)\"}");
    Map<String, Double> counts = new TreeMap<>();
    Exposition.of(Page.metrics(agent))
        .families()
        .values()
        .forEach(
            samples ->
                samples.forEach(
                    (name, value) -> {
                      var matcher = series.matcher(name);
                      if (matcher.matches()) {
                        counts.put(matcher.group(1), value);
                      }
                    }));
    return counts;
  }

  private static double sum(Map<String, Double> counts) {
    return counts.values().stream().mapToDouble(count -> count).sum();
  }
}
