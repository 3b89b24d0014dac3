package io.exporteragent.benchmarks.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final LatencyHistogram latencies = new LatencyHistogram();

  @Test
  void percentile_isTheOneOfTheSamples() {
    for (int nanos = 1; nanos <= 1_000_000; nanos++) {
      latencies.add(nanos);
    }
    assertThat(latencies.percentile(50)).isCloseTo(500_000, Percentage.withPercentage(1));
    assertThat(latencies.percentile(99)).isCloseTo(990_000, Percentage.withPercentage(1));
  }

  @Test
  void anyDuration_hasABucket() {
    for (long nanos : new long[] {0, 127, 128, 255, 256, 257, 1L << 40, Long.MAX_VALUE}) {
      LatencyHistogram one = new LatencyHistogram();
      one.add(nanos);
      assertThat((double) one.percentile(99))
          .isCloseTo((double) nanos, Percentage.withPercentage(1));
    }
  }

  @Test
  void moved_isEmptyAfterwards() {
    latencies.add(5);
    latencies.moveTo(new LatencyHistogram());
    latencies.add(100);
    assertThat(latencies.percentile(1)).isEqualTo(100);
  }
}
