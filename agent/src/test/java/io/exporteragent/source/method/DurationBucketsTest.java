package io.exporteragent.source.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.model.NativeBuckets;
import io.exporteragent.source.method.boot.ExporterAgentMethods1;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Both kinds of buckets against their definitions. */
class DurationBucketsTest {
  private static final double[] CLASSIC = {
    .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY
  };

  @Test
  void everyDuration_isInTheFirstClassicBucketThatIsLongEnough() {
    assertThat(DurationBuckets.UPPER_BOUNDS).isEqualTo(CLASSIC);
    for (long nanos : durations()) {
      int expected = 0;
      while (nanos / 1e9 > CLASSIC[expected]) {
        expected++;
      }
      long[] counts = DurationBuckets.classicCounts(only(nanos));
      assertThat(counts[expected]).as("%d ns", nanos).isOne();
    }
  }

  @Test
  void everyDuration_isInTheFirstNativeBucketThatIsLongEnough() {
    for (long nanos : durations()) {
      NativeBuckets buckets = DurationBuckets.nativeBuckets(only(nanos));
      if (nanos / 1e9 <= buckets.zeroThreshold()) {
        assertThat(buckets.zeroCount()).as("%d ns", nanos).isOne();
        assertThat(buckets.positiveIndexes()).isEmpty();
      } else if (nanos <= ExporterAgentMethods1.nativeBound(ExporterAgentMethods1.LAST_INDEX)) {
        int index = buckets.positiveIndexes()[0];
        assertThat(nanos / 1e9)
            .isGreaterThan(bound(index - 1, buckets.schema()))
            .isLessThanOrEqualTo(bound(index, buckets.schema()));
      } else {
        assertThat(buckets.positiveIndexes()).containsExactly(ExporterAgentMethods1.LAST_INDEX + 1);
      }
    }
  }

  @Test
  void negativeDuration_isZero() {
    assertThat(ExporterAgentMethods1.bucketOf(-1)).isZero();
    assertThat(ExporterAgentMethods1.bucketOf(Long.MIN_VALUE)).isZero();
  }

  @Test
  void moreBucketsThanClientJavaWouldHave_twoBecomeOne_andNoneIsLost() {
    long[] counts = new long[ExporterAgentMethods1.bucketCount()];
    TreeMap<Integer, Long> expected = new TreeMap<>();
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] = 1L + bucket;
      if (bucket > 0) {
        double seconds = Math.min(ExporterAgentMethods1.upperBound(bucket) / 1e9, 140_000);
        int index = (int) Math.ceil(Math.log(seconds) / Math.log(2) * 2 - 1e-6);
        expected.merge(index, counts[bucket], Long::sum);
      }
    }
    NativeBuckets buckets = DurationBuckets.nativeBuckets(counts);

    assertThat(buckets.schema()).isEqualTo(1);
    assertThat(buckets.zeroCount()).isOne();
    assertThat(buckets.positiveIndexes())
        .containsExactly(expected.keySet().stream().mapToInt(i -> i).toArray());
    assertThat(buckets.positiveCounts())
        .containsExactly(expected.values().stream().mapToLong(n -> n).toArray());
  }

  /** Every bound, its neighbours, and some in between. */
  private static long[] durations() {
    Random random = new Random(42);
    TreeMap<Long, Long> durations = new TreeMap<>();
    for (int bucket = 0; bucket < ExporterAgentMethods1.bucketCount() - 1; bucket++) {
      for (long step = -1; step <= 1; step++) {
        durations.put(ExporterAgentMethods1.upperBound(bucket) + step, step);
      }
    }
    for (int i = 0; i < 20_000; i++) {
      durations.put(random.nextLong() >>> (1 + random.nextInt(63)), 0L);
    }
    return durations.keySet().stream().mapToLong(n -> n).toArray();
  }

  private static long[] only(long nanos) {
    long[] counts = new long[ExporterAgentMethods1.bucketCount()];
    counts[ExporterAgentMethods1.bucketOf(nanos)] = 1;
    return counts;
  }

  private static double bound(int index, int schema) {
    return Math.pow(2, index * Math.pow(2, -schema));
  }
}
