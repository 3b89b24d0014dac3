package io.exporteragent.source.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.TextBuffer;
import java.util.Map;
import java.util.TreeMap;

/** One line of the page. */
final class Sample {
  private final MetricReader metric;
  private final String[] labels;
  private final double value;

  /**
   * Creates a sample.
   *
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

  /** Returns the labels that distinguish it within its family; an empty label is none. */
  Map<String, String> identity() {
    Map<String, String> identity = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].isEmpty()) {
        identity.put(labels[i], labels[i + 1]);
      }
    }
    return identity;
  }

  /**
   * Returns the line of the page: labels by name, that of a state last; a state has no decimals.
   */
  @Override
  public String toString() {
    TextBuffer line = new TextBuffer(128).append(metric.sampleName());
    if (labels.length > 0) {
      boolean state = metric.familyType() == MetricType.STATE_SET;
      int end = state ? labels.length - 2 : labels.length;
      Map<String, String> sorted = new TreeMap<>();
      for (int i = 0; i < end; i += 2) {
        sorted.put(labels[i], labels[i + 1]);
      }
      int start = line.append('{').length();
      sorted.forEach((name, text) -> line.appendLabel(start, name, text));
      if (state) {
        line.appendLabel(start, labels[end], labels[end + 1]);
      }
      line.append('}');
    }
    line.append(' ').append(written());
    return new String(line.array(), 0, line.length(), UTF_8);
  }

  private String written() {
    switch (metric.familyType()) {
      case INFO:
        return "1";
      case STATE_SET:
        return value == 0 ? "0" : "1";
      default:
        // Not Double.toString, which before Java 19 has more digits than it needs.
        return DoubleToDecimal.toString(value);
    }
  }
}
