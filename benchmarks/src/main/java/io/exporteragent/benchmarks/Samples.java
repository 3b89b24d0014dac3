package io.exporteragent.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * What was measured, round by round, and its statistics.
 *
 * <p>Candidates are compared within a round, where they met the machine in the same state, and the
 * median of all rounds is taken of that.
 */
final class Samples {

  /** Measures a candidate once. */
  interface Trial {
    void run(Candidate candidate) throws IOException, InterruptedException;
  }

  private record Key(String candidate, String quantity) {}

  private final Map<Key, List<Double>> values = new HashMap<>();

  /** Runs all candidates in turn, as often as there are rounds: A B C, A B C. */
  static void interleaved(int rounds, List<Candidate> candidates, Trial trial)
      throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (Candidate candidate : candidates) {
        trial.run(candidate);
      }
    }
  }

  /** Adds the value of one round. */
  void add(String candidate, String quantity, double value) {
    values.computeIfAbsent(new Key(candidate, quantity), key -> new ArrayList<>()).add(value);
  }

  /** NaN if the candidate has no such quantity. */
  double median(String candidate, String quantity) {
    return median(of(candidate, quantity));
  }

  /** What the candidate has more than another. */
  double added(String candidate, String baseline, String quantity) {
    return median(differences(candidate, baseline, quantity));
  }

  double[] differences(String candidate, String baseline, String quantity) {
    return pairs(candidate, baseline, quantity, (a, b) -> a - b);
  }

  /** How many times that of another the candidate's is. */
  double ratio(String candidate, String baseline, String quantity) {
    return median(ratios(candidate, baseline, quantity));
  }

  double[] ratios(String candidate, String baseline, String quantity) {
    return pairs(candidate, baseline, quantity, (a, b) -> a / b);
  }

  private double[] pairs(
      String candidate, String baseline, String quantity, DoubleBinaryOperator comparison) {
    double[] ours = of(candidate, quantity);
    double[] theirs = of(baseline, quantity);
    double[] pairs = new double[Math.min(ours.length, theirs.length)];
    Arrays.setAll(pairs, i -> comparison.applyAsDouble(ours[i], theirs[i]));
    return pairs;
  }

  private double[] of(String candidate, String quantity) {
    return values.getOrDefault(new Key(candidate, quantity), List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  static double median(double... values) {
    return percentile(50, values);
  }

  /** The value that this share of all, in percent, does not exceed; NaN of none. */
  static double percentile(int percent, double... values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = (sorted.length - 1) * percent / 100.0;
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
