package io.exporteragent.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as <a href="https://pkg.go.dev/time#ParseDuration">Go</a> writes them: {@code 1.5s},
 * {@code 1m30s}, and a number alone for nanoseconds. There are no days.
 */
final class GoDuration {
  private static final int MAX_LENGTH = 64;
  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
  private static final Pattern NANOS = Pattern.compile("[0-9]{1,18}");
  private static final Map<String, Long> UNITS = new HashMap<>();

  static {
    UNITS.put("ns", 1L);
    UNITS.put("us", 1_000L);
    UNITS.put("\u00b5s", 1_000L);
    UNITS.put("\u03bcs", 1_000L);
    UNITS.put("ms", 1_000_000L);
    UNITS.put("s", 1_000_000_000L);
    UNITS.put("m", 60_000_000_000L);
    UNITS.put("h", 3_600_000_000_000L);
  }

  private GoDuration() {}

  /** Returns the duration; null if the text is none, or a negative one, or of centuries. */
  static @Nullable Duration parse(String text) {
    if (NANOS.matcher(text).matches()) {
      return Duration.ofNanos(Long.parseLong(text));
    }
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return null;
    }
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (end < text.length()) {
      if (!part.find(end) || part.start() != end) {
        return null;
      }
      long unit = UNITS.getOrDefault(part.group(2), 0L);
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
    }
    return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? null
        : Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
  }
}
