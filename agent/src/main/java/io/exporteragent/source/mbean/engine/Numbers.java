package io.exporteragent.source.mbean.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;

/** Tells numbers of the JDK, whose text and value are no foreign code. */
public final class Numbers {
  private Numbers() {}

  /**
   * Returns whether this is a number of the JDK, a Boolean or a date: its text has digits, the
   * characters {@code .+-E} or is one of {@code true}, {@code false}, {@code NaN}, {@code Infinity}
   * and {@code -Infinity}.
   */
  public static boolean isPlain(Object value) {
    Class<?> type = value.getClass();
    return type == Long.class
        || type == Double.class
        || type == Integer.class
        || type == Boolean.class
        || type == Float.class
        || type == Date.class
        || type == Short.class
        || type == Byte.class
        || type == BigDecimal.class
        || type == BigInteger.class
        || (value instanceof Number && type.getName().startsWith("java.util.concurrent.atomic."));
  }

  /** Returns whether the declared type of an attribute is that of such a number. */
  public static boolean isPlain(String type) {
    switch (type) {
      case "long":
      case "int":
      case "double":
      case "float":
      case "short":
      case "byte":
      case "boolean":
      case "java.lang.Long":
      case "java.lang.Integer":
      case "java.lang.Double":
      case "java.lang.Float":
      case "java.lang.Short":
      case "java.lang.Byte":
      case "java.lang.Boolean":
      case "java.math.BigDecimal":
      case "java.math.BigInteger":
        return true;
      default:
        return false;
    }
  }

  /** Returns what is shown of a number, a Boolean or a date; a Boolean is not multiplied. */
  @SuppressWarnings("JavaUtilDate") // the class that beans use
  static double scaled(Object value, double factor) {
    if (value instanceof Number) {
      return ((Number) value).doubleValue() * factor;
    }
    if (value instanceof Boolean) {
      return (Boolean) value ? 1 : 0;
    }
    return seconds((Date) value) * factor;
  }

  /** Returns a date in seconds since 1970. */
  @SuppressWarnings("JavaUtilDate") // the class that beans use
  static double seconds(Date date) {
    return date.getTime() / 1000.0;
  }
}
