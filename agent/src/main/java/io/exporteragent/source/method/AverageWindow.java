package io.exporteragent.source.method;

import java.time.Duration;

/**
 * Calls of a series within a window that ends now: its totals now less those recorded at the
 * window's start. Totals are recorded every second; the window starts at the record nearest to its
 * length ago. Thread-safe.
 */
final class AverageWindow {
  private static final long A_SECOND = 1_000_000_000;

  private final long windowNanos;
  private final long[] times;
  private final long[] counts;
  private final long[] durations;
  private int newest;
  private int size = 1;

  /**
   * Creates a window with totals of zero.
   *
   * @param length of the window
   * @param nowNanos from the clock of all later calls
   */
  AverageWindow(Duration length, long nowNanos) {
    this.windowNanos = length.toNanos();
    // One more than the seconds, and one for the half second of tolerance.
    this.times = new long[(int) (windowNanos / A_SECOND) + 2];
    this.counts = new long[times.length];
    this.durations = new long[times.length];
    times[0] = nowNanos;
  }

  /** Records the totals since the start; to be called every second. */
  synchronized void note(long nowNanos, long count, long nanos) {
    newest = (newest + 1) % times.length;
    size = Math.min(size + 1, times.length);
    times[newest] = nowNanos;
    counts[newest] = count;
    durations[newest] = nanos;
  }

  /**
   * Returns the calls within the window.
   *
   * @param count number of calls since the start
   * @param nanos their total duration
   */
  synchronized Calls until(long nowNanos, long count, long nanos) {
    int start = newest;
    for (int age = 1; age < size; age++) {
      int note = (newest + times.length - age) % times.length;
      if (nowNanos - times[note] > windowNanos + A_SECOND / 2) {
        break;
      }
      start = note;
    }
    return new Calls(count - counts[start], nanos - durations[start]);
  }

  /** The number of calls that have ended, and their total duration. */
  static final class Calls {
    private final long count;
    private final long nanos;

    Calls(long count, long nanos) {
      this.count = count;
      this.nanos = nanos;
    }

    long count() {
      return count;
    }

    long nanos() {
      return nanos;
    }
  }
}
