package io.exporteragent.probe;

import java.util.Map;
import java.util.TreeMap;

/** One line of the page. */
final class Sample {
  private final MetricReader metric;
  private final String[] labels;
  private final double value;

  /**
   * @param labels name, value, name, value
   */
  Sample(MetricReader metric, String[] labels, double value) {
    this.metric = metric;
    this.labels = labels;
    this.value = value;
  }

  MetricReader metric() {
    return metric;
  }

  String[] labels() {
    return labels;
  }

  double value() {
    return value;
  }

  /** What tells it from the other samples of its family: an empty label is none. */
  Map<String, String> identity() {
    Map<String, String> identity = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].isEmpty()) {
        identity.put(labels[i], labels[i + 1]);
      }
    }
    return identity;
  }

  /** As Prometheus' text format has it. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(metric.sampleName());
    for (int i = 0; i < labels.length; i += 2) {
      String escaped =
          labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      line.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"").append(escaped).append('"');
    }
    return line.append(labels.length == 0 ? " " : "} ").append(value).toString();
  }
}
