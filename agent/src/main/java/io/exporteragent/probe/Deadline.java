package io.exporteragent.probe;

import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Until when an exchange must be over, and who said so. */
final class Deadline {
  private final long endNanos;
  private final long budgetNanos;
  private final String remedy;

  private Deadline(long budgetNanos, String remedy) {
    this.endNanos = System.nanoTime() + budgetNanos;
    this.budgetNanos = budgetNanos;
    this.remedy = remedy;
  }

  /** Begins now: the probe's own timeout, or what the scrape leaves, if that is less. */
  static Deadline of(long timeoutNanos, long scrapeNanos) {
    return timeoutNanos <= scrapeNanos
        ? new Deadline(timeoutNanos, "find out why the page is slow, or raise the probe's timeout")
        : new Deadline(
            Math.max(0, scrapeNanos),
            "the scrape left no more: find out why the page is slow, or raise Prometheus' scrape_timeout");
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
        remedy);
  }
}
