package io.exporteragent.config;

import java.util.regex.Pattern;

/** Which names Prometheus and HTTP allow. */
final class Names {
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*+");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*+");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++");

  private Names() {}

  static boolean isMetric(String name) {
    return METRIC.matcher(name).matches();
  }

  /** Names that begin with two underscores belong to Prometheus. */
  static boolean isLabel(String name) {
    return LABEL.matcher(name).matches() && !name.startsWith("__");
  }

  /** Whether a metric can be named after the probe. */
  static boolean isProbe(String name) {
    return LABEL.matcher(name).matches();
  }

  /** Whether it is a token of RFC 9110, as the names of headers and authentication schemes are. */
  static boolean isToken(String name) {
    return TOKEN.matcher(name).matches();
  }
}
