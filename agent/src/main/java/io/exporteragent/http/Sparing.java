package io.exporteragent.http;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs tasks of strangers one after the other, so that all of them together take no more than a
 * sixteenth of a processor from the application: after two seconds at full speed, each is followed
 * by a pause of fifteen times as long as it took.
 */
final class Sparing implements Executor {
  private static final long SHARE = 16;
  private static final long MOST_CREDIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Executor thread;
  private long creditNanos = MOST_CREDIT_NANOS;
  private long lastNanos = System.nanoTime();

  /**
   * @param thread runs one task at a time, in the order given
   */
  Sparing(Executor thread) {
    this.thread = thread;
  }

  /** Runs the task later, on another thread. Any thread may call this. */
  @Override
  public void execute(Runnable task) {
    thread.execute(() -> run(task));
  }

  private void run(Runnable task) {
    for (long credit = credit(); credit < 0; credit = credit()) {
      LockSupport.parkNanos(-credit * SHARE);
    }
    long before = System.nanoTime();
    try {
      task.run();
    } finally {
      creditNanos -= System.nanoTime() - before;
    }
  }

  private long credit() {
    long now = System.nanoTime();
    creditNanos = Math.min(MOST_CREDIT_NANOS, creditNanos + (now - lastNanos) / SHARE);
    lastNanos = now;
    return creditNanos;
  }
}
