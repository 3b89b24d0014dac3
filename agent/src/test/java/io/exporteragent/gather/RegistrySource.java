package io.exporteragent.gather;

import io.exporteragent.model.Family;
import io.exporteragent.model.SnapshotFamily;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Collects the metrics of a registry of the agent's own copy of client_java. */
public final class RegistrySource implements Source {
  private final PrometheusRegistry registry;

  /** Creates a source of the metrics in the registry. */
  public RegistrySource(PrometheusRegistry registry) {
    this.registry = registry;
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    List<Family> families = new ArrayList<>();
    for (MetricSnapshot snapshot : registry.scrape()) {
      families.add(new SnapshotFamily(snapshot));
    }
    return families;
  }
}
