package io.exporteragent.attach;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The time a command may take. What talks to the target runs on a daemon thread and is left behind
 * when the time is over, because a connection to a JVM that is stopped has no time-out of its own.
 */
final class TimeLimit {
  /** May block indefinitely. */
  interface Task<T> {
    T run() throws AttachException;
  }

  /** Nobody waits longer, and not every duration can be counted in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Duration time;
  private final long end;

  private TimeLimit(Duration time) {
    this.time = time;
    this.end = System.nanoTime() + time.toNanos();
  }

  /** Begins now. */
  static TimeLimit in(Duration time) {
    return new TimeLimit(time.compareTo(LONGEST) > 0 ? LONGEST : time);
  }

  Duration time() {
    return time;
  }

  boolean isOver() {
    return remainingMillis() == 0;
  }

  /** Returns the time left, 0 when it is over. */
  long remainingMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
  }

  /** Waits before something is tried again. */
  void pause() {
    try {
      Thread.sleep(Math.min(50, remainingMillis()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs the task and waits for it, but not longer than the time left.
   *
   * @throws TimeoutException if the time is over first
   * @throws AttachException if the task throws anything: what comes from one target must not end
   *     the command for the others
   */
  <T> T run(Task<T> task) throws AttachException, TimeoutException {
    FutureTask<T> future = new FutureTask<>(task::run);
    Thread thread = new Thread(future, "exporter-agent-attach");
    thread.setDaemon(true);
    thread.start();
    try {
      return future.get(remainingMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AttachException) {
        throw (AttachException) e.getCause();
      }
      throw unexpected(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AttachException unexpected(@Nullable Throwable failure) {
    AttachException exception =
        new AttachException(
            AttachException.Reason.FAILED,
            "this command failed on it: " + failure,
            "leave that process out, and report this as a bug");
    exception.initCause(failure);
    return exception;
  }
}
