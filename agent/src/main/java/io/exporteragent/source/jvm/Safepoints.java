package io.exporteragent.source.jvm;

import org.jspecify.annotations.Nullable;

/**
 * How often and for how long all threads of the application were stopped since the JVM started, by
 * HotSpot's counters. For one thread at a time, as the counters are.
 */
final class Safepoints {
  private static final String COUNT = "sun.rt.safepoints";
  private static final String TIME = "sun.rt.safepointTime";
  private static final String SYNC_TIME = "sun.rt.safepointSyncTime";

  /** The first release whose safepoint time does not have the time to reach it in it. */
  private static final int SYNC_APART = 13;

  private final PerfCounters counters;
  private final boolean isSyncApart = HotSpotMetrics.release() >= SYNC_APART;

  private Safepoints(PerfCounters counters) {
    this.counters = counters;
  }

  /**
   * Finds those among the counters.
   *
   * @param counters null if there are none
   * @return null if they are not counted
   */
  static @Nullable Safepoints in(@Nullable PerfCounters counters) {
    return counters != null && counters.has(COUNT) ? new Safepoints(counters) : null;
  }

  double count() {
    return counters.value(COUNT, 0);
  }

  /** Returns the time for which the threads were stopped, or about to be. */
  double stoppedSeconds() {
    return counters.seconds(
        counters.value(TIME, 0) + (isSyncApart ? counters.value(SYNC_TIME, 0) : 0));
  }

  /** Returns the part of it until the last one had stopped. */
  double syncSeconds() {
    return counters.seconds(counters.value(SYNC_TIME, 0));
  }
}
