package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.testing.MisbehavingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the jar that say something and end. */
class CommandLineIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final Path DEMO_CONFIGURATION = Path.of("..", "demo-app", "exporter.yml");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "list", "attach", "status", "detach", "serve", "check", "probe", "compile"})
  void helpAndVersion_areEverywhere(String command) {
    List<String> words = command.isEmpty() ? List.of() : List.of(command);
    try (Program help = run(words, "--help");
        Program version = run(words, "--version")) {
      assertThat(help.exitCode()).isZero();
      assertThat(help.output()).startsWith("Usage: exporter-agent").contains(command);
      assertThat(version.exitCode()).isZero();
      assertThat(version.output()).matches("exporter-agent \\d\\S+\\R");
      assertThat(help.error() + version.error()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "observe",
        "--prot=8000",
        "check",
        "check a b",
        "probe exporter.yml",
        "attach",
        "attach 1 8000 more",
        "attach 1 --timeout=5",
        "attach [",
        "status",
        "detach demo",
        "list 1",
        "compile",
        "compile . --release new"
      })
  void wrongCommandLine_isExitCode2(String commandLine) {
    try (Program program = run(List.of(commandLine.split(" ", -1)))) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.error()).isNotEmpty();
      assertThat(program.output()).isEmpty();
    }
  }

  @Jdk.Each
  void check_printsWhatItUnderstood(Jdk jdk) {
    try (Program check = Program.commandLine(jdk, "check", DEMO_CONFIGURATION.toString()).start()) {
      assertThat(check.exitCode()).as(check.error()).isZero();
      assertThat(check.output())
          .contains("url: \"http://localhost:8080/status\"", "timeout: 2s")
          .contains("- name: app_requests_current", "value: $.current_requests")
          .contains("- name: app_requests_pending", "value: $.pending_requests")
          .contains("- name: app_uptime", "help: \"Seconds since the application started.\"")
          .contains("- name: app_health", "type: stateset", "states: [healthy, unhealthy]");
      assertThat(check.error()).isEmpty();
    }
  }

  @Test
  void check_saysWhereTheFileIsWrong() throws IOException {
    Path file = directory.resolve("exporter.yml");
    Files.writeString(
        file,
        """
        probes:
          - name: app
            url: http://localhost:8080/status
            metrics:
              - {name: app_uptime, value: $.total_uptime}
              - {name: app_requests, value: $.current_requests, typ: gauge}
        """);
    try (Program check = run(List.of("check", "exporter.yml"))) {
      assertThat(check.exitCode()).isEqualTo(1);
      assertThat(check.errorLines())
          .singleElement()
          .asString()
          .startsWith("exporter-agent: exporter.yml:6:57: ")
          .contains("\"typ\" at probes[0].metrics[1];", "\"type\"");
      assertThat(check.output()).isEmpty();
    }
  }

  @Test
  void check_takesItsOwnExample() throws IOException {
    try (Program example = run(List.of("check", "--example"))) {
      assertThat(example.exitCode()).isZero();
      assertThat(example.output()).contains("server:", "collectors:", "disk:", "probes:", "# ");
      Files.writeString(directory.resolve("example.yml"), example.output());
    }
    try (Program check = run(List.of("check", "example.yml"))) {
      assertThat(check.exitCode()).as(check.error()).isZero();
      assertThat(check.output()).contains("- name: app_requests_current");
    }
  }

  @Test
  void probe_explainsEveryMetric() throws Exception {
    try (MisbehavingServer page = MisbehavingServer.serving(demoStatus("healthy"))) {
      writeConfiguration(page);
      try (Program probe = run(List.of("probe", "exporter.yml", "app"))) {
        assertThat(probe.exitCode()).as(probe.error()).isZero();
        assertThat(probe.output())
            .startsWith(page.url() + ": ")
            .containsSubsequence(
                "app_requests_current (gauge)",
                "path    $.current_requests",
                "raw     4",
                "parsed  4.0",
                "line    app_requests_current 4.0",
                "app_health (stateset)",
                "line    app_health{app_health=\"healthy\"} 1",
                "line    app_health{app_health=\"unhealthy\"} 0");
        assertThat(probe.error()).isEmpty();
      }
      page.stopListening();
      try (Program probe = run(List.of("probe", "exporter.yml", "app"))) {
        assertThat(probe.exitCode()).isEqualTo(1);
        assertThat(probe.output()).contains("error   connect: " + page.url());
      }
      try (Program probe = run(List.of("probe", "exporter.yml", "ap"))) {
        assertThat(probe.exitCode()).isEqualTo(1);
        assertThat(probe.errorLines())
            .containsExactly("exporter-agent: exporter.yml has no probe \"ap\"; it has: app");
      }
    }
  }

  @Test
  void probeWithBody_needsNoNetwork() throws IOException {
    try (MisbehavingServer page = MisbehavingServer.that(MisbehavingServer.silence())) {
      writeConfiguration(page);
      Files.writeString(directory.resolve("body.json"), demoStatus("confused"));
      try (Program probe = run(List.of("probe", "exporter.yml", "app", "--body", "body.json"))) {
        assertThat(probe.exitCode()).isEqualTo(1);
        assertThat(probe.output())
            .contains("line    app_uptime 12.5", "error   value: ", "\"confused\"");
      }
      assertThat(page.requests()).isEmpty();
    }
  }

  private void writeConfiguration(MisbehavingServer page) throws IOException {
    Files.writeString(
        directory.resolve("exporter.yml"),
        Files.readString(DEMO_CONFIGURATION)
            .replace("http://localhost:8080/status", page.url().toString()));
  }

  private static String demoStatus(String health) {
    return "{\"current_requests\":4,\"pending_requests\":0,\"total_uptime\":12.500,\"health\":\"%s\"}"
        .formatted(health);
  }

  private Program run(List<String> words, String... more) {
    return Program.commandLine(JDK, words.toArray(String[]::new)).with(more).in(directory).start();
  }
}
