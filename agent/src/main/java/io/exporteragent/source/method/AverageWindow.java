package io.exporteragent.source.method;

import java.time.Duration;

/**
 * What happened to a series within a window that ends now, from its totals now and those noted
 * every second. The window begins at the note nearest to where it should. Any thread.
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
   * Begins with nothing having happened.
   *
   * @param length of the window
   * @param nowNanos by the clock of all later calls
   */
  AverageWindow(Duration length, long nowNanos) {
    this.windowNanos = length.toNanos();
    // One more than there are seconds, and one that half a second of tolerance may need.
    this.times = new long[(int) (windowNanos / A_SECOND) + 2];
    this.counts = new long[times.length];
    this.durations = new long[times.length];
    times[0] = nowNanos;
  }

  /** To be called every second with what has happened since the beginning. */
  synchronized void note(long nowNanos, long count, long nanos) {
    newest = (newest + 1) % times.length;
    size = Math.min(size + 1, times.length);
    times[newest] = nowNanos;
    counts[newest] = count;
    durations[newest] = nanos;
  }

  /**
   * The calls within the window.
   *
   * @param count how many there have been since the beginning
   * @param nanos how long they took
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

  /** How many calls have ended, and how long they took. */
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
