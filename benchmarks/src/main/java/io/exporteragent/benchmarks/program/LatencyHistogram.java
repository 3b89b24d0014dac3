package io.exporteragent.benchmarks.program;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations, to within one part in {@value #PARTS}. One thread adds; another may empty it
 * now and then, by which single durations can get lost.
 */
public final class LatencyHistogram {
  private static final int PARTS_BITS = 7;
  private static final int PARTS = 1 << PARTS_BITS;
  private final AtomicLongArray counts = new AtomicLongArray(Long.SIZE * PARTS);

  /** Counts one. */
  public void add(long nanos) {
    int bucket = bucket(nanos);
    counts.setRelease(bucket, counts.getPlain(bucket) + 1);
  }

  /** Adds all to another, and is empty then. */
  public void moveTo(LatencyHistogram other) {
    for (int i = 0; i < counts.length(); i++) {
      other.counts.setRelease(i, other.counts.getPlain(i) + counts.getAndSet(i, 0));
    }
  }

  /** The duration in nanoseconds that this share of all, in percent, did not exceed. */
  public long percentile(int percent) {
    long all = 0;
    for (int i = 0; i < counts.length(); i++) {
      all += counts.getPlain(i);
    }
    long wanted = (all * percent + 99) / 100;
    int bucket = 0;
    for (long seen = counts.getPlain(0); seen < wanted; seen += counts.getPlain(bucket)) {
      bucket++;
    }
    return lowerBound(bucket);
  }

  /** The exponent of two, followed by the most significant bits after the first. */
  private static int bucket(long nanos) {
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos | PARTS);
    return (exponent - PARTS_BITS) * PARTS + (int) (nanos >>> (exponent - PARTS_BITS));
  }

  private static long lowerBound(int bucket) {
    int doublings = Math.max(0, bucket / PARTS - 1);
    return (long) (bucket - doublings * PARTS) << doublings;
  }
}
