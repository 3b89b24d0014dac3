package io.exporteragent.source.probe;

import io.exporteragent.config.Mapping;
import java.util.List;
import java.util.Map;

/** Metrics of probes that come from no file, and are not checked as those of one are. */
final class MetricBuilder {
  private final Mapping.Builder<ProbeMetricSettings> metric = ProbeMetricSettings.SCHEMA.builder();

  MetricBuilder(String name, ProbeMetricSettings.Type type) {
    metric.with(ProbeMetricSettings.NAME, name).with(ProbeMetricSettings.TYPE, type);
  }

  MetricBuilder help(String value) {
    metric.with(ProbeMetricSettings.HELP, value);
    return this;
  }

  MetricBuilder value(String path) {
    metric.with(ProbeMetricSettings.VALUE, path);
    return this;
  }

  MetricBuilder labels(Map<String, String> value) {
    metric.with(ProbeMetricSettings.LABELS, value);
    return this;
  }

  MetricBuilder foreach(String path) {
    metric.with(ProbeMetricSettings.FOREACH, path);
    return this;
  }

  MetricBuilder limit(int value) {
    metric.with(ProbeMetricSettings.LIMIT, value);
    return this;
  }

  MetricBuilder scale(double value) {
    metric.with(ProbeMetricSettings.SCALE, value);
    return this;
  }

  MetricBuilder parse(ProbeMetricSettings.Parse value) {
    metric.with(ProbeMetricSettings.PARSE, value);
    return this;
  }

  MetricBuilder onMissing(OnMissing value) {
    metric.with(ProbeMetricSettings.ON_MISSING, value);
    return this;
  }

  MetricBuilder states(List<String> value) {
    metric.with(ProbeMetricSettings.STATES, value);
    return this;
  }

  MetricBuilder unknown(String value) {
    metric.with(ProbeMetricSettings.UNKNOWN, value);
    return this;
  }

  ProbeMetricSettings build() {
    return metric.build();
  }
}
