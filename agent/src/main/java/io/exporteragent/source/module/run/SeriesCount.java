package io.exporteragent.source.module.run;

import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.NativeBuckets;
import io.exporteragent.model.PointVisitor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts series as Prometheus stores them: a classic histogram has one for each bucket. */
final class SeriesCount implements PointVisitor {
  private int series;

  private SeriesCount() {}

  static int of(List<Family> families) {
    SeriesCount count = new SeriesCount();
    families.forEach(family -> family.forEach(count));
    return count.series;
  }

  @Override
  public void scalar(String[] labels, double value, long created, @Nullable Exemplar exemplar) {
    series++;
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
    series += quantiles.length + 2;
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
    series += upperBounds.length == 0 ? 1 : upperBounds.length + 2;
  }
}
