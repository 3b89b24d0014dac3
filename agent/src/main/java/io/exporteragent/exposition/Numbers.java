package io.exporteragent.exposition;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import io.exporteragent.model.TextBuffer;

/**
 * Numbers as the text formats want them: in the notation of {@link Double#toString(double)}, with
 * the fewest digits that are read back as the same number. {@code Double.toString} itself has more
 * digits than it needs, and takes its time, before Java 19 (<a
 * href="https://bugs.openjdk.org/browse/JDK-4511638">JDK-4511638</a>).
 */
final class Numbers {
  /** Below this neighbouring numbers are at most 1 apart, so no integer has a shorter neighbour. */
  private static final long END_OF_ALL_INTEGERS = 1L << 53;

  private static final long END_OF_PLAIN_NOTATION = 10_000_000;

  private Numbers() {}

  static void append(TextBuffer text, double value) {
    long integer = (long) value;
    if (integer == value && Math.abs(integer) < END_OF_ALL_INTEGERS) {
      if (integer == 0) {
        text.append(1 / value < 0 ? "-0.0" : "0.0");
      } else if (Math.abs(integer) < END_OF_PLAIN_NOTATION) {
        text.append(integer).append('.').append('0');
      } else {
        appendScientific(text, integer);
      }
    } else if (Double.isInfinite(value)) {
      text.append(value > 0 ? "+Inf" : "-Inf");
    } else if (!appendFewDecimals(text, value)) {
      text.append(DoubleToDecimal.toString(value));
    }
  }

  /**
   * Appends a number that has at most six decimals, without any garbage. No two decimal numbers of
   * at most fifteen digits are read as the same double, so none is shorter than the one found.
   */
  private static boolean appendFewDecimals(TextBuffer text, double value) {
    double magnitude = Math.abs(value);
    if (!(magnitude >= 1e-3 && magnitude < END_OF_PLAIN_NOTATION)) {
      return false;
    }
    long millionths = Math.round(magnitude * 1e6);
    if (millionths / 1e6 != magnitude) {
      return false;
    }
    if (value < 0) {
      text.append('-');
    }
    text.append(millionths / 1_000_000).append('.');
    long rest = millionths % 1_000_000;
    for (long unit = 100_000; rest > 0; unit /= 10) {
      text.append((char) ('0' + rest / unit));
      rest %= unit;
    }
    return true;
  }

  /** Appends a time of milliseconds since 1970 as seconds. */
  static void appendSeconds(TextBuffer text, long millis) {
    long fraction = millis % 1000;
    text.append(millis / 1000).append('.');
    if (fraction < 100) {
      text.append('0');
    }
    if (fraction < 10) {
      text.append('0');
    }
    text.append(fraction);
  }

  private static void appendScientific(TextBuffer text, long integer) {
    if (integer < 0) {
      text.append('-');
    }
    int first = text.length();
    text.append('0').append(Math.abs(integer));
    int end = text.length();
    int exponent = end - first - 2;
    byte[] bytes = text.array();
    bytes[first] = bytes[first + 1];
    bytes[first + 1] = '.';
    while (end > first + 3 && bytes[end - 1] == '0') {
      end--;
    }
    text.truncate(end);
    text.append('E').append((long) exponent);
  }
}
