package io.exporteragent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(120)
class DemoAppTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Path stdout;
  private final Path stderr;

  DemoAppTest(@TempDir Path folder) {
    stdout = folder.resolve("stdout");
    stderr = folder.resolve("stderr");
  }

  @Test
  void help_showsEveryOptionWithItsDefault() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString())
        .containsSubsequence("--max-ms", "Default: 500", "--min-ms", "Default: 100")
        .containsSubsequence("--rate", "Default: 1.0", "--status-port", "Default: 8080")
        .containsSubsequence("--workers", "Default: 1")
        .contains("--metrics-port", "--no-metrics");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --rate=0              | --rate must be between 0.001 and 100000, but is 0.0
          --rate=NaN            | --rate must be between 0.001 and 100000, but is NaN
          --rate=100001         | --rate must be between 0.001 and 100000, but is 100001.0
          --min-ms=-1           | --min-ms must be between 0 and 3600000, but is -1
          --max-ms=3600001      | --max-ms must be between 0 and 3600000, but is 3600001
          --min-ms=600          | --min-ms 600 must not exceed --max-ms 500
          --workers=0           | --workers must be between 1 and 1000, but is 0
          --workers=1001        | --workers must be between 1 and 1000, but is 1001
          --status-port=-1      | --status-port must be between 0 and 65535, but is -1
          --status-port=65536   | --status-port must be between 0 and 65535, but is 65536
          --metrics-port=65536  | --metrics-port must be between 0 and 65535, but is 65536
          --rate=fast           | Invalid value for option '--rate': 'fast' is not a double
          --no-such-option      | Unknown option: '--no-such-option'
          """)
  void wrongArgument_isToldInOneLine(String argument, String message) {
    assertThat(execute(argument)).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("demo-app: %s; see --help%n".formatted(message));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void metricsPortWithoutMetrics_isToldInOneLine() {
    assertThat(execute("--metrics-port=0", "--no-metrics")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "demo-app: --metrics-port has nothing to serve with --no-metrics; see --help%n"
                .formatted());
  }

  @ParameterizedTest
  @CsvSource({
    "/status, --status-port, --metrics-port=0",
    "/metrics, --metrics-port, --status-port=0"
  })
  void portBusy_isToldInOneLine_andEndsTheApplication(String path, String option, String other)
      throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      Process app = start(other, option, port);
      try {
        assertThat(app.waitFor()).isEqualTo(1);
      } finally {
        app.destroyForcibly();
      }
      assertThat(Files.readAllLines(stderr))
          .singleElement()
          .asString()
          .startsWith("demo-app: cannot serve " + path + " on port " + port + ": ")
          .endsWith("; choose another with " + option);
      assertThat(stdout).isEmptyFile();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signal that asks a process to end")
  void runsUntilKilled_saysWhereTheStatusIs_andNothingElse() throws Exception {
    Process app =
        start(
            "--status-port=0", "--rate=2.5", "--min-ms=3600000", "--max-ms=3600000", "--workers=3");
    try {
      await().until(() -> Files.readString(stdout).endsWith("\n"));
      String line = Files.readString(stdout).strip();
      assertThat(line).matches("demo-app: status at http://localhost:\\d+/status");
      URI url = URI.create(line.substring(line.indexOf("http:")));
      await().until(() -> Page.get(url).body().contains("{\"current_requests\":3,"));
      assertThat(Page.get(url).body()).contains("\"health\":\"healthy\"");
      assertThat(app.isAlive()).isTrue();

      app.destroy();
      assertThat(app.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(app.exitValue()).isEqualTo(128 + 15);
      assertThat(Files.readAllLines(stdout)).containsExactly(line);
      assertThat(stderr).isEmptyFile();
    } finally {
      app.destroyForcibly();
    }
  }

  @Test
  void metricsPort_servesTheApplicationsOwnMetrics() throws Exception {
    Process app = start("--status-port=0", "--metrics-port=0");
    try {
      await().until(() -> Files.readAllLines(stdout).size() == 2);
      String line = Files.readAllLines(stdout).get(1);
      assertThat(line).matches("demo-app: metrics at http://localhost:\\d+/metrics");
      URI url = URI.create(line.substring(line.indexOf("http:")));
      assertThat(Page.get(url).body().lines().filter(type -> type.startsWith("# TYPE ")))
          .containsExactly(
              "# TYPE average_processing_time_seconds gauge",
              "# TYPE widgets_processed_total counter");
      app.destroy();
      assertThat(app.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(stderr).isEmptyFile();
    } finally {
      app.destroyForcibly();
    }
  }

  private int execute(String... args) {
    CommandLine commandLine = DemoApp.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }

  private Process start(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(DemoApp.class.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    // The JVM reports on stderr that it has picked these up.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("_JAVA_OPTIONS");
    return builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start();
  }
}
