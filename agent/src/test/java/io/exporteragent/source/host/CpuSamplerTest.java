package io.exporteragent.source.host;

import static io.exporteragent.source.host.CpuSecondsTest.ticks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.guest.AgentThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CpuSamplerTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final AtomicInteger readings = new AtomicInteger();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final AtomicBoolean fatal = new AtomicBoolean();
  private final Queue<String> reported = new ConcurrentLinkedQueue<>();
  private CpuSampler sampler = sampler(SHORT, LONG);

  @AfterEach
  void endThread() {
    sampler.close();
    await().until(() -> threads() == 0);
  }

  @Test
  void unasked_neitherReadsNorStartsAThread() {
    assertThat(readings).hasValue(0);
    assertThat(threads()).isZero();
  }

  @Test
  void firstQuestion_isAnsweredWithNothing_laterOnesWithTheLastWindow() throws Exception {
    assertThat(sampler.percent()).isEmpty();

    await().until(() -> !sampler.percent().isEmpty());
    assertThat(sampler.percent()).containsOnlyKeys(0);
    assertThat(sampler.percent().get(0)).isEqualTo(25.0);
    assertThat(threads()).isEqualTo(1);
  }

  @Test
  void nobodyAsks_threadEnds_andTheNextQuestionIsAnsweredFromTheLongWindow() throws Exception {
    sampler = sampler(SHORT, SHORT.multipliedBy(3));
    sampler.percent();
    await().until(() -> threads() == 0);
    int before = readings.get();

    assertThat(sampler.percent()).containsOnlyKeys(0);
    assertThat(readings.get()).isGreaterThan(before);
    assertThat(threads()).isEqualTo(1);
  }

  @Test
  void askedMoreOftenThanThePeriod_readsOncePerPeriod() throws Exception {
    sampler = sampler(LONG, LONG);
    for (int i = 0; i < 100; i++) {
      assertThat(sampler.percent()).isEmpty();
    }

    assertThat(readings).hasValue(1);
  }

  @Test
  void firstReadingFails_isReported_andNoThreadStarts() {
    broken.set(true);

    assertThatThrownBy(sampler::percent).isInstanceOf(IOException.class).hasMessage("broken");
    assertThat(threads()).isZero();
  }

  @Test
  void laterReadingFails_valuesVanish_andReturnWhenItSucceeds() throws Exception {
    await().until(() -> !sampler.percent().isEmpty());

    broken.set(true);
    await().until(() -> sampler.percent().isEmpty());
    broken.set(false);
    await().until(() -> !sampler.percent().isEmpty());
  }

  @Test
  void errorWhileReading_isReported_andTheThreadGoesOn() throws Exception {
    await().until(() -> !sampler.percent().isEmpty());
    fatal.set(true);
    await().until(() -> !reported.isEmpty());
    fatal.set(false);

    assertThat(reported)
        .singleElement()
        .asString()
        .contains("exporter-agent-cpu", "out of threads");
    int before = readings.get();
    await().until(() -> readings.get() > before);
    assertThat(sampler.percent()).isNotEmpty();
    assertThat(threads()).isEqualTo(1);
  }

  @Test
  void closed_threadEndsAndDoesNotComeBack() throws Exception {
    sampler.percent();
    sampler.close();

    await().until(() -> threads() == 0);
    sampler.percent();
    assertThat(threads()).isZero();
  }

  private CpuSampler sampler(Duration period, Duration idle) {
    return new CpuSampler(
        this::read, new AgentThreads("cpu", reported::add), period.toNanos(), idle.toNanos());
  }

  private SortedMap<Integer, long[]> read() throws IOException {
    if (broken.get()) {
      throw new IOException("broken");
    }
    if (fatal.get()) {
      throw new OutOfMemoryError("out of threads");
    }
    long reading = readings.incrementAndGet();
    return ticks(0, 10 * reading, 20 * reading, 10 * reading);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("exporter-agent-cpu"))
        .count();
  }
}
