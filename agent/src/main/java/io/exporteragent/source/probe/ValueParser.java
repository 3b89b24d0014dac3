package io.exporteragent.source.probe;

import io.exporteragent.source.probe.ProbeFailure.Reason;
import io.exporteragent.source.probe.ProbeMetricSettings.Parse;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Parses the values of a body into numbers and texts. */
final class ValueParser {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");

  /** Limits labels taken from a page, since their text is stored with every scrape. */
  private static final int MAX_LABEL_CHARACTERS = 1024;

  /** Limits texts to be parsed, since a pattern may try every part of one. */
  private static final int MAX_NUMBER_CHARACTERS = 1000;

  private ValueParser() {}

  /** Parses a number written in this way; returns NaN if it is written in another. */
  static double number(Object raw, Parse written) {
    if (raw instanceof String && ((String) raw).length() > MAX_NUMBER_CHARACTERS) {
      return Double.NaN;
    }
    switch (written) {
      case NUMBER:
        return number(raw);
      case BOOL:
        return bool(raw);
      case DURATION:
        return raw instanceof String ? DurationText.parse(((String) raw).trim()) : Double.NaN;
      case RFC3339:
        return raw instanceof String ? time(((String) raw).trim()) : Double.NaN;
    }
    throw new IllegalArgumentException("unknown " + written);
  }

  /**
   * Returns a value as text.
   *
   * @throws ProbeFailure if it is an object or a list
   */
  static String text(Object raw, String what) throws ProbeFailure {
    if (raw instanceof BigDecimal) {
      return ((BigDecimal) raw).toPlainString();
    }
    if (raw instanceof String || raw instanceof Number || raw instanceof Boolean) {
      return raw.toString();
    }
    throw new ProbeFailure(
        Reason.VALUE,
        what + " should be a text",
        "found " + StrictJson.write(raw),
        "name one of its members");
  }

  /**
   * Returns a value as the text of a label.
   *
   * @throws ProbeFailure if it is an object or a list, or longer than a label may be
   */
  static String label(Object raw, String what) throws ProbeFailure {
    String text = text(raw, what);
    if (text.length() > MAX_LABEL_CHARACTERS) {
      throw new ProbeFailure(
          Reason.VALUE,
          what + " should be a text of at most " + MAX_LABEL_CHARACTERS + " characters",
          "found " + text.length() + ": " + text,
          "take the label from something shorter");
    }
    return text;
  }

  private static double number(Object raw) {
    if (raw instanceof Number) {
      return ((Number) raw).doubleValue();
    }
    String text = raw instanceof String ? ((String) raw).trim() : "";
    return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
  }

  private static double bool(Object raw) {
    String text = raw instanceof Boolean || raw instanceof String ? raw.toString().trim() : "";
    if (text.equalsIgnoreCase("true")) {
      return 1;
    }
    return text.equalsIgnoreCase("false") ? 0 : Double.NaN;
  }

  /** Parses a time into seconds since 1970. */
  private static double time(String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text.replace(' ', 'T'));
      return time.toEpochSecond() + time.getNano() / 1e9;
    } catch (DateTimeParseException e) {
      return Double.NaN;
    }
  }
}
