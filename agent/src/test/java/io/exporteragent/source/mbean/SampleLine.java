package io.exporteragent.source.mbean;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line with a sample of a page in text 0.0.4.
 *
 * @param labels sorted by name and as written on a page; empty without labels
 */
record SampleLine(String name, String labels, double value) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.+)\\})? ([^ ]+)", Pattern.DOTALL);
  private static final Pattern LABEL =
      Pattern.compile(
          "([a-zA-Z_][a-zA-Z0-9_]*|\"(?:[^\"\\\\]|\\\\.)*\")=(\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*+\")");

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static SampleLine parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a sample: " + line);
    }
    String labels = parts.group(2) == null ? "" : sorted(parts.group(2), line);
    return new SampleLine(parts.group(1), labels, number(parts.group(3)));
  }

  private static String sorted(String labels, String line) {
    Map<String, String> sorted = new TreeMap<>();
    Matcher label = LABEL.matcher(labels);
    int at = 0;
    while (true) {
      label.region(at, labels.length());
      if (!label.lookingAt() || sorted.put(label.group(1), label.group(2)) != null) {
        throw new IllegalArgumentException("illegal labels: " + line);
      }
      at = label.end();
      if (at == labels.length()) {
        break;
      }
      if (labels.charAt(at++) != ',') {
        throw new IllegalArgumentException("illegal labels: " + line);
      }
    }
    StringBuilder text = new StringBuilder("{");
    sorted.forEach((name, value) -> text.append(name).append('=').append(value).append(','));
    text.setCharAt(text.length() - 1, '}');
    return text.toString();
  }

  private static double number(String value) {
    return switch (value) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(value);
    };
  }
}
