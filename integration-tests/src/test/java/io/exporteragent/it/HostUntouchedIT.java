package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.ClassVisibility;
import io.exporteragent.it.fixtures.Greeting;
import io.exporteragent.it.fixtures.Inspect;
import io.exporteragent.it.fixtures.OwnLibraries;
import io.exporteragent.it.fixtures.OwnLogManager;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** The application must not notice the agent. */
class HostUntouchedIT {
  private static final String[] OWN_LIBRARIES = {"client-java-1.0.0", "jna-5.6.0", "slf4j-1.7.36"};

  private static final Pattern OUR_LINE = compile("exporter-agent: (serving|module) .*\\R");

  @TempDir private Path directory;

  @Jdk.Each
  void sameProgramWithAndWithout_differsByOurLineOnly(Jdk jdk) {
    assertThat(
            allThatDiffers(
                jdk,
                "localhost:0",
                server -> assertThat(Page.metrics(server).status()).isEqualTo(200)))
        .hasSize(1);
  }

  @Jdk.Each
  void probesMethodsAndModules_changeNothingEither(Jdk jdk) throws IOException {
    String rule = Inspect.class.getName() + "#logManagerIsInitialised";
    Modules.write(Modules.folder(directory), "Stock", Modules.gauge("Stock", "stock", 3));
    try (MisbehavingServer page =
        MisbehavingServer.serving("{\"started\": \"2026-11-28T09:00:00Z\"}")) {
      Path file =
          Files.writeString(
              directory.resolve("exporter.yml"),
              """
              probes:
                - name: app
                  url: %s
                  metrics:
                    - {name: app_started_seconds, value: $.started, parse: rfc3339}
              methods:
                - {match: "%s", counter: inspections_total, histogram: inspection_seconds}
              modules:
                directory: %s
              """
                  .formatted(page.url(), rule, directory.resolve("metrics")));
      assertThat(
              allThatDiffers(
                  jdk,
                  "localhost:0:" + file,
                  server ->
                      await()
                          .atMost(60, SECONDS)
                          .untilAsserted(
                              () ->
                                  assertThat(Page.metrics(server).samples())
                                      .containsKeys("stock", "app_started_seconds")
                                      .containsEntry(
                                          "exporter_agent_method_rule_matches{rule=\"%s\"}"
                                              .formatted(rule),
                                          1.0))))
          .hasSize(2);
    }
  }

  /**
   * Runs a program that prints what an agent might have changed, without one and with one.
   *
   * @param use what is done as long as it is served
   * @return the agent's lines
   */
  private static List<String> allThatDiffers(Jdk jdk, String argument, Consumer<URI> use) {
    try (Program without = inspect(jdk).fixture(Inspect.class).start();
        Program with = inspect(jdk).agent(argument).fixture(Inspect.class).start()) {
      with.awaitOutput(compile("ready"));
      use.accept(with.serving());
      for (Program program : List.of(without, with)) {
        program.tell("");
        assertThat(program.exitCode()).isEqualTo(7);
      }
      assertThat(with.output())
          .isEqualTo(without.output())
          .contains("log manager initialised: false");
      assertThat(withoutOurLines(with.error())).isEqualTo(without.error());
      return OUR_LINE.matcher(with.error()).results().map(MatchResult::group).toList();
    }
  }

  /**
   * Not to be reached by {@code list}, which other tests run at the same time: a JVM that is asked
   * for its properties fixes its time zone.
   */
  private static Program.Command inspect(Jdk jdk) {
    return Program.java(jdk)
        .with("-XX:+DisableAttachMechanism")
        .with("--add-opens=java.logging/java.util.logging=ALL-UNNAMED");
  }

  /** Ours come at once, and may come between two parts of a line that the JVM writes in several. */
  private static String withoutOurLines(String error) {
    return OUR_LINE.matcher(error).replaceAll("");
  }

  @Jdk.Each
  void mainReturnsAtOnce_endsWithItsOwnOutputAndCode(Jdk jdk) {
    try (Program greeting =
        Program.java(jdk).agent("localhost:0").fixture(Greeting.class).start()) {
      assertThat(greeting.exitCode()).isZero();
      assertThat(greeting.output()).isEqualTo("hello\n");
      assertThat(greeting.errorLines())
          .allMatch(line -> line.startsWith("exporter-agent: serving"));
    }
  }

  @Jdk.Each
  void applicationWithItsOwnVersionsOfOurLibraries_runsUnchanged_andIsRead(Jdk jdk) {
    String output;
    String error;
    try (Program without = Program.java(jdk).fixture(OwnLibraries.class, OWN_LIBRARIES).start()) {
      without.awaitOutput(compile("ready"));
      without.tell("");
      assertThat(without.exitCode()).isEqualTo(3);
      output = without.output();
      error = without.error();
    }
    try (Program with =
        Program.java(jdk).agent("localhost:0").fixture(OwnLibraries.class, OWN_LIBRARIES).start()) {
      with.awaitOutput(compile("ready"));
      Page page = Page.metrics(with.serving());
      assertThat(page.body())
          .contains(
              """
              # HELP jobs_total Jobs with a "quote", a back\\\\slash and a\\nline break.
              # TYPE jobs_total counter
              jobs_total{queue="a \\"b\\" \\\\ c\\nd"} 3.0
              """,
              """
              # HELP temperature_celsius Heat.
              # TYPE temperature_celsius gauge
              temperature_celsius 21.0
              """,
              """
              # HELP latency_seconds Latency.
              # TYPE latency_seconds histogram
              latency_seconds_bucket{le="0.1"} 1
              latency_seconds_bucket{le="1.0"} 2
              latency_seconds_bucket{le="+Inf"} 3
              latency_seconds_count 3
              latency_seconds_sum 5.55
              """,
              """
              # HELP size_bytes Size.
              # TYPE size_bytes summary
              size_bytes_count 2
              size_bytes_sum 42.0
              """,
              """
              # HELP application_info About.
              # TYPE application_info gauge
              application_info{edition="classic"} 1
              """,
              """
              # HELP mood Mood.
              # TYPE mood gauge
              mood{mood="bad"} 1
              mood{mood="good"} 0
              """);
      assertThat(Page.metrics(with.serving(), "Accept", "application/openmetrics-text").body())
          .contains("# UNIT latency_seconds seconds\n", "# TYPE mood stateset\n");
      assertThat(page.succeeded("application")).isTrue();
      with.tell("");
      assertThat(with.exitCode()).isEqualTo(3);
      assertThat(with.output()).isEqualTo(output);
      assertThat(withoutOurLines(with.error())).isEqualTo(error);
    }
  }

  @Jdk.Each
  void ourLibraries_cannotBeLoadedByTheApplication(Jdk jdk) {
    List<String> ours =
        List.of(
            "io.prometheus.metrics.core.metrics.Counter",
            "io.prometheus.metrics.model.registry.PrometheusRegistry",
            "oshi.SystemInfo",
            "com.sun.jna.Native",
            "org.slf4j.LoggerFactory",
            "net.bytebuddy.ByteBuddy",
            "io.exporteragent.ExporterAgent",
            "io.exporteragent.model.Family");
    try (Program program =
        Program.java(jdk)
            .agent("localhost:0")
            .fixture(ClassVisibility.class)
            .with(ours.toArray(String[]::new))
            .with("io.exporteragent.bootstrap.AgentMain")
            .start()) {
      program.awaitOutput(compile("ready"));
      assertThat(Page.metrics(program.serving()).status()).isEqualTo(200);
      program.tell("");
      program.awaitOutput(compile("done"));
      assertThat(program.output())
          .contains(ours.stream().map(name -> name + " hidden\n").toList())
          .contains("io.exporteragent.bootstrap.AgentMain visible\n");
    }
  }

  @Jdk.Each
  void customLogManager_isCreatedByTheApplication_whileTheAgentServesAlready(Jdk jdk) {
    try (Program program =
        Program.java(jdk)
            .with("-Djava.util.logging.manager=" + OwnLogManager.Manager.class.getName())
            .agent("localhost:0")
            .fixture(OwnLogManager.class)
            .start()) {
      program.awaitOutput(compile("ready"));
      assertThat(Page.metrics(program.serving()).status()).isEqualTo(200);
      program.tell("");
      program.awaitOutput(compile("log manager is "));
      assertThat(program.output())
          .contains("log manager created by main\n")
          .contains("log manager is " + OwnLogManager.Manager.class.getName());
    }
  }
}
