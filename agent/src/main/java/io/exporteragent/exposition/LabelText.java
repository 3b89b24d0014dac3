package io.exporteragent.exposition;

import io.exporteragent.model.TextBuffer;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.Arrays;

/** Writes labels, sorted by name, their names escaped as agreed or between quotes. */
final class LabelText {
  private final EscapingScheme escaping;

  LabelText(EscapingScheme escaping) {
    this.escaping = escaping;
  }

  /**
   * Appends what stands between the braces.
   *
   * @param labels name, value, name, value
   * @param count how many of these strings are to be written
   * @throws IllegalArgumentException if a name is illegal or occurs twice, or if a value is missing
   */
  void append(TextBuffer text, String[] labels, int count) {
    if (count % 2 != 0) {
      throw new IllegalArgumentException("the label " + labels[count - 1] + " has no value");
    }
    String[] written = isSortedAndPlain(labels, count) ? labels : sorted(labels, count);
    int start = text.length();
    for (int i = 0; i < count; i += 2) {
      text.appendLabel(start, written[i], written[i + 1]);
    }
  }

  /** Returns a name as it is written left of the equals sign. */
  static String written(String escapedName) {
    if (PrometheusNaming.isValidLegacyLabelName(escapedName)) {
      return escapedName;
    }
    return '"' + escapedName.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** Returns whether the names can be written as they are, which is the rule. */
  private boolean isSortedAndPlain(String[] labels, int count) {
    for (int i = 0; i < count; i += 2) {
      String name = labels[i];
      // This scheme alone changes names of the old character set.
      if (escaping == EscapingScheme.DOTS_ESCAPING
          || !isPlain(name)
          || (i > 0 && labels[i - 2].compareTo(name) >= 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(String name) {
    return PrometheusNaming.isValidLegacyLabelName(name) && !name.startsWith("__");
  }

  private String[] sorted(String[] labels, int count) {
    String[] sorted = Arrays.copyOf(labels, count);
    for (int i = 0; i < count; i += 2) {
      if (!isPlain(labels[i]) && !PrometheusNaming.isValidLabelName(labels[i])) {
        throw new IllegalArgumentException("'" + labels[i] + "' is not a name of a label");
      }
      insert(sorted, i, PrometheusNaming.escapeName(labels[i], escaping), labels[i + 1]);
    }
    for (int i = 0; i < count; i += 2) {
      sorted[i] = written(sorted[i]);
    }
    return sorted;
  }

  /** Inserts a label where it belongs among those in front of {@code end}. */
  private static void insert(String[] sorted, int end, String name, String value) {
    String rank = PrometheusNaming.prometheusName(name);
    int i = end;
    for (; i > 0; i -= 2) {
      int order = PrometheusNaming.prometheusName(sorted[i - 2]).compareTo(rank);
      if (order == 0) {
        throw new IllegalArgumentException("the label " + name + " occurs twice");
      }
      if (order < 0) {
        break;
      }
      sorted[i] = sorted[i - 2];
      sorted[i + 1] = sorted[i - 1];
    }
    sorted[i] = name;
    sorted[i + 1] = value;
  }
}
