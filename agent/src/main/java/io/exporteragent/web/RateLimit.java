package io.exporteragent.web;

import java.time.Duration;

/** Lets some requests in at once, and then one each interval. Any thread. */
final class RateLimit {
  private static final long MOST_NANOS = Long.MAX_VALUE / 4;

  private final long intervalNanos;
  private final long depthNanos;

  /** When the last request would have come if each had kept the interval. */
  private long lastNanos;

  /**
   * @param interval of no length for no limit
   * @param nowNanos the present {@link System#nanoTime}
   */
  RateLimit(Duration interval, int burst, long nowNanos) {
    this.intervalNanos = Math.min(interval.toNanos(), MOST_NANOS);
    this.depthNanos =
        burst > MOST_NANOS / Math.max(1, intervalNanos) ? MOST_NANOS : burst * intervalNanos;
    this.lastNanos = nowNanos - depthNanos;
  }

  /** Counts a request; returns whether it may be answered. */
  synchronized boolean admits(long nowNanos) {
    if (intervalNanos == 0) {
      return true;
    }
    long earliest = nowNanos - depthNanos;
    if (lastNanos - earliest < 0) {
      lastNanos = earliest;
    }
    if (nowNanos - lastNanos < intervalNanos) {
      return false;
    }
    lastNanos += intervalNanos;
    return true;
  }
}
