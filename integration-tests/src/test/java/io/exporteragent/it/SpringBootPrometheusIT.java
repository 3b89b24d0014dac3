package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.BootApplication.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Prometheus watches a Spring Boot application from its start, and then under load. */
class SpringBootPrometheusIT {
  private static final double RATE = 10;

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#all")
  void scrapesTheApplicationUnderLoad(Jdk jdk) throws IOException {
    ScheduledExecutorService client = Executors.newSingleThreadScheduledExecutor();
    try (Program launched =
            BootApplication.launch(
                jdk, Version.BOOT_3, "-javaagent:" + Program.AGENT + "=localhost:0");
        PrometheusServer prometheus = PrometheusServer.scraping(launched.serving(), directory)) {
      BootApplication application = BootApplication.started(launched);
      ScheduledFuture<?> load =
          client.scheduleAtFixedRate(
              () -> application.order(1), 0, Math.round(1000 / RATE), MILLISECONDS);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(prometheus.query("rate(orders_placed_total[10s])"))
                      .isCloseTo(RATE, offset(0.1 * RATE)));
      assertThat(prometheus.query("rate(direct_calls_total[10s])"))
          .isCloseTo(RATE, offset(0.25 * RATE));
      assertThat(prometheus.query("histogram_quantile(0.5, rate(order_time_seconds_bucket[10s]))"))
          .isPositive();
      assertThat(prometheus.query("count(orders_placed_total)")).isEqualTo(1);
      assertThat(prometheus.query("min(exporter_agent_collector_success)")).isEqualTo(1);
      prometheus.assertNoTrouble();
      assertThat(load.isDone()).as("every order has been answered").isFalse();
      assertThat(launched.errorLines().stream().filter(line -> line.startsWith("exporter-agent: ")))
          .hasSize(1);
    } finally {
      client.shutdownNow();
    }
  }
}
