package io.exporteragent.source.probe;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Until when an exchange must be over: the probe's own timeout, however long a scrape waits. */
final class Deadline {
  private final long endNanos;
  private final long budgetNanos;

  private Deadline(long budgetNanos) {
    this.endNanos = System.nanoTime() + budgetNanos;
    this.budgetNanos = budgetNanos;
  }

  /** Begins now. */
  static Deadline of(Duration timeout) {
    return new Deadline(TimeUnit.MILLISECONDS.toNanos(timeout.toMillis()));
  }

  /** May be negative. */
  long remainingNanos() {
    return endNanos - System.nanoTime();
  }

  /**
   * At least 1, as a socket takes 0 for ever.
   *
   * @throws SocketTimeoutException if the deadline has passed
   */
  int remainingMillis() throws SocketTimeoutException {
    long remaining = remainingNanos();
    if (remaining <= 0) {
      throw new SocketTimeoutException("deadline passed");
    }
    return (int) Math.min(Integer.MAX_VALUE, 1 + TimeUnit.NANOSECONDS.toMillis(remaining));
  }

  ProbeFailure missed() {
    return new ProbeFailure(
        FailureReason.TIMEOUT,
        String.format(Locale.ROOT, "no complete answer within %.1f s", budgetNanos / 1e9),
        "find out why the page is slow, or raise the probe's timeout");
  }
}
