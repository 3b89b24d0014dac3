package io.exporteragent.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes: {@code 65536}, {@code 512KiB}, {@code 1MiB}, {@code 1GiB}. */
final class ByteSize {
  private static final String[] UNITS = {"GiB", "MiB", "KiB"};
  private static final Pattern GRAMMAR = Pattern.compile("([0-9]{1,9})(GiB|MiB|KiB)?");

  private ByteSize() {}

  /** Reads a number of bytes; -1 if the text is not one. */
  static long parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      return -1;
    }
    long number = Long.parseLong(matcher.group(1));
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(matcher.group(2))) {
        return number << (10 * (UNITS.length - i));
      }
    }
    return number;
  }

  /** Returns the shortest text that is read as the same number. */
  static String format(long bytes) {
    for (int i = 0; i < UNITS.length; i++) {
      int shift = 10 * (UNITS.length - i);
      if (bytes >> shift > 0 && (bytes >> shift) << shift == bytes) {
        return (bytes >> shift) + UNITS[i];
      }
    }
    return String.valueOf(bytes);
  }
}
