package io.exporteragent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service with its metrics and its status page, as the application puts them together. */
@Timeout(120)
class WidgetServiceTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final FakeClock clock = new FakeClock(0);

  @Test
  void running_processesWidgetsAndFeedsMetricsAndStatus() throws Exception {
    DemoMetrics metrics = new DemoMetrics(registry, System::nanoTime);
    try (WidgetService service =
            new WidgetService(
                new WidgetProcessor(1, 5), metrics::widgetProcessed, 4, 100, System::nanoTime);
        StatusServer server = StatusServer.start(anyPort(), service::status)) {
      service.start(200);

      await().until(() -> widgetsProcessed() >= 100);
      assertThat(averageSeconds()).isBetween(0.001, 0.5);
      assertThat(get(server))
          .matches(
              "\\{\"current_requests\":[0-4],\"pending_requests\":\\d{1,3},\"total_uptime\":\\d+\\.\\d{3},\"health\":\"(un)?healthy\"}");
    }
  }

  @Test
  void moreWidgetsThanWorkersCanDo_queueStaysBoundedAndIsUnhealthy() throws Exception {
    GatedProcessor gated = new GatedProcessor();
    try (WidgetService service =
            new WidgetService(
                gated, new DemoMetrics(registry, clock)::widgetProcessed, 2, 3, clock);
        StatusServer server = StatusServer.start(anyPort(), service::status)) {
      clock.advance(Duration.ofMillis(1_250));
      assertThat(get(server)).isEqualTo(new Status(0, 0, 1.25, true).toJson());

      service.start(1_000);

      await().until(() -> get(server).equals(new Status(2, 3, 1.25, false).toJson()));
      assertThat(widgetsProcessed()).isZero();
    }
  }

  @Test
  void unhealthy_whileTheQueueIsFull_andFor10SecondsAfterARefusal() {
    GatedProcessor gated = new GatedProcessor();
    try (WidgetService service =
        new WidgetService(gated, new DemoMetrics(registry, clock)::widgetProcessed, 1, 2, clock)) {
      service.produce();
      service.produce();
      await().until(() -> service.status().toJson().equals(new Status(1, 1, 0, true).toJson()));
      service.produce();
      clock.advance(Duration.ofHours(1));
      assertThat(service.status().toJson()).isEqualTo(new Status(1, 2, 3_600, false).toJson());

      service.produce();
      assertThat(service.status().toJson()).isEqualTo(new Status(1, 2, 3_600, false).toJson());
      gated.open();
      await().until(() -> widgetsProcessed() == 3);
      await().until(() -> service.status().toJson().contains("\"current_requests\":0,"));
      clock.advance(Duration.ofSeconds(10).minusNanos(1));
      assertThat(service.status().toJson()).contains("\"unhealthy\"");
      clock.advance(Duration.ofNanos(1));
      assertThat(service.status().toJson()).isEqualTo(new Status(0, 0, 3_610, true).toJson());
    }
  }

  @Test
  void timeOfTheWork_isWhatIsAveraged() {
    GatedProcessor gated = new GatedProcessor();
    try (WidgetService service =
        new WidgetService(gated, new DemoMetrics(registry, clock)::widgetProcessed, 1, 10, clock)) {
      service.start(0.001);
      await().until(() -> gated.begun.size() == 1);
      assertThat(averageSeconds()).isNaN();

      clock.advance(Duration.ofMillis(1_750));
      gated.open();
      await().until(() -> widgetsProcessed() == 1);
      await().untilAsserted(() -> assertThat(averageSeconds()).isEqualTo(1.75));
    }
  }

  @Test
  void closed_endsItsThreadsAndGivesUpWhatIsInWork() {
    GatedProcessor gated = new GatedProcessor();
    WidgetService service =
        new WidgetService(gated, new DemoMetrics(registry, clock)::widgetProcessed, 2, 3, clock);
    service.start(1_000);
    await().until(() -> gated.begun.size() == 2);
    assertThat(gated.begun).allMatch(Thread::isAlive);

    service.close();

    await().until(() -> gated.begun.stream().noneMatch(Thread::isAlive));
    assertThat(widgetsProcessed()).isZero();
  }

  private double widgetsProcessed() {
    return family(CounterSnapshot.class).getDataPoints().get(0).getValue();
  }

  private double averageSeconds() {
    return family(GaugeSnapshot.class).getDataPoints().get(0).getValue();
  }

  private <T extends MetricSnapshot> T family(Class<T> type) {
    return registry.scrape().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static String get(StatusServer server) {
    return Page.get(URI.create(server.url())).body();
  }

  /** Works on a widget until the test opens the gate, which then stays open. */
  private static final class GatedProcessor extends WidgetProcessor {
    final Set<Thread> begun = ConcurrentHashMap.newKeySet();
    private final Semaphore gate = new Semaphore(0);

    GatedProcessor() {
      super(0, 0);
    }

    void open() {
      gate.release();
    }

    @Override
    public void process(Widget widget) throws InterruptedException {
      begun.add(Thread.currentThread());
      gate.acquire();
      gate.release();
    }
  }
}
