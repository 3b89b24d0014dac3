package io.exporteragent.model;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point that stands for many observations: a {@link Summary} or a {@link Histogram}.
 *
 * <pre>{@code
 * visitor.distribution(
 *     labels, new Histogram(upperBounds, counts, null, sum).createdAt(startMillis));
 * }</pre>
 *
 * <p>Arrays and lists are kept, not copied, and must not be changed. Filled by one thread, then
 * only read.
 */
public abstract class Distribution {
  private final double sum;
  private long createdTimestampMillis;
  private List<Exemplar> exemplars = Collections.emptyList();

  Distribution(double sum) {
    this.sum = sum;
  }

  /** Sets when counting began, in milliseconds since 1970; 0 when that is not known. */
  public final Distribution createdAt(long timestampMillis) {
    createdTimestampMillis = timestampMillis;
    return this;
  }

  /** Sets examples of the observations, in any order. */
  public final Distribution withExemplars(List<Exemplar> examples) {
    exemplars = examples;
    return this;
  }

  /** Returns the sum of the observations, or NaN when not known. */
  public final double sum() {
    return sum;
  }

  /** Returns when counting began, in milliseconds since 1970, or 0 when not known. */
  public final long createdTimestampMillis() {
    return createdTimestampMillis;
  }

  /** Returns examples of the observations; may be empty. */
  public final List<Exemplar> exemplars() {
    return exemplars;
  }

  /** A point of a summary. */
  public static final class Summary extends Distribution {
    private final long count;
    private final double[] quantiles;
    private final double[] values;

    /**
     * Creates a point.
     *
     * @param count the number of observations, or -1 when not known
     * @param sum the sum of the observations, or NaN when not known
     * @param quantiles 0 to 1, ascending; may be empty
     * @param values the value at each quantile
     */
    public Summary(long count, double sum, double[] quantiles, double[] values) {
      super(sum);
      this.count = count;
      this.quantiles = quantiles;
      this.values = values;
    }

    /** Returns the number of observations, or -1 when not known. */
    public long count() {
      return count;
    }

    /** Returns the quantiles, 0 to 1. */
    public double[] quantiles() {
      return quantiles;
    }

    /** Returns the value at each quantile. */
    public double[] values() {
      return values;
    }

    /**
     * Refuses quantiles of which no scraper could make sense.
     *
     * @throws IllegalArgumentException if they do not ascend from 0 to 1, a value each
     */
    public void check() {
      boolean legal = quantiles.length == values.length;
      for (int i = 0; legal && i < quantiles.length; i++) {
        legal =
            quantiles[i] >= 0 && quantiles[i] <= 1 && (i == 0 || quantiles[i] > quantiles[i - 1]);
      }
      if (!legal) {
        throw new IllegalArgumentException("the quantiles do not ascend from 0 to 1, a value each");
      }
    }
  }

  /** A point of a histogram or gauge histogram. It has classic buckets, native ones, or both. */
  public static final class Histogram extends Distribution {
    private final double[] upperBounds;
    private final long[] counts;
    private final @Nullable NativeBuckets nativeBuckets;

    /**
     * Creates a point.
     *
     * @param upperBounds the upper bounds of the classic buckets, ascending and ending with
     *     positive infinity; empty when there are none
     * @param counts the observations in each classic bucket alone, not cumulated
     * @param sum the sum of the observations, or NaN when not known
     */
    public Histogram(
        double[] upperBounds, long[] counts, @Nullable NativeBuckets nativeBuckets, double sum) {
      super(sum);
      this.upperBounds = upperBounds;
      this.counts = counts;
      this.nativeBuckets = nativeBuckets;
    }

    /** Returns the upper bounds of the classic buckets; empty when there are none. */
    public double[] upperBounds() {
      return upperBounds;
    }

    /** Returns the observations in each classic bucket alone, not cumulated. */
    public long[] counts() {
      return counts;
    }

    /** Returns the native buckets, or null when there are none. */
    public @Nullable NativeBuckets nativeBuckets() {
      return nativeBuckets;
    }

    /**
     * Counts the observations: those in the classic buckets, or in the native ones if there are no
     * others.
     *
     * @throws IllegalArgumentException if there are no buckets at all, or the bounds of the classic
     *     ones do not ascend to infinity, a count each
     */
    public long count() {
      if (upperBounds.length == 0) {
        if (nativeBuckets == null) {
          throw new IllegalArgumentException("a point has no buckets");
        }
        return nativeBuckets.count();
      }
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

    /** Finds the newest example in a bucket; null if there is none. */
    public @Nullable Exemplar exemplar(double lowerBound, double upperBound) {
      List<Exemplar> exemplars = exemplars();
      Exemplar newest = null;
      for (int i = 0; i < exemplars.size(); i++) {
        Exemplar exemplar = exemplars.get(i);
        boolean within = exemplar.value() > lowerBound && exemplar.value() <= upperBound;
        if (within
            && (newest == null
                || (newest.timestampMillis() != 0
                    && exemplar.timestampMillis() != 0
                    && exemplar.timestampMillis() > newest.timestampMillis()))) {
          newest = exemplar;
        }
      }
      return newest;
    }
  }
}
