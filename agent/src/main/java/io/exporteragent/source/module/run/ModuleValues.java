package io.exporteragent.source.module.run;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.JoinedFamily;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.SnapshotFamily;
import io.exporteragent.source.module.compile.ModuleException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a module's registry held after a run. Immutable, and free of the module's code. */
public final class ModuleValues {
  private final List<Family> families;
  private final int series;
  private final long durationNanos;
  private final long finishedNanos = System.nanoTime();
  private final long finishedMillis = System.currentTimeMillis();

  private ModuleValues(List<Family> families, int series, long startNanos) {
    this.families = Collections.unmodifiableList(families);
    this.series = series;
    this.durationNanos = finishedNanos - startNanos;
  }

  /**
   * Reads a registry, which runs the callbacks registered there.
   *
   * @param startNanos when the run began, by {@link System#nanoTime}
   * @throws ModuleException if there are too many series, or a family cannot be served
   */
  static ModuleValues read(PrometheusRegistry registry, int maxSeries, long startNanos)
      throws ModuleException {
    List<Family> families = new ArrayList<>();
    for (MetricSnapshot snapshot : registry.scrape()) {
      if (snapshot.getClass().getClassLoader() != MetricSnapshot.class.getClassLoader()) {
        // Scrapes would call methods of the module's class.
        throw new ModuleException(
            String.format(
                "its collector returns a %s; return one of the snapshots of client_java itself",
                snapshot.getClass().getName()));
      }
      families.add(new SnapshotFamily(snapshot));
    }
    SeriesCount count = new SeriesCount();
    families.forEach(family -> family.forEach(count));
    if (count.series > maxSeries) {
      throw new ModuleException(
          String.format(
              "it has %d series, more than the %d of max_series", count.series, maxSeries));
    }
    return new ModuleValues(JoinedFamily.byName(families), count.series, startNanos);
  }

  List<Family> families() {
    return families;
  }

  /** Returns how many series Prometheus stores of them. */
  public int series() {
    return series;
  }

  /** Returns how long the run took. */
  long durationNanos() {
    return durationNanos;
  }

  /** Returns when the run ended, by {@link System#nanoTime}. */
  long finishedNanos() {
    return finishedNanos;
  }

  /** Returns when the run ended, by {@link System#currentTimeMillis}. */
  long finishedMillis() {
    return finishedMillis;
  }

  /** Counts series as Prometheus stores them: a classic histogram has one for each bucket. */
  private static final class SeriesCount implements PointVisitor {
    private int series;

    @Override
    public void scalar(String[] labels, double value, long created, @Nullable Exemplar exemplar) {
      series++;
    }

    @Override
    public void distribution(String[] labels, Distribution point) {
      if (point instanceof Distribution.Summary) {
        series += ((Distribution.Summary) point).quantiles().length + 2;
      } else {
        int buckets = ((Distribution.Histogram) point).upperBounds().length;
        series += buckets == 0 ? 1 : buckets + 2;
      }
    }
  }
}
