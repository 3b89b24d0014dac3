package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Prometheus scrapes the demo under the agent, with the configuration users start from. */
class PrometheusIT {
  private static final Pattern VALUE = compile("\"value\":\\[[\\d.]+,\"([^\"]+)\"\\]");
  private static final double RATE = 2;

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#all")
  void scrapesTheDemoUnderTheAgent(Jdk jdk) throws IOException {
    String executable = Tool.PROMETHEUS.path();
    try (Program demo =
        Program.java(jdk)
            .agent("localhost:0")
            .with("-jar", Program.DEMO.toString(), "--status-port=0")
            .with("--rate=" + RATE, "--min-ms=100", "--max-ms=300")
            .start()) {
      Path configuration = configure(demo.serving());
      URI prometheus = URI.create("http://127.0.0.1:" + freePort());
      try (Program server =
          Program.command(executable)
              .with("--config.file=" + configuration)
              .with("--storage.tsdb.path=" + directory.resolve("data"))
              .with("--web.listen-address=" + prometheus.getAuthority())
              .start()) {
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(() -> query(prometheus, "count_over_time(up{job=\"demo\"}[1h])") >= 40);
        assertThat(query(prometheus, "min_over_time(up{job=\"demo\"}[1h])")).isEqualTo(1);
        assertThat(Page.get(prometheus.resolve("/api/v1/targets")).body())
            .contains("\"health\":\"up\"")
            .contains("\"lastError\":\"\"");
        assertThat(query(prometheus, "rate(widgets_processed_total[20s])"))
            .isCloseTo(RATE, offset(0.25 * RATE));
        assertThat(query(prometheus, "average_processing_time_seconds")).isBetween(0.1, 0.31);
        double cpus = Runtime.getRuntime().availableProcessors();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(
                            query(
                                prometheus, "sum(rate(cpu_exporter_cpu_usage_seconds_total[10s]))"))
                        .isCloseTo(cpus, offset(0.05 * cpus)));
        assertThat(query(prometheus, "count(cpu_percent)")).isEqualTo(cpus);
        assertThat(query(prometheus, "min(exporter_agent_collector_success)")).isEqualTo(1);
        assertThat(query(prometheus, "min_over_time(scrape_samples_scraped{job=\"demo\"}[1h])"))
            .isGreaterThan(60);
        assertThat(server.error()).doesNotContain("level=warn", "level=error");
      }
      assertThat(demo.errorLines()).hasSize(1);
    }
  }

  private Path configure(URI target) throws IOException {
    try (var template = PrometheusIT.class.getResourceAsStream("/prometheus.yml")) {
      String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
      return Files.writeString(
          directory.resolve("prometheus.yml"),
          text.replace("localhost:8000", target.getAuthority()));
    }
  }

  /** The value of an expression with one result. */
  private static double query(URI prometheus, String expression) {
    Page answer =
        Page.get(
            prometheus.resolve(
                "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
    Matcher value = VALUE.matcher(answer.body());
    assertThat(value.find()).as("%s: %s", expression, answer.body()).isTrue();
    return Double.parseDouble(value.group(1));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
