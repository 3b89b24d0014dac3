package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.FamilyClashes;
import io.exporteragent.config.Place;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The section {@code probes}: JSON status pages. */
public final class ProbeSection implements Section<List<ProbeSettings>> {
  @Override
  public String name() {
    return "probe";
  }

  @Override
  public String key() {
    return "probes";
  }

  @Override
  public String help() {
    return "JSON status pages to be asked at every scrape. Default: none.";
  }

  @Override
  public String example() {
    return ConfigurationFile.resource(ProbeSection.class, "example.yml");
  }

  @Override
  public Schema<List<ProbeSettings>> schema() {
    return Schema.listOf(ProbeSettings.SCHEMA);
  }

  @Override
  public List<ProbeSettings> otherwise() {
    return Collections.emptyList();
  }

  @Override
  public void declare(List<ProbeSettings> probes, FamilyClashes families)
      throws ConfigurationException {
    Map<String, Place> names = new HashMap<>();
    Map<List<@Nullable Object>, Place> series = new HashMap<>();
    for (ProbeSettings probe : probes) {
      refuseSecond(
          "duplicate probe " + Quoted.of(probe.name()),
          "give this one another name",
          names.put(probe.name(), probe.placeOfName()),
          probe.placeOfName());
      families.add(probe.name() + "_up", "the success of a probe", probe.placeOfName());
      for (ProbeMetricSettings metric : probe.metrics()) {
        families.add(metric.familyName(), kind(metric.type()), metric.place());
        refuseSecond(
            "duplicate series " + Quoted.of(metric.name()),
            "give them labels that tell them apart",
            series.put(series(probe, metric), metric.place()),
            metric.place());
      }
    }
  }

  private static void refuseSecond(
      String problem, String remedy, @Nullable Place first, @Nullable Place second)
      throws ConfigurationException {
    if (first != null && second != null) {
      throw second.error(
          problem, String.format("the first is in line %d, %s", first.line(), remedy));
    }
  }

  /** Equal for metrics that are certain to have a series in common. */
  private static List<@Nullable Object> series(ProbeSettings probe, ProbeMetricSettings metric) {
    boolean decidedByBody = metric.foreach() != null;
    for (String label : metric.labels().values()) {
      decidedByBody |= label.startsWith("$") || label.startsWith("@");
    }
    return Arrays.asList(
        metric.name(), metric.labels(), metric.foreach(), decidedByBody ? probe.name() : null);
  }

  private static String kind(ProbeMetricSettings.Type type) {
    return type == ProbeMetricSettings.Type.INFO ? "an info" : "a " + type.key();
  }

  @Override
  public void check(List<ProbeSettings> probes) throws ConfigurationException {
    ProbeMetrics.of(probes, Runnable::run, () -> true, message -> {}).close();
  }

  @Override
  public @Nullable Source make(List<ProbeSettings> probes, Guest guest)
      throws ConfigurationException {
    return probes.isEmpty()
        ? null
        : ProbeMetrics.of(probes, guest.workers(), guest.logging(), guest.messages());
  }
}
