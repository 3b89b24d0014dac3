package io.exporteragent.source.probe;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as programs write them: {@code 1m30s}, {@code 1.5s}, {@code 250ms} (Prometheus, Go),
 * {@code PT1M30S} (ISO 8601).
 */
final class DurationText {
  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|d|w|y)");

  private DurationText() {}

  /** Parses a duration into seconds; returns NaN if it is none. */
  static double parse(String text) {
    String unsigned = text.startsWith("-") ? text.substring(1) : text;
    if (unsigned.startsWith("P")) {
      return parseIso(text);
    }
    if (unsigned.equals("0")) {
      return 0;
    }
    double seconds = 0;
    Matcher part = PART.matcher(unsigned);
    int end = 0;
    while (part.find() && part.start() == end) {
      seconds += Double.parseDouble(part.group(1)) * secondsOf(part.group(2));
      end = part.end();
    }
    if (end == 0 || end < unsigned.length()) {
      return Double.NaN;
    }
    return unsigned.length() == text.length() ? seconds : -seconds;
  }

  private static double parseIso(String text) {
    try {
      Duration duration = Duration.parse(text);
      return duration.getSeconds() + duration.getNano() / 1e9;
    } catch (DateTimeParseException e) {
      return Double.NaN;
    }
  }

  private static double secondsOf(String unit) {
    switch (unit) {
      case "ns":
        return 1e-9;
      case "us":
      case "µs":
        return 1e-6;
      case "ms":
        return 1e-3;
      case "s":
        return 1;
      case "m":
        return 60;
      case "h":
        return 3600;
      case "d":
        return 86400;
      case "w":
        return 7 * 86400;
      default:
        return 365 * 86400;
    }
  }
}
