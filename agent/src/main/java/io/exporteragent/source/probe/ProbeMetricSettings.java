package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Place;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import io.exporteragent.model.MetricNames;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One metric that a probe takes out of a JSON body. Its name is that of the samples on the page, so
 * that a search of the file for what a dashboard shows finds it: nothing is appended silently.
 * Paths are kept as they were written: the compiler of paths reports what is wrong with them, at
 * {@link #locationOf}.
 */
public final class ProbeMetricSettings extends Settings {
  static final Key<String> NAME =
      Key.required(
          "name",
          Schema.metricName(),
          "as on the page; a counter ends with _total and an info with _info");
  static final Key<Type> TYPE =
      Key.of("type", Schema.oneOf(Type.class), Type.GAUGE, "gauge, counter, stateset or info");
  static final Key<String> HELP = Key.of("help", Schema.text(), "", "the text of the HELP line");
  static final Key<String> VALUE =
      Key.required("value", Schema.text(), "where the value is, a JSONPath")
          .onlyWhere(
              values -> values.get(TYPE) != Type.INFO,
              "value is not available for an info, which is always 1",
              "say what is known in labels");
  static final Key<Map<String, String>> LABELS =
      Key.of(
          "labels",
          Schema.labels(Schema.text()),
          Collections.emptyMap(),
          "out of the page, 1024 characters at most");
  static final Key<String> FOREACH =
      Key.optional(
          "foreach", Schema.text(), "a single series", "a path, each of whose results is a series");
  static final Key<Integer> LIMIT =
      Key.of("limit", Schema.integer(1, 1_000_000), 1000, "more results than that fail the probe")
          .onlyWhere(
              values -> values.find(FOREACH) != null,
              "limit needs foreach",
              "add that, or remove it");
  static final Key<OnMissing> ON_MISSING =
      Key.of(
          "on_missing",
          Schema.scalar("error, skip or a number", OnMissing::read),
          OnMissing.ERROR,
          "error fails the probe, skip leaves the metric out, a number is used instead; null counts as missing");
  static final Key<Double> SCALE =
      Key.of(
              "scale",
              Schema.scalar("number", ProbeMetricSettings::readScale),
              1.0,
              "what the value is multiplied by")
          .onlyWhere(ProbeMetricSettings::isNumber, "scale is for a gauge or counter", "remove it");
  static final Key<Parse> PARSE =
      Key.of(
              "parse",
              Schema.oneOf(Parse.class),
              Parse.NUMBER,
              "or bool, duration (1m30s), rfc3339 (becomes seconds since 1970)")
          .onlyWhere(ProbeMetricSettings::isNumber, "parse is for a gauge or counter", "remove it");
  static final Key<List<String>> STATES =
      Key.required("states", Schema.listOf(Schema.nonEmptyText()), "all that the value may be")
          .onlyWhere(ProbeMetricSettings::isStateSet, "states is for a stateset", "remove it");
  static final Key<String> UNKNOWN =
      Key.optional("unknown", Schema.text(), "the probe fails", "what any other value means")
          .onlyWhere(ProbeMetricSettings::isStateSet, "unknown is for a stateset", "remove it");

  static final Mapping<ProbeMetricSettings> SCHEMA =
      Schema.mapping(
          ProbeMetricSettings::new,
          NAME,
          TYPE,
          HELP,
          VALUE,
          LABELS,
          FOREACH,
          LIMIT,
          ON_MISSING,
          SCALE,
          PARSE,
          STATES,
          UNKNOWN);

  private ProbeMetricSettings(Values values) throws ConfigurationException {
    super(values);
    if (values.has(NAME)) {
      check(values);
    }
  }

  private void check(Values values) throws ConfigurationException {
    checkName(values.written(NAME));
    if (type() == Type.INFO && labels().isEmpty()) {
      throw values.error("an info without labels", "add labels, they are all an info says");
    }
    if (onMissing().number() != null && !isNumber(values)) {
      throw values.written(ON_MISSING).expected("skip or error");
    }
    if (type() == Type.STATESET) {
      checkStates(values);
    }
  }

  private void checkName(YamlValue at) throws ConfigurationException {
    String name = name();
    if (type() == Type.STATESET && !MetricNames.isLabel(name)) {
      throw at.expected(
          "a name without colon or leading __, because a state set's label is named as itself");
    }
    String suffix = type().suffix();
    if (!name.endsWith(suffix) || name.length() == suffix.length()) {
      throw at.expected(
          String.format("a name that ends with %s, as the name of every %s", suffix, type().key()));
    }
    String reserved = MetricNames.reservedSuffix(familyName());
    if (reserved != null) {
      throw at.expected(
          String.format("another name for a %s, %s is reserved", type().key(), reserved));
    }
  }

  private static double readScale(YamlValue at) throws ConfigurationException {
    if (at.number() == 0) {
      throw at.expected("a number that is not 0");
    }
    return at.number();
  }

  private void checkStates(Values values) throws ConfigurationException {
    if (labels().containsKey(name())) {
      throw values
          .written(NAME)
          .error("a label named as its stateset", "that label tells the state, rename yours");
    }
    if (states().isEmpty()) {
      throw values.written(STATES).error("an empty list", "expected at least one state");
    }
    Set<String> seen = new HashSet<>();
    for (YamlValue item : values.written(STATES).items()) {
      if (!seen.add(item.text())) {
        throw item.error("duplicate state", "remove it");
      }
    }
    if (unknown() != null && !states().contains(unknown())) {
      throw values.written(UNKNOWN).expected("one of the states");
    }
  }

  private static boolean isNumber(Values values) {
    return values.get(TYPE) == Type.GAUGE || values.get(TYPE) == Type.COUNTER;
  }

  private static boolean isStateSet(Values values) {
    return values.get(TYPE) == Type.STATESET;
  }

  /**
   * Returns the name of the samples as they stand on the page: that of a counter ends with {@code
   * _total}, that of an info with {@code _info}.
   */
  public String name() {
    return values().get(NAME);
  }

  /** Returns what OpenMetrics tells families apart by: the name without what its type appends. */
  String familyName() {
    return name().substring(0, name().length() - type().suffix().length());
  }

  /** Returns what the metric is exposed as. */
  public Type type() {
    return values().get(TYPE);
  }

  /** Returns the text of the HELP line, empty if none was given. */
  public String help() {
    return values().get(HELP);
  }

  /**
   * Returns the path of the value; null for an info, whose value is always 1, and for nothing else.
   */
  public @Nullable String value() {
    return values().find(VALUE);
  }

  /**
   * Returns label names with what was written for them, a path or a literal, in the order of the
   * file.
   */
  public Map<String, String> labels() {
    return values().get(LABELS);
  }

  /** Returns the path whose every result becomes a series of its own; null for a single series. */
  public @Nullable String foreach() {
    return values().find(FOREACH);
  }

  /** Returns how many series a {@code foreach} may yield. At least 1. */
  public int limit() {
    return values().get(LIMIT);
  }

  /** Returns what the value is multiplied by. Finite and not 0. */
  public double scale() {
    return values().get(SCALE);
  }

  /** Returns what the value is written as. Without meaning for a state set and an info. */
  public Parse parse() {
    return values().get(PARSE);
  }

  /** Returns what happens where the value is null or not in the body. */
  public OnMissing onMissing() {
    return values().get(ON_MISSING);
  }

  /** Returns the states of a state set, distinct and at least one; empty for the other types. */
  public List<String> states() {
    List<String> states = values().find(STATES);
    return states == null ? Collections.<String>emptyList() : states;
  }

  /**
   * Returns which of the states stands for a value that is none of them; null if that is an error.
   */
  public @Nullable String unknown() {
    return values().find(UNKNOWN);
  }

  /**
   * Returns where in the file something stands, for messages.
   *
   * @param key {@code value}, {@code foreach} or {@code labels.<name>}
   * @return for instance {@code exporter.yml:12:9 probes[0].metrics[2].value}; where the metric
   *     itself stands if the key is not there, empty if it came from no file
   */
  public String locationOf(String key) {
    Place place = values().place(key);
    return place == null ? "" : place.toString();
  }

  /** What a metric is exposed as. */
  public enum Type {
    /** A number that goes up and down. */
    GAUGE,
    /** A number that only goes up. */
    COUNTER,
    /** One of several states. */
    STATESET,
    /** Labels alone. */
    INFO;

    /** Returns it as in the file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what the names of the samples end with. */
    String suffix() {
      return this == COUNTER ? MetricNames.TOTAL : this == INFO ? MetricNames.INFO : "";
    }
  }

  /** What a value in the body is written as. */
  public enum Parse {
    /** A JSON number, or text that is one. */
    NUMBER,
    /** True is 1, false is 0. */
    BOOL,
    /** Text such as {@code 1m30s}; becomes seconds. */
    DURATION,
    /** Text such as {@code 2026-01-31T12:00:00Z}; becomes seconds since 1970. */
    RFC3339;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
