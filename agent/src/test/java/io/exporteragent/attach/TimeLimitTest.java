package io.exporteragent.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.exporteragent.attach.AttachException.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

  @Test
  void taskInTime_isAnswered() throws Exception {
    assertThat(TimeLimit.in(Duration.ofMinutes(1)).<String>run(() -> "answer")).isEqualTo("answer");
  }

  @Test
  void failureOfTheTask_isThrownAsItIs() {
    AttachException failure = new AttachException(Reason.FAILED, "problem", "remedy");
    assertThatExceptionOfType(AttachException.class)
        .isThrownBy(
            () ->
                TimeLimit.in(Duration.ofMinutes(1))
                    .run(
                        () -> {
                          throw failure;
                        }))
        .isSameAs(failure);
  }

  @Test
  void anyOtherFailure_isOneOfTheTarget() {
    Error failure = new OutOfMemoryError("properties without end");
    assertThatExceptionOfType(AttachException.class)
        .isThrownBy(
            () ->
                TimeLimit.in(Duration.ofMinutes(1))
                    .run(
                        () -> {
                          throw failure;
                        }))
        .withMessageStartingWith("this command failed on it: " + failure)
        .withCause(failure);
  }

  @Test
  void taskThatHangs_isLeftBehindOnADaemonThread() {
    CountDownLatch never = new CountDownLatch(1);
    Thread[] runner = new Thread[1];
    TimeLimit limit = TimeLimit.in(Duration.ofMillis(200));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(
            () ->
                limit.run(
                    () -> {
                      runner[0] = Thread.currentThread();
                      try {
                        never.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      return true;
                    }));
    assertThat(runner[0].isDaemon()).isTrue();
    assertThat(limit.isOver()).isTrue();
    never.countDown();
  }
}
