package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.httpclient.Call;
import io.exporteragent.httpclient.HttpResponse;
import io.exporteragent.httpclient.Mask;
import io.exporteragent.source.probe.Attempt.Outcome;
import io.exporteragent.source.probe.MetricReader.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a probe makes of its page, step by step, for those who write the settings.
 *
 * <pre>
 * app_requests_current (gauge)
 *   path    $.current_requests
 *   raw     4
 *   parsed  4.0
 *   line    app_requests_current 4.0
 * </pre>
 *
 * <p>A line is that of {@code /metrics}. Secrets of the settings are masked wherever they turn up.
 */
public final class ProbeExplanation {
  private final List<String> lines = new ArrayList<>();
  private final Mask mask;
  private boolean succeeded = true;

  private ProbeExplanation(Mask mask) {
    this.mask = mask;
  }

  /**
   * Fetches the page once, on the calling thread and for about as long as the probe's timeout, and
   * explains each metric, also those after one that fails.
   *
   * @param body to be explained in place of the page, null to fetch it
   * @throws ConfigurationException if a path of the probe cannot be compiled
   */
  public static ProbeExplanation of(ProbeSettings settings, byte @Nullable [] body)
      throws ConfigurationException {
    Probe probe = new Probe(settings, () -> true);
    ProbeExplanation explanation = new ProbeExplanation(probe.mask());
    try {
      HttpResponse page = body == null ? explanation.fetch(probe) : new HttpResponse(200, "", body);
      Object document = StrictJson.parse(page);
      SampleFamilies families = new SampleFamilies();
      for (MetricReader metric : probe.metrics()) {
        explanation.explain(probe, metric, document, families);
      }
    } catch (ProbeFailure e) {
      explanation.fail(probe, e);
    } finally {
      probe.close();
    }
    return explanation;
  }

  /** Returns the lines for standard output. */
  public List<String> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** Returns whether a scrape would have shown the metrics. */
  public boolean succeeded() {
    return succeeded;
  }

  private HttpResponse fetch(Probe probe) throws ProbeFailure {
    long start = System.nanoTime();
    HttpResponse page = probe.fetch(Call.within(probe.settings().timeout()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s in %.3f s",
            probe.settings().displayUrl(),
            mask.apply(page.describe()),
            (System.nanoTime() - start) / 1e9));
    return page;
  }

  private void explain(
      Probe probe, MetricReader metric, @Nullable Object document, SampleFamilies families) {
    ProbeMetricSettings settings = metric.settings();
    lines.add(metric.sampleName() + " (" + settings.type().key() + ")");
    if (settings.foreach() != null) {
      add("foreach", settings.foreach());
    }
    try {
      List<Reading> readings = metric.read(document, true);
      if (readings.isEmpty()) {
        add("line", "none: foreach leads to nothing");
      }
      for (Reading reading : readings) {
        explain(probe, settings, reading, families);
      }
    } catch (ProbeFailure e) {
      if (settings.value() != null) {
        add("path", settings.value());
      }
      fail(probe, e);
    }
  }

  private void explain(
      Probe probe, ProbeMetricSettings settings, Reading reading, SampleFamilies families) {
    if (!reading.where().isEmpty()) {
      add("@key", reading.where());
    }
    if (settings.value() != null) {
      add("path", settings.value());
      add("raw", reading.raw() == null ? "missing" : StrictJson.write(reading.raw()));
    }
    if (reading.samples().isEmpty()) {
      add("line", "none: on_missing is " + settings.onMissing());
      return;
    }
    add("parsed", parsed(reading.samples()));
    for (Sample sample : reading.samples()) {
      // As it stands on the page, but for what a terminal would take for a command.
      lines.add("  line    " + mask.apply(sample.toString()).replaceAll("\\p{Cntrl}", "?"));
    }
    Outcome outcome = families.add(probe, Outcome.success(reading.samples()));
    if (outcome.reason() != null) {
      succeeded = false;
      add("error", outcome.reason().key() + ": " + outcome.message());
    }
  }

  /** The number, or the state that is on. */
  private static String parsed(List<Sample> samples) {
    for (Sample sample : samples) {
      if (samples.size() > 1 && sample.value() == 1) {
        return sample.labels()[sample.labels().length - 1];
      }
    }
    return String.valueOf(samples.get(0).value());
  }

  private void fail(Probe probe, ProbeFailure failure) {
    succeeded = false;
    add("error", failure.reason().key() + ": " + probe.describe(failure, mask));
  }

  private void add(String what, String text) {
    lines.add(String.format("  %-7s %s", what, mask.apply(text).replaceAll("\\s+", " ")));
  }
}
