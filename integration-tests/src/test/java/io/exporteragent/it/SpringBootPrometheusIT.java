package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.BootApplication.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus watches a Spring Boot application from its start, and then under load. */
class SpringBootPrometheusIT {
  @TempDir private Path directory;

  @Jdk.Each
  void scrapesTheApplicationUnderLoad(Jdk jdk) throws Exception {
    ScheduledExecutorService client = Executors.newSingleThreadScheduledExecutor();
    try (Program launched =
            BootApplication.launch(
                jdk, Version.BOOT_3, "-javaagent:" + Program.AGENT + "=localhost:0");
        PrometheusServer prometheus = PrometheusServer.scraping(launched.serving(), directory)) {
      BootApplication application = BootApplication.started(launched);
      AtomicInteger orders = new AtomicInteger();
      ScheduledFuture<?> load =
          client.scheduleWithFixedDelay(
              () -> {
                application.order(1);
                orders.incrementAndGet();
              },
              0,
              100,
              MILLISECONDS);
      awaitValue(prometheus, "rate(orders_placed_total[1m]) > bool 0", 1);
      assertThat(prometheus.query("histogram_quantile(0.5, rate(order_time_seconds_bucket[1m]))"))
          .isPositive();
      client.shutdown();
      assertThat(client.awaitTermination(90, SECONDS)).isTrue();
      assertThat(load.isCancelled()).as("every order has been answered").isTrue();
      awaitValue(prometheus, "orders_placed_total", orders.get());
      awaitValue(prometheus, "direct_calls_total", orders.get());
      awaitValue(prometheus, "order_time_seconds_count", orders.get());
      assertThat(prometheus.query("count(orders_placed_total)")).isEqualTo(1);
      assertThat(prometheus.query("min(exporter_agent_collector_success)")).isEqualTo(1);
      prometheus.assertNoTrouble();
      assertThat(launched.errorLines().stream().filter(line -> line.startsWith("exporter-agent: ")))
          .hasSize(1);
    } finally {
      client.shutdownNow();
    }
  }

  private static void awaitValue(PrometheusServer prometheus, String expression, double expected) {
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(prometheus.query(expression)).isEqualTo(expected));
  }
}
