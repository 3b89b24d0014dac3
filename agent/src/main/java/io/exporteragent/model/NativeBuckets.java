package io.exporteragent.model;

/**
 * The sparse exponential buckets of a native histogram. A bucket of index i ends at 2^(i *
 * 2^-schema) (<a href="https://prometheus.io/docs/specs/native_histograms/">Prometheus
 * specification</a>).
 */
public final class NativeBuckets {
  private final int schema;
  private final long zeroCount;
  private final double zeroThreshold;
  private final int[] positiveIndexes;
  private final long[] positiveCounts;
  private final int[] negativeIndexes;
  private final long[] negativeCounts;

  /**
   * Creates buckets and keeps the arrays, which must not be changed afterwards.
   *
   * @param zeroCount observations within the zero threshold of 0
   * @param positiveIndexes the indexes of the populated buckets above 0, ascending
   * @param positiveCounts the observations in each of them alone, not cumulated
   * @param negativeIndexes the indexes of the populated buckets below 0, ascending
   * @param negativeCounts the observations in each of them alone, not cumulated
   */
  public NativeBuckets(
      int schema,
      long zeroCount,
      double zeroThreshold,
      int[] positiveIndexes,
      long[] positiveCounts,
      int[] negativeIndexes,
      long[] negativeCounts) {
    this.schema = schema;
    this.zeroCount = zeroCount;
    this.zeroThreshold = zeroThreshold;
    this.positiveIndexes = positiveIndexes;
    this.positiveCounts = positiveCounts;
    this.negativeIndexes = negativeIndexes;
    this.negativeCounts = negativeCounts;
  }

  /** Returns the resolution: 2^schema buckets for each doubling, -4 to 8. */
  public int schema() {
    return schema;
  }

  /** Returns the observations within {@link #zeroThreshold} of 0. */
  public long zeroCount() {
    return zeroCount;
  }

  /** Returns the width of the bucket around 0. */
  public double zeroThreshold() {
    return zeroThreshold;
  }

  /** Returns the indexes of the populated buckets above 0, ascending. */
  public int[] positiveIndexes() {
    return positiveIndexes;
  }

  /** Returns the observations in each bucket above 0 alone, not cumulated. */
  public long[] positiveCounts() {
    return positiveCounts;
  }

  /** Returns the indexes of the populated buckets below 0, ascending. */
  public int[] negativeIndexes() {
    return negativeIndexes;
  }

  /** Returns the observations in each bucket below 0 alone, not cumulated. */
  public long[] negativeCounts() {
    return negativeCounts;
  }

  /** Counts the observations in all buckets. */
  public long count() {
    return zeroCount + sum(positiveCounts) + sum(negativeCounts);
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
