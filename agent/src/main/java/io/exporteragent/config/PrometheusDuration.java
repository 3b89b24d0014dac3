package io.exporteragent.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as Prometheus writes them: numbers with the units y, w, d, h, m, s and ms, largest
 * first, each at most once. A year has 365 days. Alone, {@code 0} needs no unit.
 */
public final class PrometheusDuration {
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1
  };
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final int MAX_LENGTH = 64;

  private PrometheusDuration() {}

  /** Reads a duration; null if the text is not one, or is longer than 292 million years. */
  public static @Nullable Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return null;
    }
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    try {
      long millis = 0;
      for (int i = 0; i < MILLIS.length; i++) {
        String number = matcher.group(i + 1);
        if (number != null) {
          millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(number), MILLIS[i]));
        }
      }
      return Duration.ofMillis(millis);
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** Returns the shortest text of the duration, cut off to whole milliseconds. */
  public static String format(Duration duration) {
    long rest = duration.toMillis();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < MILLIS.length; i++) {
      if (rest >= MILLIS[i]) {
        text.append(rest / MILLIS[i]).append(UNITS[i]);
        rest %= MILLIS[i];
      }
    }
    return text.length() == 0 ? "0" : text.toString();
  }
}
