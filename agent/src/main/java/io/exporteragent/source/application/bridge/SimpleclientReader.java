package io.exporteragent.source.application.bridge;

import io.exporteragent.model.Family;
import io.exporteragent.source.application.RegistryReader;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;

/** Reads registries of simpleclient 0.x, the predecessor of client_java 1.0. */
public final class SimpleclientReader implements RegistryReader {
  private final SimpleclientDetails details = SimpleclientDetails.ofThisVersion();

  @Override
  public Object defaultRegistry() {
    return CollectorRegistry.defaultRegistry;
  }

  @Override
  public List<Family> read(Object registry, Consumer<String> refused) {
    List<Family> families = new ArrayList<>();
    Enumeration<Collector.MetricFamilySamples> all =
        ((CollectorRegistry) registry).metricFamilySamples();
    while (all.hasMoreElements()) {
      Collector.MetricFamilySamples samples = all.nextElement();
      if (!samples.samples.isEmpty()) {
        add(new SimpleclientFamily(samples, details), families, refused);
      }
    }
    return families;
  }

  private static void add(
      SimpleclientFamily family, List<Family> families, Consumer<String> refused) {
    String stranger = family.stranger();
    if (stranger == null || family.isDistribution()) {
      families.add(family);
    }
    if (stranger != null) {
      refused.accept(
          String.format(
              family.isDistribution()
                  ? "sample \"%2$s\" of metric family \"%1$s\" is left out: it is not named like it; make it a family of its own"
                  : "metric family \"%1$s\" is left out: its sample \"%2$s\" is not named like it; make that a family of its own",
              family.name(),
              stranger));
    }
  }
}
