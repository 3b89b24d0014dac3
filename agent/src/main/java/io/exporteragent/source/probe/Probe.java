package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One page with the metrics to be made of it. One fetch at a time. */
final class Probe {
  private final ProbeSettings settings;
  private final List<MetricReader> metrics = new ArrayList<>();
  private final StatusClient client;

  /**
   * @param tlsIsReady whether TLS may be used yet
   * @throws ConfigurationException if a header or a path cannot be used
   */
  Probe(ProbeSettings settings, BooleanSupplier tlsIsReady) throws ConfigurationException {
    this.settings = settings;
    this.client = new StatusClient(settings, tlsIsReady);
    RequestHeaders.check(settings);
    for (ProbeMetricSettings metric : settings.metrics()) {
      metrics.add(new MetricReader(metric));
    }
  }

  ProbeSettings settings() {
    return settings;
  }

  List<MetricReader> metrics() {
    return metrics;
  }

  /**
   * Fetches the page and reads every metric of it.
   *
   * @throws ProbeFailure if any of that fails: a probe gives all its values or none
   */
  List<Sample> read(Deadline deadline, Abort abort) throws ProbeFailure {
    Object document = Json.parse(fetch(deadline, abort));
    List<Sample> samples = new ArrayList<>();
    for (MetricReader metric : metrics) {
      for (Reading reading : metric.read(document, false)) {
        samples.addAll(reading.samples());
      }
    }
    return samples;
  }

  Page fetch(Deadline deadline, Abort abort) throws ProbeFailure {
    return client.fetch(deadline, abort);
  }

  /** A failure in one line: which page, what happened, what to do, and nothing secret. */
  String describe(ProbeFailure failure, Mask mask) {
    String where = settings.location().isEmpty() ? "" : " (" + settings.location() + ")";
    return settings.displayUrl() + ": " + failure.describe(mask) + where;
  }

  void close() {
    client.close();
  }
}
