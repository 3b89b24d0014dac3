package io.exporteragent.source.probe;

import io.exporteragent.httpclient.Mask;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.probe.Attempt.Outcome;
import io.exporteragent.source.probe.ProbeFailure.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the samples of all probes into families, of which several probes may share one. */
final class SampleFamilies {
  private final Map<String, ScalarFamily> families = new LinkedHashMap<>();
  private final Map<String, Set<Map<String, String>>> taken = new HashMap<>();

  /**
   * Adds whether a probe is up, and its samples.
   *
   * @return the outcome, or a failure if an earlier probe or metric already has one of its series
   */
  Outcome add(Probe probe, Outcome outcome) {
    Outcome accepted = outcome;
    Map<String, Set<Map<String, String>>> added = new HashMap<>();
    for (Sample sample : outcome.samples()) {
      String name = sample.metric().familyName();
      Map<String, String> identity = sample.identity();
      if (taken.getOrDefault(name, new HashSet<>()).contains(identity)
          || !added.computeIfAbsent(name, key -> new HashSet<>()).add(identity)) {
        accepted = Outcome.failure(Reason.DUPLICATE, duplicate(probe, sample));
        break;
      }
    }
    String up = ProbeMetrics.upName(probe);
    families
        .computeIfAbsent(
            up,
            name ->
                new ScalarFamily(
                    name,
                    MetricType.GAUGE,
                    "Whether the probe has succeeded (1) or its metrics are missing (0)."))
        .add(accepted.reason() == null ? 1 : 0);
    for (Sample sample : accepted.samples()) {
      family(sample.metric()).add(sample.value(), sample.labels());
    }
    if (accepted.reason() == null) {
      added.forEach(
          (name, series) -> taken.computeIfAbsent(name, key -> new HashSet<>()).addAll(series));
    }
    return accepted;
  }

  private ScalarFamily family(MetricReader metric) {
    return families.computeIfAbsent(
        metric.familyName(),
        name -> new ScalarFamily(name, metric.familyType(), metric.settings().help()));
  }

  private static String duplicate(Probe probe, Sample sample) {
    ProbeFailure failure =
        new ProbeFailure(
            Reason.DUPLICATE,
            sample.metric().sampleName() + " has the same labels twice",
            "add a label that tells the series apart, to this probe or to the one that has them too");
    return probe.describe(failure, Mask.NOTHING);
  }

  /** Returns the families in the order in which they were first seen. */
  List<Family> all() {
    return new ArrayList<>(families.values());
  }
}
