package io.exporteragent.application.bridge;

import io.exporteragent.application.RegistryReader;
import io.exporteragent.gather.Family;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Reads registries of client_java 1.0.0 and later. */
public final class ClientJavaReader implements RegistryReader {

  @Override
  public Object defaultRegistry() {
    return PrometheusRegistry.defaultRegistry;
  }

  @Override
  public List<Family> read(Object registry) {
    List<Family> families = new ArrayList<>();
    for (MetricSnapshot snapshot : ((PrometheusRegistry) registry).scrape()) {
      if (!snapshot.getDataPoints().isEmpty()) {
        families.add(new ClientJavaFamily(snapshot));
      }
    }
    return families;
  }
}
