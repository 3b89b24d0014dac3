package io.exporteragent.source.mbean.pack;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets a pack rest for a minute that takes more than 20 ms of CPU time in two scrapes in a row. A
 * scrape in which MBeans are seen for the first time counts half, since that costs more than to
 * read them; and one alone proves nothing while code is cold. After a rest one such scrape is
 * enough for the next, until one has cost less. For one thread at a time.
 */
final class PackRest {
  private static final long MAX_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int WHOLE = 2;
  private static final int HALF = 1;
  private static final int LIMIT = 2 * WHOLE;

  private final LongSupplier nanoClock;
  private int evidence;
  private boolean isResting;
  private long restingSinceNanos;

  /** Watches a pack that has not been read yet. */
  PackRest(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Returns whether the pack rests now. */
  boolean isResting() {
    if (isResting && nanoClock.getAsLong() - restingSinceNanos >= REST_NANOS) {
      isResting = false;
    }
    return isResting;
  }

  /**
   * Takes the CPU time of a scrape; returns whether the pack is to rest for it.
   *
   * @param isBuilding whether MBeans were seen for the first time
   */
  boolean spent(long cpuNanos, boolean isBuilding) {
    evidence = cpuNanos > MAX_CPU_NANOS ? evidence + (isBuilding ? HALF : WHOLE) : 0;
    if (evidence >= LIMIT) {
      evidence = LIMIT - WHOLE;
      isResting = true;
      restingSinceNanos = nanoClock.getAsLong();
    }
    return isResting;
  }
}
