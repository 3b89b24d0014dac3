package io.exporteragent.source.mbean.rules;

import io.exporteragent.model.MetricNames;
import java.util.Locale;

/** Makes names of metrics and labels as jmx_exporter and client_java do. */
final class Names {
  /** In the order in which client_java looks for them. */
  private static final String[] RESERVED = {
    MetricNames.TOTAL, MetricNames.CREATED, MetricNames.BUCKET, MetricNames.INFO
  };

  private Names() {}

  /**
   * Replaces what a name may not have by underscores, runs of which become one, and puts one in
   * front of a digit.
   */
  static String sanitized(String name) {
    StringBuilder safe = new StringBuilder(name.length() + 1);
    if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
      safe.append('_');
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      char written = isLegal(c) ? c : '_';
      if (written != '_' || safe.length() == 0 || safe.charAt(safe.length() - 1) != '_') {
        safe.append(written);
      }
    }
    return safe.toString();
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == ':'
        || c == '_';
  }

  /** Removes what the formats append themselves, as often as the name ends with it. */
  static String familyName(String name) {
    String rest = name;
    boolean isChanged = true;
    while (isChanged) {
      isChanged = false;
      for (String suffix : RESERVED) {
        if (rest.equals(suffix)) {
          return suffix.substring(1);
        }
        if (rest.endsWith(suffix)) {
          rest = rest.substring(0, rest.length() - suffix.length());
          isChanged = true;
        }
      }
    }
    return rest;
  }

  /** Returns a name in snake case: {@code testTCPTest} becomes {@code test_tcptest}. */
  static String snakeCase(String name) {
    StringBuilder snake = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isUpper = Character.isUpperCase(c);
      if (isUpper && i > 0) {
        char before = name.charAt(i - 1);
        if (before != '_' && !Character.isUpperCase(before)) {
          snake.append('_');
        }
      }
      snake.append(isUpper ? Character.toLowerCase(c) : c);
    }
    return snake.toString();
  }

  /** Returns a name in lower case, as the default locale has it: jmx_exporter does so, too. */
  static String lowerCase(String name) {
    return name.toLowerCase(Locale.getDefault());
  }
}
