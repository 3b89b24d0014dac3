package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.model.MetricType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sees to it that no name on the page has two meanings. */
final class ProbeNames {
  private final Map<String, MetricType> types = new HashMap<>();

  private ProbeNames() {}

  /**
   * @throws ConfigurationException if two families of one name differ in type, or a metric has a
   *     name that the probes need themselves
   */
  static void check(List<Probe> probes) throws ConfigurationException {
    ProbeNames names = new ProbeNames();
    for (Probe probe : probes) {
      for (MetricReader metric : probe.metrics()) {
        names.checkReserved(metric, probes);
        names.checkType(metric.familyName(), metric);
        names.checkType(metric.sampleName(), metric);
      }
    }
  }

  private void checkReserved(MetricReader metric, List<Probe> probes)
      throws ConfigurationException {
    boolean reserved = metric.sampleName().startsWith("exporter_agent_");
    for (Probe probe : probes) {
      reserved |= metric.familyName().equals(ProbeMetrics.upName(probe));
    }
    if (reserved) {
      throw new ConfigurationException(
          location(metric)
              + ": the name "
              + metric.sampleName()
              + " belongs to the agent; take another");
    }
  }

  private void checkType(String name, MetricReader metric) throws ConfigurationException {
    MetricType before = types.putIfAbsent(name, metric.familyType());
    if (before != null && before != metric.familyType()) {
      throw new ConfigurationException(
          location(metric)
              + ": "
              + metric.sampleName()
              + " is also the name of a metric of another type; take another name or the same type");
    }
  }

  private static String location(MetricReader metric) {
    return metric.settings().locationOf("");
  }
}
