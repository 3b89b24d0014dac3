package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.httpclient.Call;
import io.exporteragent.httpclient.HttpClient;
import io.exporteragent.httpclient.HttpFailure;
import io.exporteragent.httpclient.HttpResponse;
import io.exporteragent.httpclient.HttpTarget;
import io.exporteragent.httpclient.Mask;
import io.exporteragent.source.probe.ProbeFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A page and the metrics to be made of it. One fetch at a time. */
final class Probe {
  private final ProbeSettings settings;
  private final List<MetricReader> metrics = new ArrayList<>();
  private final HttpTarget target;
  private final HttpClient client;

  /**
   * Compiles all paths; opens no connection.
   *
   * @param tlsIsReady whether TLS may be used yet
   * @throws ConfigurationException if a path or a name cannot be used
   */
  Probe(ProbeSettings settings, BooleanSupplier tlsIsReady) throws ConfigurationException {
    this.settings = settings;
    this.target =
        HttpTarget.to(settings.url())
            .accept("application/json")
            .headers(settings.headers())
            .basicAuth(settings.basicAuth())
            .authorization(settings.authorization())
            .tls(settings.tls())
            .bodyOf(this::isValid)
            .maxBody(settings.maxBody())
            .followRedirects(settings.followRedirects())
            .build();
    this.client = new HttpClient(target, tlsIsReady);
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
  List<Sample> read(Call exchange) throws ProbeFailure {
    Object document = StrictJson.parse(fetch(exchange));
    List<Sample> samples = new ArrayList<>();
    for (MetricReader metric : metrics) {
      for (MetricReader.Reading reading : metric.read(document, false)) {
        samples.addAll(reading.samples());
      }
    }
    return samples;
  }

  /**
   * Fetches the page alone.
   *
   * @throws ProbeFailure also if its status is not valid
   */
  HttpResponse fetch(Call exchange) throws ProbeFailure {
    try {
      HttpResponse page = client.get(exchange);
      checkStatus(page);
      return page;
    } catch (HttpFailure e) {
      throw ProbeFailure.of(e);
    }
  }

  private boolean isValid(int status) {
    return settings.validStatus().stream().anyMatch(range -> range.contains(status));
  }

  private void checkStatus(HttpResponse page) throws ProbeFailure {
    int status = page.status();
    if (isValid(status)) {
      return;
    }
    if (page.isRedirect()) {
      throw new ProbeFailure(
          Reason.REDIRECT,
          "the page has moved (status " + status + ")",
          "correct the url, or set follow_redirects: true");
    }
    throw new ProbeFailure(
        Reason.STATUS,
        "status " + status,
        status == 401 || status == 403
            ? "check basic_auth or authorization of the probe"
            : "find out what is wrong with the page, or add the status to valid_status");
  }

  /** Finds the secrets that must not get into a message; may block on the file of one. */
  Mask mask() {
    return Mask.of(target);
  }

  /** Describes a failure in one line: which page, what happened, what to do. */
  String describe(ProbeFailure failure, Mask mask) {
    String where = settings.location().isEmpty() ? "" : " (" + settings.location() + ")";
    return settings.displayUrl() + ": " + failure.describe(mask) + where;
  }

  void close() {
    client.close();
  }
}
