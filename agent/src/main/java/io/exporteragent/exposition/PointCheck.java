package io.exporteragent.exposition;

import io.exporteragent.model.NativeBuckets;
import org.jspecify.annotations.Nullable;

/** Refuses distributions of which no scraper could make sense. */
final class PointCheck {
  private PointCheck() {}

  /**
   * @throws IllegalArgumentException if the quantiles do not ascend from 0 to 1, a value each
   */
  static void quantiles(double[] quantiles, double[] values) {
    boolean legal = quantiles.length == values.length;
    for (int i = 0; legal && i < quantiles.length; i++) {
      legal = quantiles[i] >= 0 && quantiles[i] <= 1 && (i == 0 || quantiles[i] > quantiles[i - 1]);
    }
    if (!legal) {
      throw new IllegalArgumentException("the quantiles do not ascend from 0 to 1, a value each");
    }
  }

  /**
   * The observations in all classic buckets.
   *
   * @throws IllegalArgumentException if the bounds do not ascend to infinity, a count each
   */
  static long count(double[] upperBounds, long[] counts) {
    int last = upperBounds.length - 1;
    boolean legal =
        counts.length == upperBounds.length && upperBounds[last] == Double.POSITIVE_INFINITY;
    long sum = 0;
    for (int i = 0; legal && i <= last; i++) {
      legal = counts[i] >= 0 && (i == 0 || upperBounds[i] > upperBounds[i - 1]);
      sum += counts[i];
    }
    if (!legal) {
      throw new IllegalArgumentException("the buckets do not ascend to infinity, a count each");
    }
    return sum;
  }

  /**
   * The observations in all native buckets.
   *
   * @throws IllegalArgumentException if there are no buckets at all
   */
  static long count(@Nullable NativeBuckets buckets) {
    if (buckets == null) {
      throw new IllegalArgumentException("a point has no buckets");
    }
    return buckets.zeroCount() + sum(buckets.positiveCounts()) + sum(buckets.negativeCounts());
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
