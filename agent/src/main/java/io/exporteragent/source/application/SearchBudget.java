package io.exporteragent.source.application;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much of a processor may be spent on looking through the loaded classes, however often the
 * page is scraped and however many classes there are: 0.5 % of one core over any minute and 0.1 %
 * over any ten, in looks that are at most a second apart while that lasts. An application that
 * starts needs them soon; one that loads classes for ever must not pay for it. For one thread at a
 * time.
 */
final class SearchBudget {
  /** After a look, 200 times what it cost pass: 0.5 %. */
  private static final long PAUSE_FACTOR = 200;

  /** Every 2,000 nanoseconds one may be spent: 0.05 %. */
  private static final long CREDIT_DIVISOR = 2000;

  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** With what is added in a minute 0.5 % of that, with what is added in ten 0.1 %. */
  private static final long MAX_CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final LongSupplier nanoClock;
  private final LongSupplier cpuClock;
  private long creditNanos = MAX_CREDIT_NANOS;
  private long lastCostNanos;
  private long lastEndNanos;
  private long cpuAtBegin;

  /**
   * Creates a full budget.
   *
   * @param cpuClock what the calling thread has spent of the processor
   */
  SearchBudget(LongSupplier nanoClock, LongSupplier cpuClock) {
    this.nanoClock = nanoClock;
    this.cpuClock = cpuClock;
    this.lastEndNanos = nanoClock.getAsLong();
  }

  /** Whether a look may begin, which is taken to cost as much as the last one. */
  boolean allows() {
    long pause = nanoClock.getAsLong() - lastEndNanos;
    return pause >= Math.min(MAX_PAUSE_NANOS, lastCostNanos * PAUSE_FACTOR)
        && creditAfter(pause) >= lastCostNanos;
  }

  private long creditAfter(long pauseNanos) {
    return Math.min(MAX_CREDIT_NANOS, creditNanos + pauseNanos / CREDIT_DIVISOR);
  }

  /** A look begins. */
  void begin() {
    creditNanos = creditAfter(nanoClock.getAsLong() - lastEndNanos);
    cpuAtBegin = cpuClock.getAsLong();
  }

  /** The look is over. */
  void end() {
    lastCostNanos = cpuClock.getAsLong() - cpuAtBegin;
    lastEndNanos = nanoClock.getAsLong();
    creditNanos -= lastCostNanos;
  }
}
