package io.exporteragent.source.application;

import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.NativeBuckets;
import io.exporteragent.model.PointVisitor;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names the series of families by their labels, whatever the order of these. */
final class SeriesKeys implements PointVisitor {
  private static final char SEPARATOR = '\0';

  private final Set<String> keys = new LinkedHashSet<>();

  private SeriesKeys() {}

  static Set<String> of(List<Family> families) {
    SeriesKeys visitor = new SeriesKeys();
    families.forEach(family -> family.forEach(visitor));
    return visitor.keys;
  }

  /** The key of a series with these labels, given as name, value, name, value. */
  static String of(String[] labels) {
    String[] pairs = new String[labels.length / 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = labels[2 * i] + SEPARATOR + labels[2 * i + 1];
    }
    Arrays.sort(pairs);
    return String.join(String.valueOf(SEPARATOR), pairs);
  }

  @Override
  public void scalar(String[] labels, double value, long created, @Nullable Exemplar exemplar) {
    keys.add(of(labels));
  }

  @Override
  public void summary(
      String[] labels,
      long count,
      double sum,
      double[] quantiles,
      double[] values,
      long created,
      List<Exemplar> exemplars) {
    keys.add(of(labels));
  }

  @Override
  public void histogram(
      String[] labels,
      double[] upperBounds,
      long[] counts,
      @Nullable NativeBuckets nativeBuckets,
      double sum,
      long created,
      List<Exemplar> exemplars) {
    keys.add(of(labels));
  }
}
