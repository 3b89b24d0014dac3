package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes the demo under the agent, with the configuration users start from. */
class PrometheusIT {
  private static final double RATE = 2;

  @TempDir private Path directory;

  @Jdk.Each
  void scrapesTheDemoUnderTheAgent(Jdk jdk) throws IOException {
    try (Program demo =
        Program.java(jdk)
            .agent("localhost:0")
            .with("-jar", Program.DEMO.toString(), "--status-port=0")
            .with("--rate=" + RATE, "--min-ms=100", "--max-ms=300")
            .start()) {
      try (PrometheusServer prometheus = PrometheusServer.scraping(demo.serving(), directory)) {
        prometheus.awaitScrapes(4);
        awaitRate(prometheus, "rate(widgets_processed_total[1m])", RATE);
        assertThat(prometheus.query("average_processing_time_seconds")).isBetween(0.1, 10.0);
        double cpus = Runtime.getRuntime().availableProcessors();
        awaitRate(prometheus, "sum(rate(cpu_exporter_cpu_usage_seconds_total[1m]))", cpus);
        assertThat(prometheus.query("count(cpu_percent)")).isEqualTo(cpus);
        assertThat(prometheus.query("min(exporter_agent_collector_success)")).isEqualTo(1);
        assertThat(prometheus.query("min_over_time(scrape_samples_scraped[1h])")).isGreaterThan(60);
        prometheus.assertNoTrouble();
      }
      assertThat(demo.errorLines()).hasSize(1);
    }
  }

  /** The same two families from an application that has none itself. */
  @Jdk.Each
  void scrapesTheDemoWithoutMetrics_measuredByTheAgent(Jdk jdk) throws IOException {
    try (Program demo =
            Program.java(jdk)
                .agent("localhost:0:" + Program.METHODS)
                .with("-jar", Program.DEMO.toString(), "--status-port=0", "--no-metrics")
                .with("--rate=" + RATE, "--min-ms=100", "--max-ms=300")
                .start();
        PrometheusServer prometheus = PrometheusServer.scraping(demo.serving(), directory)) {
      prometheus.awaitScrapes(4);
      awaitRate(prometheus, "rate(widgets_processed_total[1m])", RATE);
      assertThat(prometheus.query("average_processing_time_seconds")).isBetween(0.1, 10.0);
      assertThat(prometheus.query("exporter_agent_method_rule_matches")).isEqualTo(1);
      assertThat(prometheus.query("count({__name__=~\"(widgets|average)_.*\"})")).isEqualTo(2);
      assertThat(prometheus.query("min(exporter_agent_collector_success)")).isEqualTo(1);
      prometheus.assertNoTrouble();
      assertThat(demo.errorLines()).hasSize(1);
    }
  }

  private static void awaitRate(PrometheusServer prometheus, String expression, double expected) {
    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(
            () ->
                assertThat(prometheus.query(expression))
                    .isCloseTo(expected, offset(0.25 * expected)));
  }
}
