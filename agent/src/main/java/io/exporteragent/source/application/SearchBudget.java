package io.exporteragent.source.application;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the processor time that is spent on looking through the loaded classes, however often the
 * page is scraped and however many classes there are: 0.5 % of one core over any minute and 0.1 %
 * over any ten minutes. Within that budget looks are at most a second apart, so that the registries
 * of an application that starts are found soon, and one that loads classes for ever does not pay
 * for it. For one thread at a time.
 */
final class SearchBudget {
  /** The pause after a look is 200 times what the look cost: 0.5 %. */
  private static final long PAUSE_FACTOR = 200;

  /** Every 2,000 nanoseconds add one to the budget: 0.05 %. */
  private static final long CREDIT_DIVISOR = 2000;

  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * The most that is saved: with what a minute adds it is 0.5 % of that, with ten minutes 0.1 %.
   */
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
   * @param cpuClock the processor time that the calling thread has used, in nanoseconds
   */
  SearchBudget(LongSupplier nanoClock, LongSupplier cpuClock) {
    this.nanoClock = nanoClock;
    this.cpuClock = cpuClock;
    this.lastEndNanos = nanoClock.getAsLong();
  }

  /** Returns whether a look may begin, assuming that it costs as much as the last one. */
  boolean allows() {
    long pause = nanoClock.getAsLong() - lastEndNanos;
    return pause >= Math.min(MAX_PAUSE_NANOS, lastCostNanos * PAUSE_FACTOR)
        && creditAfter(pause) >= lastCostNanos;
  }

  private long creditAfter(long pauseNanos) {
    return Math.min(MAX_CREDIT_NANOS, creditNanos + pauseNanos / CREDIT_DIVISOR);
  }

  /** Begins a look. */
  void begin() {
    creditNanos = creditAfter(nanoClock.getAsLong() - lastEndNanos);
    cpuAtBegin = cpuClock.getAsLong();
  }

  /** Ends the look and subtracts its cost. */
  void end() {
    lastCostNanos = cpuClock.getAsLong() - cpuAtBegin;
    lastEndNanos = nanoClock.getAsLong();
    creditNanos -= lastCostNanos;
  }
}
