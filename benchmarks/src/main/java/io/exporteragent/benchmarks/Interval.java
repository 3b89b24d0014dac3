package io.exporteragent.benchmarks;

import java.util.Arrays;

/** Where the median of what was sampled lies, in nineteen cases of twenty. */
record Interval(double from, double to) {
  private static final double STANDARD_DEVIATIONS = 1.96;

  /**
   * By the ranks of the samples, which asks nothing of their distribution: the number of samples
   * below the median is binomial, with a standard deviation of half the root of their number.
   */
  static Interval ofMedian(double... samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double middle = (sorted.length - 1) / 2.0;
    double spread = STANDARD_DEVIATIONS * Math.sqrt(sorted.length) / 2;
    int first = (int) Math.max(0, Math.floor(middle - spread));
    return new Interval(sorted[first], sorted[sorted.length - 1 - first]);
  }

  double width() {
    return to - from;
  }

  /** How far from 1 a ratio within it can be. */
  double farthestFromOne() {
    return Math.max(Math.abs(from - 1), Math.abs(to - 1));
  }
}
