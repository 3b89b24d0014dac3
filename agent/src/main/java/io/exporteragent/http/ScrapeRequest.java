package io.exporteragent.http;

import io.exporteragent.model.MetricNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the deadline and the requested families of a scrape from its request. */
final class ScrapeRequest {
  /** Sent by Prometheus, in seconds with decimals. */
  static final String TIMEOUT_HEADER = "X-Prometheus-Scrape-Timeout-Seconds";

  private static final double DEFAULT_SECONDS = 9.5;
  private static final double LONGEST_SECONDS = 60;

  private ScrapeRequest() {}

  /**
   * Returns the values of the parameter {@code name[]}, none if every family is requested.
   *
   * @throws BadRequest if the query is malformed
   */
  static List<String> names(String query) throws BadRequest {
    List<String> names = new ArrayList<>();
    int start = 0;
    while (start < query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      String parameter = query.substring(start, end);
      int equals = parameter.indexOf('=');
      if (equals >= 0) {
        String value = PercentDecoding.query(parameter.substring(equals + 1));
        if (PercentDecoding.query(parameter.substring(0, equals)).equals("name[]")) {
          names.add(value);
        }
      }
      start = end + 1;
    }
    return names;
  }

  /**
   * Returns how long gathering may take: less than the client's timeout, to leave time to send.
   *
   * @param header the client's timeout in seconds; null or malformed for the default
   */
  static long timeoutNanos(@Nullable String header) {
    double seconds = DEFAULT_SECONDS;
    double patience = seconds(header);
    if (patience > 0) {
      seconds = Math.min(patience - Math.min(0.5, patience / 4), LONGEST_SECONDS);
    }
    return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }

  /**
   * Matches a family by its own name or by that of one of its samples, which users see in queries.
   *
   * @param requested empty if every family is requested
   */
  static Predicate<String> matching(List<String> requested) {
    if (requested.isEmpty()) {
      return name -> true;
    }
    Set<String> wanted = new HashSet<>(requested);
    return name -> {
      if (wanted.contains(name)) {
        return true;
      }
      for (String suffix : MetricNames.suffixes()) {
        if (wanted.contains(name + suffix)) {
          return true;
        }
      }
      return false;
    };
  }

  private static double seconds(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    try {
      double seconds = Double.parseDouble(text);
      return Double.isInfinite(seconds) ? 0 : seconds;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
