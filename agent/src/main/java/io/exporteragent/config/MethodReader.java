package io.exporteragent.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code methods}. Names of metrics are those of the samples on the page, with the unit
 * and the {@code _total} that Prometheus wants of them, and nothing is appended silently.
 */
final class MethodReader {
  private static final String[] RESERVED_SUFFIXES = {
    "_total", "_info", "_created", "_bucket", "_count", "_sum"
  };
  private static final Duration MAX_WINDOW = Duration.ofHours(1);
  private static final int MAX_METHODS = 10_000;

  private final FamilyClashes families;
  private final Map<String, Integer> lineOfPattern = new HashMap<>();
  private final Map<String, MethodRule> firstOfAverage = new HashMap<>();
  private final Map<String, Integer> lineOfAverage = new HashMap<>();

  MethodReader(FamilyClashes families) {
    this.families = families;
  }

  List<MethodRule> read(YamlValue section) throws ConfigurationException {
    List<MethodRule> rules = new ArrayList<>();
    for (YamlValue item : section.items()) {
      rules.add(rule(item));
    }
    return rules;
  }

  private MethodRule rule(YamlValue item) throws ConfigurationException {
    YamlMap map =
        item.map(
            "match",
            "counter",
            "average",
            "window",
            "histogram",
            "errors",
            "in_flight",
            "labels",
            "max");
    MethodPattern pattern = pattern(map.require("match"));
    if (pattern.isConstructor()) {
      String reason = "how a constructor ends by an exception cannot be seen";
      map.forbid("errors", reason);
      map.forbid("in_flight", reason);
    }
    MethodRule.Builder builder = MethodRule.builder(pattern).location(map.location());
    builder.counter(metric(map.get("counter"), "_total", "a counter of calls"));
    builder.errors(metric(map.get("errors"), "_total", "a counter of errors"));
    builder.average(metric(map.get("average"), "_seconds", "an average"));
    builder.histogram(metric(map.get("histogram"), "_seconds", "a histogram"));
    builder.inFlight(metric(map.get("in_flight"), "", "a gauge of calls in flight"));
    YamlValue window = map.get("window");
    if (window != null) {
      builder.window(window(map, window));
    }
    YamlValue labels = map.get("labels");
    if (labels != null) {
      builder.labels(labels(labels, map.get("errors") != null));
    }
    YamlValue max = map.get("max");
    if (max != null) {
      builder.max(max.integer(1, MAX_METHODS));
    }
    return checked(builder.build(), map);
  }

  private MethodPattern pattern(YamlValue value) throws ConfigurationException {
    String text = value.nonEmptyText();
    MethodPattern pattern;
    try {
      pattern = MethodPattern.parse(text);
    } catch (ConfigurationException e) {
      throw value.expected(
          String.format("a method such as com.shop.OrderService#place(..) (%s)", e.getMessage()));
    }
    MethodScope.check(pattern, value);
    Integer before = lineOfPattern.putIfAbsent(pattern.toString(), value.line());
    if (before != null) {
      throw value.error(
          "duplicate pattern",
          String.format("the first is in line %d, make one rule of them", before));
    }
    return pattern;
  }

  /** Null if the metric is not wanted. */
  private @Nullable String metric(@Nullable YamlValue value, String suffix, String kind)
      throws ConfigurationException {
    if (value == null) {
      return null;
    }
    String name = value.text();
    if (!Names.isMetric(name)) {
      throw value.expected("a metric name: letters, digits and underscores, no digit first");
    }
    if (!name.endsWith(suffix) || name.length() == suffix.length()) {
      throw value.expected(
          String.format("a name that ends with %s, as the name of %s", suffix, kind));
    }
    String stem = name.substring(0, name.length() - suffix.length());
    for (String reserved : RESERVED_SUFFIXES) {
      if (stem.endsWith(reserved)) {
        throw value.expected(String.format("another name for %s, %s is reserved", kind, reserved));
      }
    }
    if (name.startsWith("exporter_agent_")) {
      throw value.expected("a name that does not begin with exporter_agent_, the agent's own do");
    }
    families.add(suffix.equals("_total") ? stem : name, kind, value);
    if (kind.equals("a histogram")) {
      for (String part : new String[] {"_bucket", "_count", "_sum"}) {
        families.add(name + part, "a part of a histogram", value);
      }
    }
    return name;
  }

  private static Duration window(YamlMap map, YamlValue value) throws ConfigurationException {
    if (map.get("average") == null) {
      map.forbid("window", "only an average has a window");
    }
    Duration window = value.positiveDuration();
    if (window.toMillis() % 1000 != 0 || window.compareTo(MAX_WINDOW) > 0) {
      throw value.expected("whole seconds, from 1s to 1h");
    }
    return window;
  }

  private static Map<String, String> labels(YamlValue section, boolean errors)
      throws ConfigurationException {
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<String, YamlValue> entry : section.entries().entrySet()) {
      String name = entry.getKey();
      YamlValue value = entry.getValue();
      if (!Names.isLabel(name)) {
        throw value
            .atKey()
            .expected("a label name: letters, digits and underscores, no digit or __ first");
      }
      if (name.equals("le") || (errors && name.equals("exception"))) {
        throw value
            .atKey()
            .error(
                String.format("label %s cannot be given", Quoted.of(name)),
                name.equals("le")
                    ? "it tells the buckets of a histogram, rename yours"
                    : "it tells the exceptions of errors, rename yours");
      }
      String template = value.text();
      if (MethodLabels.hasStrayBraces(template)) {
        throw value.expected("text in which braces are those of {class}, {fqcn} and {method}");
      }
      labels.put(name, template);
    }
    return labels;
  }

  private MethodRule checked(MethodRule rule, YamlMap map) throws ConfigurationException {
    YamlValue average = map.get("average");
    if (average != null) {
      MethodRule first = firstOfAverage.putIfAbsent(average.text(), rule);
      Integer line = lineOfAverage.putIfAbsent(average.text(), average.line());
      if (first != null && !first.window().equals(rule.window())) {
        throw average.error(
            String.format(
                "average %s is over %s here and over %s in line %d",
                Quoted.of(average.text()),
                PrometheusDuration.format(rule.window()),
                PrometheusDuration.format(first.window()),
                line),
            "give one of them another name, or both the same window");
      }
    } else if (rule.counter() == null
        && rule.histogram() == null
        && rule.errors() == null
        && rule.inFlight() == null) {
      throw map.error(
          "a rule without a metric", "add counter, average, histogram, errors or in_flight");
    }
    return rule;
  }
}
