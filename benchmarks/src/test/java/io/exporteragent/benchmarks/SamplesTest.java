package io.exporteragent.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final Candidate A = new Candidate("a", true, List.of());
  private static final Candidate B = new Candidate("b", true, List.of());

  @Test
  void candidatesTakeTurns() throws IOException, InterruptedException {
    List<String> order = new ArrayList<>();
    Samples.interleaved(2, List.of(A, B), candidate -> order.add(candidate.name()));
    assertThat(order).containsExactly("a", "b", "a", "b");
  }

  @Test
  void comparison_isOfTheSameRound() {
    Samples samples = new Samples();
    for (double machine : new double[] {1, 100, 10_000}) {
      samples.add("a", "ms", machine);
      samples.add("b", "ms", machine * 2 + 1);
    }
    assertThat(samples.median("b", "ms")).isEqualTo(201);
    assertThat(samples.added("b", "a", "ms")).isEqualTo(101);
    assertThat(samples.ratio("b", "a", "ms")).isEqualTo(2.01);
  }

  @Test
  void neverMeasured_isNaN() {
    Samples samples = new Samples();
    samples.add("a", "ms", 1);
    assertThat(samples.median("b", "ms")).isNaN();
    assertThat(samples.added("a", "b", "ms")).isNaN();
  }

  @Test
  void percentile_liesBetweenTwoSamples() {
    assertThat(Samples.percentile(99, 1, 0)).isEqualTo(0.99);
    assertThat(Samples.median(4, 1, 3, 2)).isEqualTo(2.5);
    assertThat(Samples.median(7)).isEqualTo(7);
  }

  @Test
  void interval_ofFewSamples_isAllOfThem() {
    assertThat(Interval.ofMedian(3, 1, 2)).isEqualTo(new Interval(1, 3));
  }

  @Test
  void interval_ofTwenty_leavesOutFiveOnEitherSide() {
    double[] samples = new double[20];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i + 1;
    }
    Interval interval = Interval.ofMedian(samples);
    assertThat(interval).isEqualTo(new Interval(6, 15));
    assertThat(interval.width()).isEqualTo(9);
    assertThat(new Interval(0.98, 1.01).farthestFromOne()).isEqualTo(0.02, within(1e-12));
  }
}
