package io.exporteragent.source.method;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Place;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import io.exporteragent.model.MetricNames;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code methods}: the methods to measure and their metrics, at least one. Metric names
 * are those of the samples on the page, with the unit and the {@code _total} that Prometheus asks
 * for; nothing is appended silently.
 */
public final class MethodRule extends Settings {
  private static final Duration MAX_WINDOW = Duration.ofHours(1);
  private static final String COUNTER_KIND = "a counter of calls";
  private static final String ERRORS_KIND = "a counter of errors";
  private static final String AVERAGE_KIND = "an average";
  static final String HISTOGRAM_KIND = "a histogram";
  private static final String IN_FLIGHT_KIND = "a gauge of calls in flight";

  static final Key<MethodPattern> MATCH =
      Key.required(
          "match", Schema.scalar("method pattern", MethodRule::readPattern), "the methods");
  static final Key<String> COUNTER =
      metric("counter", MetricNames.TOTAL, COUNTER_KIND, "calls, however they ended");
  static final Key<String> AVERAGE =
      metric(
          "average",
          "_seconds",
          AVERAGE_KIND,
          "mean duration of the calls that ended in the window");
  static final Key<Duration> WINDOW =
      Key.of(
              "window",
              Schema.duration().checked(MethodRule::checkWindow),
              Duration.ofSeconds(60),
              "whole seconds, 1h at most")
          .onlyWhere(
              values -> values.find(AVERAGE) != null,
              "window needs average",
              "add that, or remove it");
  static final Key<String> HISTOGRAM =
      metric("histogram", "_seconds", HISTOGRAM_KIND, "durations, in classic and native buckets");
  static final Key<String> ERRORS =
      metric(
              "errors",
              MetricNames.TOTAL,
              ERRORS_KIND,
              "calls that ended with an exception, by its class")
          .onlyWhere(
              values -> !values.get(MATCH).isConstructor(),
              "errors is not available for constructors",
              "remove it");
  static final Key<String> IN_FLIGHT =
      metric("in_flight", "", IN_FLIGHT_KIND, "calls that have not ended yet")
          .onlyWhere(
              values -> !values.get(MATCH).isConstructor(),
              "in_flight is not available for constructors",
              "remove it");
  static final Key<Map<String, String>> LABELS =
      Key.of(
          "labels",
          Schema.labels(Schema.text().checked(MethodRule::checkTemplate)),
          Collections.emptyMap(),
          "of every metric of the rule");
  static final Key<Integer> MAX =
      Key.of(
          "max",
          Schema.integer(1, 10_000),
          200,
          "with more methods than that the rule measures none");

  static final Mapping<MethodRule> SCHEMA =
      Schema.mapping(
          MethodRule::new,
          MATCH,
          COUNTER,
          AVERAGE,
          WINDOW,
          HISTOGRAM,
          ERRORS,
          IN_FLIGHT,
          LABELS,
          MAX);

  private MethodRule(Values values) throws ConfigurationException {
    super(values);
    if (counter() == null
        && average() == null
        && histogram() == null
        && errors() == null
        && inFlight() == null) {
      throw values.error(
          "a rule without a metric", "add counter, average, histogram, errors or in_flight");
    }
    if (labels().containsKey("le")) {
      throw values.errorAt(
          "labels.le",
          "label \"le\" cannot be given",
          "it is the bucket of a histogram, rename yours");
    }
    if (errors() != null && labels().containsKey("exception")) {
      throw values.errorAt(
          "labels.exception",
          "label \"exception\" cannot be given",
          "it is the exception of errors, rename yours");
    }
  }

  private static Key<String> metric(String key, String suffix, String kind, String help) {
    return Key.optional(
        key,
        Schema.metricName().checked((name, at) -> checkMetric(name, at, suffix, kind)),
        "none",
        help);
  }

  private static void checkMetric(String name, YamlValue at, String suffix, String kind)
      throws ConfigurationException {
    if (!name.endsWith(suffix) || name.length() == suffix.length()) {
      throw at.expected(String.format("a name that ends with %s, as the name of %s", suffix, kind));
    }
    String stem = name.substring(0, name.length() - suffix.length());
    String reserved = MetricNames.reservedSuffix(stem, MetricNames.COUNT, MetricNames.SUM);
    if (reserved != null) {
      throw at.expected(String.format("another name for %s, %s is reserved", kind, reserved));
    }
    if (name.startsWith("exporter_agent_")) {
      throw at.expected("a name that does not begin with exporter_agent_, the agent's own do");
    }
  }

  private static MethodPattern readPattern(YamlValue at) throws ConfigurationException {
    MethodPattern pattern;
    try {
      pattern = MethodPattern.parse(at.nonEmptyText());
    } catch (ConfigurationException e) {
      throw at.expected(
          String.format("a method such as com.shop.OrderService#place(..) (%s)", e.getMessage()));
    }
    MethodScope.check(pattern, at);
    return pattern;
  }

  private static void checkWindow(Duration window, YamlValue at) throws ConfigurationException {
    if (window.toMillis() % 1000 != 0 || window.compareTo(MAX_WINDOW) > 0) {
      throw at.expected("whole seconds, from 1s to 1h");
    }
  }

  private static void checkTemplate(String text, YamlValue at) throws ConfigurationException {
    if (MethodLabels.hasStrayBraces(text)) {
      throw at.expected("text in which braces are those of {class}, {fqcn} and {method}");
    }
  }

  /** Returns the pattern as written, which is the value of the label {@code rule}. */
  public String id() {
    return pattern().toString();
  }

  /** Returns the pattern of the measured methods. */
  public MethodPattern pattern() {
    return values().get(MATCH);
  }

  /** Returns the name of the counter of calls, including {@code _total}; null for none. */
  public @Nullable String counter() {
    return values().find(COUNTER);
  }

  /** Returns the name of the gauge of the mean duration within {@link #window}; null for none. */
  public @Nullable String average() {
    return values().find(AVERAGE);
  }

  /** Returns the window of the {@link #average}: whole seconds, from 1 to 3600. */
  public Duration window() {
    return values().get(WINDOW);
  }

  /** Returns the name of the histogram of durations in seconds; null for none. */
  public @Nullable String histogram() {
    return values().find(HISTOGRAM);
  }

  /**
   * Returns the name of the counter of calls that ended with an exception, including {@code
   * _total}; null for none. It has a label {@code exception}.
   */
  public @Nullable String errors() {
    return values().find(ERRORS);
  }

  /** Returns the name of the gauge of calls in flight; null for none. */
  public @Nullable String inFlight() {
    return values().find(IN_FLIGHT);
  }

  /**
   * Returns the labels of every metric, in the order of the file. In values, <code>{class}</code>
   * stands for the simple name of the method's class, <code>{fqcn}</code> for its name with the
   * package, and <code>{method}</code> for the method's name; see {@link #labelsOf}.
   */
  public Map<String, String> labels() {
    return values().get(LABELS);
  }

  /**
   * Returns the labels of one method's metrics.
   *
   * @param className the binary name
   * @param methodName as in the class file, {@code <init>} for a constructor
   */
  public Map<String, String> labelsOf(String className, String methodName) {
    Map<String, String> resolved = new LinkedHashMap<>();
    labels()
        .forEach(
            (name, value) ->
                resolved.put(name, MethodLabels.resolve(value, className, methodName)));
    return resolved;
  }

  /** Returns how many methods may match, at least 1; if more do, none is measured. */
  public int max() {
    return values().get(MAX);
  }

  @Nullable Place place(Key<?> key) {
    return values().place(key.name());
  }

  /** Calls the visitor with the name and the kind of each metric given. */
  void forEachMetric(MetricVisitor visitor) throws ConfigurationException {
    show(COUNTER, COUNTER_KIND, visitor);
    show(AVERAGE, AVERAGE_KIND, visitor);
    show(HISTOGRAM, HISTOGRAM_KIND, visitor);
    show(ERRORS, ERRORS_KIND, visitor);
    show(IN_FLIGHT, IN_FLIGHT_KIND, visitor);
  }

  private void show(Key<String> key, String kind, MetricVisitor visitor)
      throws ConfigurationException {
    String name = values().find(key);
    if (name != null) {
      visitor.metric(key, name, kind);
    }
  }

  /** Receives the metrics of a rule. */
  interface MetricVisitor {
    void metric(Key<String> key, String name, String kind) throws ConfigurationException;
  }
}
