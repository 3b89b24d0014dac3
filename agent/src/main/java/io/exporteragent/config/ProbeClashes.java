package io.exporteragent.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what two probes, or two metrics, cannot both be. */
final class ProbeClashes {
  private static final String SUCCESS = "the success of a probe";

  private final Map<String, Integer> lineOfProbe = new HashMap<>();
  private final Map<List<@Nullable Object>, Integer> lineOfSeries = new HashMap<>();
  private final FamilyClashes families;

  ProbeClashes(FamilyClashes families) {
    this.families = families;
  }

  void addProbe(String name, YamlValue at) throws ConfigurationException {
    Integer before = lineOfProbe.putIfAbsent(name, at.line());
    if (before != null) {
      throw at.error(
          "duplicate probe " + Quoted.of(name),
          String.format("the first is in line %d, give this one another name", before));
    }
    families.add(name + "_up", SUCCESS, at);
  }

  void addMetric(String probe, ProbeMetricSettings metric, YamlValue at)
      throws ConfigurationException {
    families.add(familyName(metric), kind(metric.type()), at);
    boolean decidedByBody = metric.foreach() != null;
    for (String label : metric.labels().values()) {
      decidedByBody |= label.startsWith("$") || label.startsWith("@");
    }
    List<@Nullable Object> series =
        Arrays.asList(
            metric.name(), metric.labels(), metric.foreach(), decidedByBody ? probe : null);
    Integer before = lineOfSeries.putIfAbsent(series, at.line());
    if (before != null) {
      throw at.error(
          "duplicate series " + Quoted.of(metric.name()),
          String.format("the first is in line %d, give them labels that tell them apart", before));
    }
  }

  /** What OpenMetrics tells families apart by: the name without what its type appends. */
  private static String familyName(ProbeMetricSettings metric) {
    String suffix = ProbeMetricReader.suffix(metric.type());
    return metric.name().substring(0, metric.name().length() - suffix.length());
  }

  private static String kind(ProbeMetricSettings.Type type) {
    return type == ProbeMetricSettings.Type.INFO ? "an info" : "a " + type.key();
  }
}
