package io.exporteragent.source.method;

import io.exporteragent.model.NativeBuckets;
import io.exporteragent.source.method.boot.ExporterAgentMethods1;

/**
 * Converts the buckets that woven code fills into classic and native ones. Both are exact: a bucket
 * ends wherever a classic or a native one does.
 */
final class DurationBuckets {
  /** As in client_java; a histogram with more becomes coarser. */
  private static final int MAX_NATIVE_BUCKETS = 160;

  private static final double ZERO_THRESHOLD =
      StrictMath.pow(2, ExporterAgentMethods1.FIRST_INDEX >> ExporterAgentMethods1.SCHEMA);

  /** The upper bounds of the classic buckets in seconds; the last is infinite. */
  static final double[] UPPER_BOUNDS = classicBounds();

  private static final int[] CLASSIC_BUCKETS = classicBuckets();
  private static final int[] NATIVE_INDEXES = nativeIndexes();

  private DurationBuckets() {}

  private static double[] classicBounds() {
    int[] millis = ExporterAgentMethods1.classicBounds();
    double[] seconds = new double[millis.length + 1];
    for (int i = 0; i < millis.length; i++) {
      seconds[i] = millis[i] / 1000.0;
    }
    seconds[millis.length] = Double.POSITIVE_INFINITY;
    return seconds;
  }

  /**
   * Returns the calls in each classic bucket, not cumulated.
   *
   * @param counts the calls in each bucket of {@link ExporterAgentMethods1}
   */
  static long[] classicCounts(long[] counts) {
    long[] classic = new long[CLASSIC_BUCKETS[CLASSIC_BUCKETS.length - 1] + 1];
    for (int bucket = 0; bucket < counts.length; bucket++) {
      classic[CLASSIC_BUCKETS[bucket]] += counts[bucket];
    }
    return classic;
  }

  /**
   * Returns the populated native buckets.
   *
   * @param counts the calls in each bucket of {@link ExporterAgentMethods1}
   */
  static NativeBuckets nativeBuckets(long[] counts) {
    int first = NATIVE_INDEXES[0];
    long[] all = new long[NATIVE_INDEXES[NATIVE_INDEXES.length - 1] - first + 1];
    for (int bucket = 1; bucket < counts.length; bucket++) {
      all[NATIVE_INDEXES[bucket] - first] += counts[bucket];
    }
    int schema = ExporterAgentMethods1.SCHEMA;
    while (populated(all) > MAX_NATIVE_BUCKETS) {
      all = halved(all, first);
      first = half(first);
      schema--;
    }
    int[] indexes = new int[populated(all)];
    long[] populated = new long[indexes.length];
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] != 0) {
        indexes[next] = first + i;
        populated[next++] = all[i];
      }
    }
    return new NativeBuckets(
        schema, counts[0], ZERO_THRESHOLD, indexes, populated, new int[0], new long[0]);
  }

  private static int[] classicBuckets() {
    int[] millis = ExporterAgentMethods1.classicBounds();
    int[] classic = new int[ExporterAgentMethods1.bucketCount()];
    int current = 0;
    for (int bucket = 0; bucket < classic.length; bucket++) {
      while (current < millis.length
          && ExporterAgentMethods1.upperBound(bucket) > millis[current] * 1_000_000L) {
        current++;
      }
      classic[bucket] = current;
    }
    return classic;
  }

  private static int[] nativeIndexes() {
    int[] indexes = new int[ExporterAgentMethods1.bucketCount()];
    int index = ExporterAgentMethods1.FIRST_INDEX;
    for (int bucket = 0; bucket < indexes.length; bucket++) {
      while (index <= ExporterAgentMethods1.LAST_INDEX
          && ExporterAgentMethods1.upperBound(bucket) > ExporterAgentMethods1.nativeBound(index)) {
        index++;
      }
      indexes[bucket] = index;
    }
    return indexes;
  }

  private static int populated(long[] counts) {
    int populated = 0;
    for (long count : counts) {
      populated += count == 0 ? 0 : 1;
    }
    return populated;
  }

  private static long[] halved(long[] counts, int first) {
    long[] halved = new long[half(first + counts.length - 1) - half(first) + 1];
    for (int i = 0; i < counts.length; i++) {
      halved[half(first + i) - half(first)] += counts[i];
    }
    return halved;
  }

  /** Returns the index in the next coarser schema, where buckets 2i - 1 and 2i become i. */
  private static int half(int index) {
    return (index + 1) >> 1;
  }
}
