package io.exporteragent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingAverageTest {
  private static final Duration ONE_NANO = Duration.ofNanos(1);

  private final FakeClock clock = new FakeClock(0);
  private final SlidingAverage average = new SlidingAverage(60, clock);

  @Test
  void windowEmpty_isNaN() {
    assertThat(average.mean()).isNaN();
  }

  @Test
  void isSumDividedByCount_notMeanOfTheSecondsMeans() {
    average.record(1);
    average.record(2);
    average.record(6);
    clock.advance(Duration.ofSeconds(5));
    average.record(11);

    assertThat(average.mean()).isEqualTo(5.0);
  }

  @Test
  void readingDoesNotChangeIt() {
    average.record(3);

    assertThat(average.mean()).isEqualTo(3.0);
    assertThat(average.mean()).isEqualTo(3.0);
  }

  @Test
  void valueLeavesExactlyWhenItsSecondLeavesTheWindow() {
    clock.advance(Duration.ofMillis(7_400));
    average.record(4);

    clock.advance(Duration.ofMillis(59_600).minus(ONE_NANO));
    assertThat(average.mean()).isEqualTo(4.0);
    clock.advance(ONE_NANO);
    assertThat(average.mean()).isNaN();
  }

  @Test
  void secondsLeaveOneByOne() {
    average.record(10);
    clock.advance(Duration.ofSeconds(1));
    average.record(20);
    clock.advance(Duration.ofSeconds(1));
    average.record(60);

    assertThat(average.mean()).isEqualTo(30.0);
    clock.advance(Duration.ofSeconds(58));
    assertThat(average.mean()).isEqualTo(40.0);
    clock.advance(Duration.ofSeconds(1));
    assertThat(average.mean()).isEqualTo(60.0);
    clock.advance(Duration.ofSeconds(1));
    assertThat(average.mean()).isNaN();
  }

  @Test
  void slotUsedAgain_forgetsTheValuesOfTheWindowBefore() {
    average.record(1_000);
    clock.advance(Duration.ofSeconds(60));
    average.record(2);

    assertThat(average.mean()).isEqualTo(2.0);
  }

  @Test
  void manyTurnsOfTheRing_holdTheLastWindowOnly() {
    for (int second = 0; second < 1_000; second++) {
      average.record(second);
      clock.advance(Duration.ofSeconds(1));
    }
    clock.advance(ONE_NANO.negated());

    assertThat(average.mean()).isEqualTo((940 + 999) / 2.0);
  }

  @Test
  void idleForHours_isNaNAndThenStartsAnew() {
    for (int second = 0; second < 60; second++) {
      average.record(5);
      clock.advance(Duration.ofSeconds(1));
    }
    clock.advance(Duration.ofHours(9));

    assertThat(average.mean()).isNaN();
    average.record(7);
    assertThat(average.mean()).isEqualTo(7.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -30_500_000_000L, -1, Long.MAX_VALUE - 30_500_000_000L})
  void clockStartsAnywhere_andMayOverflow(long start) {
    FakeClock odd = new FakeClock(start);
    SlidingAverage sut = new SlidingAverage(60, odd);
    sut.record(1);
    odd.advance(Duration.ofSeconds(59));
    sut.record(3);

    assertThat(sut.mean()).isEqualTo(2.0);
    odd.advance(Duration.ofSeconds(1));
    assertThat(sut.mean()).isEqualTo(3.0);
  }

  @Test
  void windowOfOneSecond_holdsTheCurrentSecond() {
    SlidingAverage narrow = new SlidingAverage(1, clock);
    narrow.record(8);

    assertThat(narrow.mean()).isEqualTo(8.0);
    clock.advance(Duration.ofSeconds(1));
    assertThat(narrow.mean()).isNaN();
  }

  @Test
  void recorderHeldUpForAWholeWindow_doesNotSpoilTheNewerSecond() throws Exception {
    CountDownLatch clockRead = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    LongSupplier holdsUpLateThread =
        () -> {
          long now = clock.getAsLong();
          if (Thread.currentThread().getName().equals("late")) {
            clockRead.countDown();
            awaitUninterrupted(goOn);
          }
          return now;
        };
    SlidingAverage sut = new SlidingAverage(60, holdsUpLateThread);
    Thread late = new Thread(() -> sut.record(1_000), "late");
    late.start();
    assertThat(clockRead.await(10, TimeUnit.SECONDS)).isTrue();
    clock.advance(Duration.ofSeconds(60));
    sut.record(2);
    goOn.countDown();
    late.join();

    assertThat(sut.mean()).isEqualTo(2.0);
  }

  @Test
  void manyThreadsInOneSecond_loseNothing() throws Exception {
    int threads = 8;
    int perThread = 50_000;
    inParallel(threads, thread -> repeat(perThread, () -> average.record(thread)));
    // Alone among 400,000 values it moves the mean by its share, so the count is right as well.
    average.record(threads * perThread);

    double sum = perThread * (threads * (threads - 1) / 2.0) + threads * perThread;
    assertThat(average.mean()).isEqualTo(sum / (threads * perThread + 1));
  }

  @Test
  void manyThreadsWhileSecondsPass_loseNothing() throws Exception {
    int threads = 8;
    int perThread = 20_000;
    AtomicInteger reads = new AtomicInteger();
    // 160,000 recordings, one second for each 4,000 of them: 40 slots are begun in a race.
    LongSupplier running = () -> reads.getAndIncrement() / 4_000 * 1_000_000_000L;
    SlidingAverage sut = new SlidingAverage(60, running);
    inParallel(threads, thread -> repeat(perThread, () -> sut.record(thread)));
    sut.record(threads * perThread);

    double sum = perThread * (threads * (threads - 1) / 2.0) + threads * perThread;
    assertThat(sut.mean()).isEqualTo(sum / (threads * perThread + 1));
  }

  @Test
  void readWhileRecording_staysWithinTheRecordedValues() throws Exception {
    average.record(0.3);
    inParallel(
        4,
        thread ->
            repeat(
                50_000,
                () -> {
                  if (thread == 0) {
                    clock.advance(Duration.ofMillis(1));
                  } else if (thread == 1) {
                    assertThat(average.mean()).isCloseTo(0.3, within(1e-9));
                  } else {
                    average.record(0.3);
                  }
                }));
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void repeat(int times, Runnable action) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }

  private static void inParallel(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch together = new CountDownLatch(threads);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        running.add(
            pool.submit(
                () -> {
                  together.countDown();
                  together.await();
                  work.run(thread);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
