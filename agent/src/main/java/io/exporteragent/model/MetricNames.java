package io.exporteragent.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names Prometheus allows, and what its formats append to the name of a family to name the
 * samples of its points.
 *
 * <pre>{@code
 * MetricNames.familyName("jobs_total", MetricType.COUNTER)   // jobs
 * MetricNames.suffix(MetricType.COUNTER)                     // _total
 * MetricNames.sampleSuffixes(MetricType.HISTOGRAM)           // _bucket, _count, _sum
 * MetricNames.reservedSuffix("jobs_created")                 // _created
 * }</pre>
 */
public final class MetricNames {
  /** Ends the sample of a counter. */
  public static final String TOTAL = "_total";

  /** Ends the sample of an info. */
  public static final String INFO = "_info";

  /** Ends the sample that says when a counter, histogram or summary began to count. */
  public static final String CREATED = "_created";

  /** Ends the samples of a histogram's buckets. */
  public static final String BUCKET = "_bucket";

  /** Ends the number of observations of a histogram or summary. */
  public static final String COUNT = "_count";

  /** Ends the sum of the observations of a histogram or summary. */
  public static final String SUM = "_sum";

  /** Ends the number of observations of a gauge histogram. */
  public static final String GAUGE_COUNT = "_gcount";

  /** Ends the sum of the observations of a gauge histogram. */
  public static final String GAUGE_SUM = "_gsum";

  private static final List<String> ALL_SUFFIXES =
      list(TOTAL, CREATED, BUCKET, COUNT, SUM, INFO, GAUGE_COUNT, GAUGE_SUM);
  private static final List<String> HISTOGRAM_SUFFIXES = list(BUCKET, COUNT, SUM);
  private static final List<String> GAUGE_HISTOGRAM_SUFFIXES = list(BUCKET, GAUGE_COUNT, GAUGE_SUM);
  private static final List<String> SUMMARY_SUFFIXES = list("", COUNT, SUM);
  private static final List<String> COUNTER_SUFFIXES = list(TOTAL);
  private static final List<String> INFO_SUFFIXES = list(INFO);
  private static final List<String> NO_SUFFIX = list("");
  private static final List<String> RESERVED_SUFFIXES = list(TOTAL, INFO, CREATED, BUCKET);

  private static final List<String> UNITS = list("seconds", "bytes");

  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*+");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*+");

  private MetricNames() {}

  /** Returns whether a metric may have this name in every format, without any escaping. */
  public static boolean isMetric(String name) {
    return METRIC.matcher(name).matches();
  }

  /**
   * Returns whether a label may have this name in every format, without any escaping. Names that
   * begin with two underscores belong to Prometheus.
   */
  public static boolean isLabel(String name) {
    return LABEL.matcher(name).matches() && !name.startsWith("__");
  }

  /** Returns what ends the one sample of a point: {@code _total}, {@code _info}, else nothing. */
  public static String suffix(MetricType type) {
    return type == MetricType.COUNTER ? TOTAL : type == MetricType.INFO ? INFO : "";
  }

  /**
   * Returns the name of the family whose samples have this name: without the {@link #suffix} of the
   * type, if the name ends with it.
   */
  public static String familyName(String name, MetricType type) {
    String suffix = suffix(type);
    return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
  }

  /**
   * Returns the base unit that ends the name of a family, as Prometheus' naming conventions ask;
   * empty if none does.
   */
  public static String unit(String familyName) {
    for (String unit : UNITS) {
      if (familyName.endsWith(unit)
          && familyName.length() > unit.length()
          && familyName.charAt(familyName.length() - unit.length() - 1) == '_') {
        return unit;
      }
    }
    return "";
  }

  /** Returns what ends the samples of a point, without {@link #CREATED}; empty for a bare name. */
  public static List<String> sampleSuffixes(MetricType type) {
    switch (type) {
      case HISTOGRAM:
        return HISTOGRAM_SUFFIXES;
      case GAUGE_HISTOGRAM:
        return GAUGE_HISTOGRAM_SUFFIXES;
      case SUMMARY:
        return SUMMARY_SUFFIXES;
      case COUNTER:
        return COUNTER_SUFFIXES;
      case INFO:
        return INFO_SUFFIXES;
      default:
        return NO_SUFFIX;
    }
  }

  /** Returns everything that ends samples of any type, {@link #CREATED} included. */
  public static List<String> suffixes() {
    return ALL_SUFFIXES;
  }

  /**
   * Returns what a name ends with that the formats append themselves, so that no family may be
   * named so; null if it is free.
   *
   * @param more endings that are not free either, beside {@code _total}, {@code _info}, {@code
   *     _created} and {@code _bucket}
   */
  public static @Nullable String reservedSuffix(String name, String... more) {
    for (String suffix : RESERVED_SUFFIXES) {
      if (name.endsWith(suffix)) {
        return suffix;
      }
    }
    for (String suffix : more) {
      if (name.endsWith(suffix)) {
        return suffix;
      }
    }
    return null;
  }

  /** Returns whether a family of this name and type may have samples of that name. */
  public static boolean isSample(String sample, String name, MetricType type) {
    for (String suffix : sampleSuffixes(type)) {
      if (isJoined(sample, name, suffix)) {
        return true;
      }
    }
    return hasCreated(type) && isJoined(sample, name, CREATED);
  }

  private static boolean hasCreated(MetricType type) {
    return type == MetricType.COUNTER
        || type == MetricType.SUMMARY
        || type == MetricType.HISTOGRAM
        || type == MetricType.GAUGE_HISTOGRAM;
  }

  private static boolean isJoined(String text, String start, String end) {
    return text.length() == start.length() + end.length()
        && text.startsWith(start)
        && text.endsWith(end);
  }

  /**
   * Returns where among the labels of a state set's point that label begins which tells the state:
   * the last one, named as the family.
   *
   * @param labels name, value, name, value
   * @throws IllegalArgumentException if the last label is another one or has no value
   */
  public static int stateLabel(String[] labels, String family) {
    int last = labels.length - 2;
    if (last < 0 || !labels[last].equals(family)) {
      throw new IllegalArgumentException("the last label of a state must be named " + family);
    }
    if (labels[last + 1].isEmpty()) {
      throw new IllegalArgumentException("a state has no name");
    }
    return last;
  }

  private static List<String> list(String... suffixes) {
    return Collections.unmodifiableList(Arrays.asList(suffixes));
  }
}
