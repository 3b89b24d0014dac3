package io.exporteragent.model;

import org.jspecify.annotations.Nullable;

/**
 * Is shown the points of a {@link Family}. Labels come as name, value, name, value; arrays belong
 * to the family and must not be changed.
 *
 * <pre>{@code
 * family.forEach((labels, value, created, exemplar) -> sum += value);
 * }</pre>
 */
@FunctionalInterface
public interface PointVisitor {

  /**
   * Receives a point of a counter, gauge, unknown or info (whose value is 1), or one state of a
   * state set: its last label then bears the name of the family and the name of the state, its
   * value is 0 or 1.
   *
   * @param createdTimestampMillis milliseconds since 1970, 0 when there is none
   */
  void scalar(
      String[] labels, double value, long createdTimestampMillis, @Nullable Exemplar exemplar);

  /**
   * Receives a point of a summary, histogram or gauge histogram.
   *
   * @throws IllegalArgumentException unless overridden: most visitors expect single values
   */
  default void distribution(String[] labels, Distribution point) {
    throw new IllegalArgumentException("a distribution where single values are expected");
  }
}
