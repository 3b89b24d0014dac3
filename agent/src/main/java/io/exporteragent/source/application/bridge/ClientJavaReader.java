package io.exporteragent.source.application.bridge;

import io.exporteragent.model.Family;
import io.exporteragent.model.SnapshotFamily;
import io.exporteragent.source.application.RegistryReader;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads registries of client_java 1.0.0 and later. */
public final class ClientJavaReader implements RegistryReader {
  /**
   * All classes that reading needs from the application's class loader, loaded early: a web
   * application may be stopped at any time, and its loader then logs warnings.
   */
  private static final Class<?>[] NEEDED = {
    PrometheusRegistry.class,
    MetricSnapshots.class,
    MetricMetadata.class,
    Unit.class,
    Labels.class,
    Exemplar.class,
    Exemplars.class,
    CounterSnapshot.CounterDataPointSnapshot.class,
    GaugeSnapshot.GaugeDataPointSnapshot.class,
    UnknownSnapshot.UnknownDataPointSnapshot.class,
    InfoSnapshot.InfoDataPointSnapshot.class,
    StateSetSnapshot.StateSetDataPointSnapshot.class,
    SummarySnapshot.SummaryDataPointSnapshot.class,
    Quantiles.class,
    Quantile.class,
    HistogramSnapshot.HistogramDataPointSnapshot.class,
    ClassicHistogramBuckets.class,
    NativeHistogramBuckets.class
  };

  private final @Nullable DirectFamilies direct = direct();

  /** Creates a reader; fails with a {@link LinkageError} if the library is not as expected. */
  public ClientJavaReader() {
    for (Class<?> needed : NEEDED) {
      if (needed.getClassLoader() != PrometheusRegistry.class.getClassLoader()) {
        throw new LinkageError(needed + " and PrometheusRegistry come from two class loaders");
      }
    }
  }

  private static @Nullable DirectFamilies direct() {
    try {
      return new DirectFamilies();
    } catch (LinkageError e) {
      return null;
    }
  }

  @Override
  public Object defaultRegistry() {
    return PrometheusRegistry.defaultRegistry;
  }

  @Override
  public List<Family> read(Object registry, Consumer<String> refused) {
    if (direct != null && registry.getClass() == PrometheusRegistry.class) {
      return direct.read(registry);
    }
    List<Family> families = new ArrayList<>();
    for (MetricSnapshot snapshot : ((PrometheusRegistry) registry).scrape()) {
      if (!snapshot.getDataPoints().isEmpty()) {
        families.add(new SnapshotFamily(snapshot));
      }
    }
    return families;
  }
}
