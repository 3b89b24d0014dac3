package io.exporteragent.source.jvm;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.NativeBuckets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Durations in classic and native buckets. For one thread at a time. */
final class Durations {
  private static final double[] UPPER_BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY
  };

  /** Eight native buckets for each doubling: more would be finer than whole milliseconds. */
  private static final int SCHEMA = 3;

  private static final double NANOS = 1e9;

  private final long[] counts = new long[UPPER_BOUNDS.length];
  private final Map<Integer, Long> nativeCounts = new TreeMap<>();
  private long zeros;
  private long sumNanos;

  /** Made when asked for after a change: most scrapes see the same as the one before. */
  private Distribution.@Nullable Histogram point;

  void add(long nanos) {
    point = null;
    double seconds = nanos / NANOS;
    int bucket = 0;
    while (seconds > UPPER_BOUNDS[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sumNanos += nanos;
    if (nanos <= 0) {
      zeros++;
    } else {
      nativeCounts.merge(nativeIndex(seconds), 1L, Long::sum);
    }
  }

  /** The bucket of an index ends at 2^(index / 2^schema), which belongs to it. */
  static int nativeIndex(double seconds) {
    return (int) Math.ceil(Math.log(seconds) / Math.log(2) * (1 << SCHEMA) - 1e-9);
  }

  /** Returns what was added so far. */
  Distribution.Histogram point() {
    Distribution.Histogram known = point;
    if (known == null) {
      known = newPoint();
      point = known;
    }
    return known;
  }

  private Distribution.Histogram newPoint() {
    int[] indexes = new int[nativeCounts.size()];
    long[] populated = new long[indexes.length];
    int next = 0;
    for (Map.Entry<Integer, Long> each : nativeCounts.entrySet()) {
      indexes[next] = each.getKey();
      populated[next++] = each.getValue();
    }
    return new Distribution.Histogram(
        UPPER_BOUNDS,
        counts.clone(),
        new NativeBuckets(SCHEMA, zeros, 0, indexes, populated, new int[0], new long[0]),
        sumNanos / NANOS);
  }
}
