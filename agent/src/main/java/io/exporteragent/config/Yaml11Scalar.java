package io.exporteragent.config;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what plain text means in YAML 1.1, as snakeyaml reads it: {@code yes} is a boolean, {@code
 * 010} is 8, {@code 1:30} is 90, {@code 2024-01-31} is a date.
 */
final class Yaml11Scalar {
  private static final Pattern BOOLEAN =
      Pattern.compile("[yY]es|YES|[nN]o|NO|[tT]rue|TRUE|[fF]alse|FALSE|[oO]n|ON|[oO]ff|OFF");
  private static final Pattern NULL = Pattern.compile("|~|[nN]ull|NULL| ");

  /** In this order: 2, 8, 10, 16, 60. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "[-+]?(?:0b_*[01][01_]*|0_*[0-7][0-7_]*|0|[1-9][0-9_]*|0x_*[0-9a-fA-F][0-9a-fA-F_]*"
              + "|[1-9][0-9_]*(?::[0-5]?[0-9])+)");

  private static final String EXPONENT = "[eE][-+]?[0-9]+";
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[-+]?(?:[0-9][0-9_]*(?:\\.[0-9_]*(?:"
              + EXPONENT
              + ")?|"
              + EXPONENT
              + "|(?::[0-5]?[0-9])+\\.[0-9_]*)|\\.[0-9_]+(?:"
              + EXPONENT
              + ")?)");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(?:[iI]nf|INF)");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(?:nan|NaN|NAN)");

  private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
              + "(?:\\.([0-9]*))?(?:[ \t]*(?:Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?");

  /** No number is longer; the regular expressions take stack. */
  private static final int MAX_LENGTH = 400;

  private Yaml11Scalar() {}

  /**
   * Returns null, or a Boolean, Integer, Long, BigInteger, Double, Date or String.
   *
   * @throws NumberFormatException if it looks like a number and is none
   */
  static @Nullable Object of(String text) {
    if (NULL.matcher(text).matches()) {
      return null;
    }
    if (text.length() > MAX_LENGTH) {
      return text;
    }
    char first = text.charAt(0);
    if (first != '.' && first != '+' && first != '-' && (first < '0' || first > '9')) {
      return BOOLEAN.matcher(text).matches() ? isTrue(text) : text;
    }
    if (WHOLE.matcher(text).matches()) {
      return whole(text.replace("_", ""));
    }
    if (DECIMAL.matcher(text).matches()) {
      return decimal(text.replace("_", ""));
    }
    if (INFINITE.matcher(text).matches()) {
      return first == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (NOT_A_NUMBER.matcher(text).matches()) {
      return Double.NaN;
    }
    Object time = time(text);
    return time == null ? text : time;
  }

  private static boolean isTrue(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("yes") || lower.equals("true") || lower.equals("on");
  }

  private static boolean isNegative(String number) {
    return number.startsWith("-");
  }

  private static String withoutSign(String number) {
    return number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
  }

  private static Number whole(String number) {
    String digits = withoutSign(number);
    BigInteger value;
    if (digits.equals("0")) {
      value = BigInteger.ZERO;
    } else if (digits.startsWith("0b")) {
      value = new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0x")) {
      value = new BigInteger(digits.substring(2), 16);
    } else if (digits.startsWith("0")) {
      value = new BigInteger(digits, 8);
    } else {
      value = BigInteger.ZERO;
      for (String part : digits.split(":", -1)) {
        value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
      }
    }
    value = isNegative(number) ? value.negate() : value;
    if (value.bitLength() < Integer.SIZE) {
      return value.intValue();
    }
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }

  private static Double decimal(String number) {
    double value = 0;
    for (String part : withoutSign(number).split(":", -1)) {
      value = value * 60 + Double.parseDouble(part);
    }
    return isNegative(number) ? -value : value;
  }

  private static @Nullable Date time(String text) {
    Matcher date = DATE.matcher(text);
    if (date.matches()) {
      return Date.from(instant(date, 0, 0, 0));
    }
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return null;
    }
    String fraction = time.group(7) == null ? "" : time.group(7);
    long millis = Long.parseLong((fraction + "000").substring(0, 3));
    long ahead = 60L * number(time, 9) + number(time, 10);
    long offsetMinutes = "-".equals(time.group(8)) ? -ahead : ahead;
    return Date.from(
        instant(time, number(time, 4), number(time, 5), number(time, 6))
            .plusMillis(millis)
            .minusSeconds(60 * offsetMinutes));
  }

  /** Takes the 30th of February for a day in March, as snakeyaml's calendar does. */
  private static Instant instant(Matcher matcher, int hour, int minute, int second) {
    return LocalDateTime.of(number(matcher, 1), 1, 1, 0, 0)
        .plusMonths(number(matcher, 2) - 1L)
        .plusDays(number(matcher, 3) - 1L)
        .plusHours(hour)
        .plusMinutes(minute)
        .plusSeconds(second)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
