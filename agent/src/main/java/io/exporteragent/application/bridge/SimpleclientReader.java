package io.exporteragent.application.bridge;

import io.exporteragent.application.RegistryReader;
import io.exporteragent.gather.Family;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/** Reads registries of simpleclient 0.x, which is what client_java was before 1.0. */
public final class SimpleclientReader implements RegistryReader {
  private final SimpleclientDetails details = SimpleclientDetails.ofThisVersion();

  @Override
  public Object defaultRegistry() {
    return CollectorRegistry.defaultRegistry;
  }

  @Override
  public List<Family> read(Object registry) {
    List<Family> families = new ArrayList<>();
    Enumeration<Collector.MetricFamilySamples> all =
        ((CollectorRegistry) registry).metricFamilySamples();
    while (all.hasMoreElements()) {
      Collector.MetricFamilySamples samples = all.nextElement();
      if (!samples.samples.isEmpty()) {
        families.add(new SimpleclientFamily(samples, details));
      }
    }
    return families;
  }
}
