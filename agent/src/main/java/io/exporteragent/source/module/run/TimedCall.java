package io.exporteragent.source.module.run;

import io.exporteragent.config.PrometheusDuration;
import io.exporteragent.source.module.compile.ModuleException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Something that a module's code does on the thread that made this. Makes sure that an interrupt
 * for taking too long meets that call and nothing after it.
 */
final class TimedCall {
  /** For code that hears the interrupt to come to its end. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Thread thread = Thread.currentThread();
  private final String what;
  private final Duration timeout;
  private final long startNanos = System.nanoTime();
  private boolean ended;
  private boolean late;

  TimedCall(String what, Duration timeout) {
    this.what = what;
    this.timeout = timeout;
  }

  /** Interrupts it if it has not ended; returns whether it has not. */
  synchronized boolean interrupt() {
    if (!ended) {
      late = true;
      thread.interrupt();
    }
    return !ended;
  }

  /**
   * Makes an end of it, so that it is not interrupted any more. To be called by the thread itself.
   *
   * @return whether it was interrupted
   */
  synchronized boolean end() {
    ended = true;
    // Whether it was interrupted by us or by itself, it must not disturb what comes next.
    Thread.interrupted();
    return late;
  }

  /** Whether it was interrupted. */
  synchronized boolean isLate() {
    return late;
  }

  /** Whether it was interrupted and goes on nevertheless. */
  boolean isStuck(long nowNanos) {
    return isLate() && nowNanos - startNanos > timeout.toNanos() + GRACE_NANOS;
  }

  long startNanos() {
    return startNanos;
  }

  ModuleException tookTooLong() {
    return new ModuleException(
        String.format(
            "%s took longer than the timeout of %s and was interrupted",
            what, PrometheusDuration.format(timeout)));
  }
}
