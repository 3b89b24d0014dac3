package io.exporteragent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is shown the points of a {@link Family}. Labels come as name, value, name, value; arrays and
 * lists belong to the family and must not be changed. A created timestamp of 0 means there is none.
 */
public interface PointVisitor {

  /**
   * A point of a counter, gauge, unknown or info (whose value is 1), or one state of a state set:
   * its last label then bears the name of the family and the name of the state, its value is 0 or
   * 1.
   */
  void scalar(
      String[] labels, double value, long createdTimestampMillis, @Nullable Exemplar exemplar);

  /**
   * A point of a summary.
   *
   * @param count the number of observations, or -1 when not known
   * @param sum the sum of the observations, or NaN when not known
   * @param quantiles the quantiles, 0 to 1, ascending; may be empty
   * @param values the value at each quantile
   */
  void summary(
      String[] labels,
      long count,
      double sum,
      double[] quantiles,
      double[] values,
      long createdTimestampMillis,
      List<Exemplar> exemplars);

  /**
   * A point of a histogram or gauge histogram. It has classic buckets, native ones, or both.
   *
   * @param upperBounds the upper bounds of the classic buckets, ascending and ending with positive
   *     infinity; empty when there are none
   * @param counts the observations in each classic bucket alone, not cumulated
   * @param sum the sum of the observations, or NaN when not known
   */
  void histogram(
      String[] labels,
      double[] upperBounds,
      long[] counts,
      @Nullable NativeBuckets nativeBuckets,
      double sum,
      long createdTimestampMillis,
      List<Exemplar> exemplars);
}
