package io.exporteragent.source.method;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.Family;
import io.exporteragent.model.HistogramFamily;
import io.exporteragent.model.MetricNames;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.method.AverageWindow.Calls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Converts the series of all rules into families for one scrape. Rules that give one metric the
 * same labels share its series: their values are added up, averages are over all their calls.
 */
final class MethodFamilies {
  private final Map<String, Map<Map<String, String>, Sums>> counters = new LinkedHashMap<>();
  private final Map<String, Map<Map<String, String>, Sums>> averages = new LinkedHashMap<>();
  private final Map<String, Map<Map<String, String>, Sums>> histograms = new LinkedHashMap<>();
  private final Map<String, Map<Map<String, String>, Sums>> errors = new LinkedHashMap<>();
  private final Map<String, Map<Map<String, String>, Sums>> inFlight = new LinkedHashMap<>();

  private MethodFamilies() {}

  /**
   * Returns the current families.
   *
   * @param nowNanos from the clock of the averages
   */
  static List<Family> of(Collection<MeasuredRule> rules, long nowNanos) {
    MethodFamilies families = new MethodFamilies();
    for (MeasuredRule rule : rules) {
      for (Series series : rule.series()) {
        families.add(rule.settings(), series, nowNanos);
      }
    }
    return families.all();
  }

  private void add(MethodRule rule, Series series, long nowNanos) {
    Sums counter = sums(counters, rule.counter(), series.labels());
    if (counter != null) {
      counter.count += series.count();
    }
    Sums average = sums(averages, rule.average(), series.labels());
    if (average != null) {
      Calls calls = series.withinWindow(nowNanos);
      average.count += calls.count();
      average.nanos += calls.nanos();
    }
    Sums histogram = sums(histograms, rule.histogram(), series.labels());
    if (histogram != null) {
      histogram.add(series.buckets());
      histogram.nanos += series.nanos();
    }
    series
        .failures()
        .forEach(
            (exception, count) -> {
              Sums failures = sums(errors, rule.errors(), withException(series, exception));
              if (failures != null) {
                failures.count += count.get();
              }
            });
    Sums underWay = sums(inFlight, rule.inFlight(), series.labels());
    if (underWay != null) {
      underWay.count += series.inFlight();
    }
  }

  private static @Nullable Sums sums(
      Map<String, Map<Map<String, String>, Sums>> families,
      @Nullable String name,
      Map<String, String> labels) {
    return name == null
        ? null
        : families
            .computeIfAbsent(name, key -> new LinkedHashMap<>())
            .computeIfAbsent(labels, key -> new Sums());
  }

  private static Map<String, String> withException(Series series, String exception) {
    Map<String, String> labels = new LinkedHashMap<>(series.labels());
    labels.put("exception", simpleName(exception));
    return labels;
  }

  /** Returns the simple name; for an anonymous class, which has none, {@code Outer$1}. */
  static String simpleName(String className) {
    String name = className.substring(className.lastIndexOf('.') + 1);
    String inner = name.substring(name.lastIndexOf('$') + 1);
    return inner.isEmpty() || Character.isDigit(inner.charAt(0)) ? name : inner;
  }

  private List<Family> all() {
    List<Family> all = new ArrayList<>();
    scalars(
        counters, MetricType.COUNTER, "Calls of the methods that have ended.", s -> s.count, all);
    scalars(
        averages,
        MetricType.GAUGE,
        "Mean duration of the calls that ended within the window, NaN if there were none.",
        s -> s.count == 0 ? Double.NaN : s.nanos / 1e9 / s.count,
        all);
    histograms.forEach(
        (name, points) -> {
          HistogramFamily family = new HistogramFamily(name, "Duration of the methods' calls.");
          forEach(
              points, (labels, sums) -> family.add(histogram(sums.buckets, sums.nanos), labels));
          all.add(family);
        });
    scalars(
        errors,
        MetricType.COUNTER,
        "Calls of the methods that have ended with an exception.",
        s -> s.count,
        all);
    scalars(
        inFlight,
        MetricType.GAUGE,
        "Calls of the methods that have begun and not ended.",
        s -> s.count,
        all);
    return all;
  }

  private static Distribution.Histogram histogram(long[] buckets, long nanos) {
    return new Distribution.Histogram(
        DurationBuckets.UPPER_BOUNDS,
        DurationBuckets.classicCounts(buckets),
        DurationBuckets.nativeBuckets(buckets),
        nanos / 1e9);
  }

  private static void scalars(
      Map<String, Map<Map<String, String>, Sums>> families,
      MetricType type,
      String help,
      ToDoubleFunction<Sums> value,
      List<Family> all) {
    families.forEach(
        (name, points) -> {
          ScalarFamily family = new ScalarFamily(MetricNames.familyName(name, type), type, help);
          forEach(points, (labels, sums) -> family.add(value.applyAsDouble(sums), labels));
          all.add(family);
        });
  }

  private static void forEach(
      Map<Map<String, String>, Sums> points, BiConsumer<String[], Sums> action) {
    points.forEach(
        (labels, sums) -> {
          List<String> pairs = new ArrayList<>();
          labels.forEach(
              (name, value) -> {
                pairs.add(name);
                pairs.add(value);
              });
          action.accept(pairs.toArray(new String[0]), sums);
        });
  }

  /** The sums of several series. */
  private static final class Sums {
    private long count;
    private long nanos;
    private long[] buckets = new long[0];

    void add(long[] more) {
      if (buckets.length == 0) {
        buckets = new long[more.length];
      }
      for (int i = 0; i < more.length; i++) {
        buckets[i] += more[i];
      }
    }
  }
}
