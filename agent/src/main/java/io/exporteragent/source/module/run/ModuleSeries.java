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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a module has registered, and how many series Prometheus makes of it. */
final class ModuleSeries implements PointVisitor {
  private int series;

  private ModuleSeries() {}

  /**
   * Reads a registry, which runs the callbacks registered there.
   *
   * @throws ModuleException if a snapshot is of a class of the module: its methods would be called
   *     by scrapes
   */
  static List<Family> read(PrometheusRegistry registry) throws ModuleException {
    List<Family> families = new ArrayList<>();
    for (MetricSnapshot snapshot : registry.scrape()) {
      if (snapshot.getClass().getClassLoader() != MetricSnapshot.class.getClassLoader()) {
        throw new ModuleException(
            String.format(
                "its collector returns a %s; return one of the snapshots of client_java itself",
                snapshot.getClass().getName()));
      }
      families.add(new SnapshotFamily(snapshot));
    }
    return JoinedFamily.byName(families);
  }

  /** Counts series as Prometheus stores them: a classic histogram has one for each bucket. */
  static int count(List<Family> families) {
    ModuleSeries count = new ModuleSeries();
    families.forEach(family -> family.forEach(count));
    return count.series;
  }

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
