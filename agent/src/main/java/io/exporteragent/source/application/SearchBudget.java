package io.exporteragent.source.application;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the CPU time spent on searching the loaded classes, for any number of scrapes and classes:
 * 0.5 % of one core over any minute and 0.1 % over any ten minutes. Within the budget, searches may
 * be a second or less apart, so that registries of a starting application are found soon; an
 * application that keeps loading classes is charged no more than the budget. Not thread-safe.
 */
final class SearchBudget {
  /** The pause after a search is 200 times the cost of the search: 0.5 %. */
  private static final long PAUSE_FACTOR = 200;

  /** Every 2,000 nanoseconds add one to the budget: 0.05 %. */
  private static final long CREDIT_DIVISOR = 2000;

  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * The most that is saved. Together with the credit of a minute it is 0.5 % of that, with the
   * credit of ten minutes 0.1 %.
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
   * @param cpuClock CPU time of the calling thread, in nanoseconds
   */
  SearchBudget(LongSupplier nanoClock, LongSupplier cpuClock) {
    this.nanoClock = nanoClock;
    this.cpuClock = cpuClock;
    this.lastEndNanos = nanoClock.getAsLong();
  }

  /** Returns whether a search may begin, assuming it costs as much as the last one. */
  boolean allows() {
    long pause = nanoClock.getAsLong() - lastEndNanos;
    return pause >= Math.min(MAX_PAUSE_NANOS, lastCostNanos * PAUSE_FACTOR)
        && creditAfter(pause) >= lastCostNanos;
  }

  private long creditAfter(long pauseNanos) {
    return Math.min(MAX_CREDIT_NANOS, creditNanos + pauseNanos / CREDIT_DIVISOR);
  }

  /** Begins a search. */
  void begin() {
    creditNanos = creditAfter(nanoClock.getAsLong() - lastEndNanos);
    cpuAtBegin = cpuClock.getAsLong();
  }

  /** Ends the search and subtracts its cost. */
  void end() {
    lastCostNanos = cpuClock.getAsLong() - cpuAtBegin;
    lastEndNanos = nanoClock.getAsLong();
    creditNanos -= lastCostNanos;
  }
}
