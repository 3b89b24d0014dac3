package io.exporteragent.source.host.sensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Samples;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A scrape gets what was read before it, and never waits for a chip. */
class SensorMetricsTest {
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final AtomicInteger readings = new AtomicInteger();
  private long seconds;
  private Callable<List<Family>> chip = () -> celsius(readings.incrementAndGet());
  private final SensorMetrics sensors =
      new SensorMetrics(workers, () -> chip.call(), () -> TimeUnit.SECONDS.toNanos(seconds));

  @AfterEach
  void endWorkers() {
    workers.shutdownNow();
  }

  @Test
  void firstScrape_hasNone_thenThereIsOneReadingInThirtySeconds() throws Exception {
    assertThat(Samples.from(sensors)).isEmpty();
    await().until(() -> !Samples.from(sensors).isEmpty());
    for (seconds = 1; seconds < SensorMetrics.SECONDS; seconds++) {
      assertThat(Samples.from(sensors)).isEqualTo(Map.of("node_hwmon_temp_celsius", 1.0));
    }
    assertThat(readings).hasValue(1);

    seconds = SensorMetrics.SECONDS;
    await().until(() -> Samples.from(sensors).equals(Map.of("node_hwmon_temp_celsius", 2.0)));
    assertThat(readings).hasValue(2);
  }

  @Test
  void chipThatHangs_keepsNoScrapeWaiting_andItsOldValuesAreWithdrawn() throws Exception {
    await().until(() -> !Samples.from(sensors).isEmpty());
    CountDownLatch answer = new CountDownLatch(1);
    chip =
        () -> {
          answer.await();
          return celsius(70);
        };
    seconds = 30;
    assertThat(Samples.from(sensors)).containsValue(1.0);
    seconds = 149;
    assertThat(Samples.from(sensors)).containsValue(1.0);
    seconds = 150;
    for (int scrape = 0; scrape < 2; scrape++) {
      assertThatThrownBy(() -> Samples.from(sensors))
          .isInstanceOf(IOException.class)
          .hasMessage("The sensors have not answered for two minutes.");
    }
    answer.countDown();
    await().ignoreExceptions().until(() -> Samples.from(sensors).containsValue(70.0));
  }

  @Test
  void readingThatFails_isAFailureOfTheCollector_untilOneSucceeds() throws Exception {
    chip =
        () -> {
          throw new IOException("OSHI cannot be loaded");
        };
    assertThat(Samples.from(sensors)).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> Samples.from(sensors))
                    .hasMessage("OSHI cannot be loaded"));
    chip =
        () -> {
          throw new IllegalStateException("a chip");
        };
    seconds = 30;
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> Samples.from(sensors))
                    .hasMessage(
                        "The sensors cannot be read: java.lang.IllegalStateException: a chip"));
    chip = () -> celsius(48);
    seconds = 60;
    await().ignoreExceptions().until(() -> Samples.from(sensors).containsValue(48.0));
  }

  @Test
  void closed_interruptsTheReading() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    chip =
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            interrupted.countDown();
          }
          return List.of();
        };
    assertThat(Samples.from(sensors)).isEmpty();
    begun.await();
    sensors.close();
    assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
  }

  private static List<Family> celsius(double value) {
    return List.of(
        new ScalarFamily("node_hwmon_temp_celsius", MetricType.GAUGE, "Heat.").add(value));
  }
}
