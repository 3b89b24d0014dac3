package io.exporteragent.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SurvivingLoopTest {
  private final Queue<String> messages = new ConcurrentLinkedQueue<>();

  @Test
  void bodyReturns_theThreadEnds() {
    AtomicInteger runs = new AtomicInteger();

    assertThat(run(runs::incrementAndGet, messages::add).getState())
        .isEqualTo(Thread.State.TERMINATED);
    assertThat(runs).hasValue(1);
    assertThat(messages).isEmpty();
  }

  @Test
  void whateverIsThrown_theBodyIsRunAgain_andOneLineIsSaidInAMinute() {
    Queue<Throwable> thrown =
        new ArrayDeque<>(
            Arrays.asList(
                new OutOfMemoryError("Java heap space"),
                new InterruptedException(),
                new Error("of any kind")));

    run(
        () -> {
          if (!thrown.isEmpty()) {
            throw thrown.remove();
          }
        },
        messages::add);

    assertThat(thrown).isEmpty();
    assertThat(messages)
        .containsExactly(
            "thread exporter-agent-test keeps running after java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void reportingThrowsToo_isReportedWhenItCanBe() {
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger reports = new AtomicInteger();

    run(
        () -> {
          if (runs.incrementAndGet() == 1) {
            throw new StackOverflowError();
          }
        },
        line -> {
          if (reports.incrementAndGet() == 1) {
            throw new OutOfMemoryError("to report");
          }
          messages.add(line);
        });

    assertThat(runs).hasValue(2);
    assertThat(messages).singleElement().asString().contains("OutOfMemoryError: to report");
  }

  @Test
  void interruptedAllTheTime_doesNotSpin() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    Thread thread =
        new AgentThreads("test", messages::add)
            .surviving(
                () -> {
                  if (runs.incrementAndGet() == 1) {
                    first.countDown();
                    throw new IllegalStateException("once");
                  }
                  second.countDown();
                });
    long start = System.nanoTime();
    thread.start();
    first.await();
    while (second.getCount() > 0) {
      thread.interrupt();
    }
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    thread.join();
    assertThat(runs).hasValue(2);
  }

  private static Thread run(SurvivingLoop.Body body, Messages messages) {
    Thread thread = new AgentThreads("test", messages).surviving(body);
    thread.start();
    await().until(() -> !thread.isAlive());
    return thread;
  }
}
