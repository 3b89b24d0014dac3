package io.exporteragent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One metric that a probe takes out of a JSON body. Paths are kept as they were written: whoever
 * compiles them reports what is wrong with them, at {@link #locationOf}.
 *
 * <p>Two are equal if they ask for the same, wherever in the file they stand.
 */
public final class ProbeMetricSettings {
  private final String name;
  private final Type type;
  private final String help;
  private final @Nullable String value;
  private final Map<String, String> labels;
  private final @Nullable String foreach;
  private final int limit;
  private final double scale;
  private final Parse parse;
  private final OnMissing onMissing;
  private final List<String> states;
  private final @Nullable String unknown;
  private final Map<String, String> locations;

  private ProbeMetricSettings(Builder builder) {
    this.name = builder.name;
    this.type = builder.type;
    this.help = builder.help;
    this.value = builder.value;
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
    this.foreach = builder.foreach;
    this.limit = builder.limit;
    this.scale = builder.scale;
    this.parse = builder.parse;
    this.onMissing = builder.onMissing;
    this.states = Collections.unmodifiableList(new ArrayList<>(builder.states));
    this.unknown = builder.unknown;
    this.locations = new HashMap<>(builder.locations);
  }

  /** Begins with the defaults of everything else. */
  public static Builder builder(String name, Type type) {
    return new Builder(name, type);
  }

  /**
   * The name of the samples as they stand on the page: that of a counter ends with {@code _total},
   * that of an info with {@code _info}.
   */
  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  /** Empty if none was given. */
  public String help() {
    return help;
  }

  /** The path of the value; null for an info, whose value is always 1, and for nothing else. */
  public @Nullable String value() {
    return value;
  }

  /** Label names with what was written for them, a path or a literal, in the order of the file. */
  public Map<String, String> labels() {
    return labels;
  }

  /** The path whose every result becomes a series of its own; null for a single series. */
  public @Nullable String foreach() {
    return foreach;
  }

  /** How many series a {@code foreach} may yield. At least 1. */
  public int limit() {
    return limit;
  }

  /** What the value is multiplied by. Finite and not 0. */
  public double scale() {
    return scale;
  }

  /** What the value is written as. Of no meaning for a state set and an info. */
  public Parse parse() {
    return parse;
  }

  public OnMissing onMissing() {
    return onMissing;
  }

  /** The states of a state set, distinct and at least one; empty for the other types. */
  public List<String> states() {
    return states;
  }

  /** Which of the states stands for a value that is none of them; null if that is an error. */
  public @Nullable String unknown() {
    return unknown;
  }

  /**
   * Where in the file something stands, for messages.
   *
   * @param key {@code value}, {@code foreach} or {@code labels.<name>}
   * @return for instance {@code exporter.yml:12:9 probes[0].metrics[2].value}; where the metric
   *     itself stands if the key is not there, empty if it came from no file
   */
  public String locationOf(String key) {
    String location = locations.get(key);
    return location != null ? location : locations.getOrDefault("", "");
  }

  private List<@Nullable Object> fields() {
    return Arrays.asList(
        name, type, help, value, labels, foreach, limit, scale, parse, onMissing, states, unknown);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProbeMetricSettings
        && fields().equals(((ProbeMetricSettings) other).fields());
  }

  @Override
  public int hashCode() {
    return fields().hashCode();
  }

  @Override
  public String toString() {
    return fields().toString();
  }

  /** What a metric is exposed as. */
  public enum Type {
    GAUGE,
    COUNTER,
    STATESET,
    INFO;

    /** As in the file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
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

    /** As in the file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Gathers what is not default; checks nothing; not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Type type;
    private String help = "";
    private @Nullable String value;
    private Map<String, String> labels = Collections.emptyMap();
    private @Nullable String foreach;
    private int limit = 1000;
    private double scale = 1;
    private Parse parse = Parse.NUMBER;
    private OnMissing onMissing = OnMissing.ERROR;
    private List<String> states = Collections.emptyList();
    private @Nullable String unknown;
    private final Map<String, String> locations = new HashMap<>();

    private Builder(String name, Type type) {
      this.name = name;
      this.type = type;
    }

    public Builder help(String text) {
      help = text;
      return this;
    }

    public Builder value(@Nullable String path) {
      value = path;
      return this;
    }

    public Builder labels(Map<String, String> pathsOrLiterals) {
      labels = pathsOrLiterals;
      return this;
    }

    public Builder foreach(@Nullable String path) {
      foreach = path;
      return this;
    }

    public Builder limit(int series) {
      limit = series;
      return this;
    }

    public Builder scale(double factor) {
      scale = factor;
      return this;
    }

    public Builder parse(Parse written) {
      parse = written;
      return this;
    }

    public Builder onMissing(OnMissing action) {
      onMissing = action;
      return this;
    }

    public Builder states(List<String> all) {
      states = all;
      return this;
    }

    public Builder unknown(@Nullable String state) {
      unknown = state;
      return this;
    }

    /**
     * Says where something stands.
     *
     * @param key as in {@link ProbeMetricSettings#locationOf}, empty for the metric itself
     */
    public Builder location(String key, String location) {
      locations.put(key, location);
      return this;
    }

    public ProbeMetricSettings build() {
      return new ProbeMetricSettings(this);
    }
  }
}
