package io.exporteragent.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Methods to be measured, and the metrics that tell of them. At least one metric is given.
 *
 * <p>Two are equal if they ask for the same, wherever in the file they stand.
 */
public final class MethodRule {
  private final MethodPattern pattern;
  private final @Nullable String counter;
  private final @Nullable String average;
  private final Duration window;
  private final @Nullable String histogram;
  private final @Nullable String errors;
  private final @Nullable String inFlight;
  private final Map<String, String> labels;
  private final int max;
  private final String location;

  private MethodRule(Builder builder) {
    this.pattern = builder.pattern;
    this.counter = builder.counter;
    this.average = builder.average;
    this.window = builder.window;
    this.histogram = builder.histogram;
    this.errors = builder.errors;
    this.inFlight = builder.inFlight;
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
    this.max = builder.max;
    this.location = builder.location;
  }

  /** Begins with the defaults of everything else, and without a metric. */
  public static Builder builder(MethodPattern pattern) {
    return new Builder(pattern);
  }

  /** The pattern as it was written, which is the value of the label {@code rule}. */
  public String id() {
    return pattern.toString();
  }

  public MethodPattern pattern() {
    return pattern;
  }

  /** The counter of calls, with the {@code _total} it ends with; null for none. */
  public @Nullable String counter() {
    return counter;
  }

  /** The gauge of the mean duration within {@link #window} in seconds; null for none. */
  public @Nullable String average() {
    return average;
  }

  /** Whole seconds, from one to 3600; of no meaning without {@link #average}. */
  public Duration window() {
    return window;
  }

  /** The histogram of durations in seconds; null for none. */
  public @Nullable String histogram() {
    return histogram;
  }

  /**
   * The counter of calls that ended with an exception, which has a label {@code exception}, with
   * the {@code _total} it ends with; null for none.
   */
  public @Nullable String errors() {
    return errors;
  }

  /** The gauge of calls that have begun and not ended; null for none. */
  public @Nullable String inFlight() {
    return inFlight;
  }

  /**
   * Labels of every metric, in the order of the file. In the values, <code>{class}</code> stands
   * for the name of the method's class without its package, <code>{fqcn}</code> for that with its
   * package and <code>{method}</code> for the method's name; see {@link #labelsOf}.
   */
  public Map<String, String> labels() {
    return labels;
  }

  /**
   * The labels of one method's metrics.
   *
   * @param className the binary name
   * @param methodName as in the class file, {@code <init>} for a constructor
   */
  public Map<String, String> labelsOf(String className, String methodName) {
    Map<String, String> resolved = new LinkedHashMap<>();
    labels.forEach(
        (name, value) -> resolved.put(name, MethodLabels.resolve(value, className, methodName)));
    return resolved;
  }

  /** How many methods may match; with more of them none is measured. At least 1. */
  public int max() {
    return max;
  }

  /**
   * Where in the file the rule stands, for instance {@code exporter.yml:2:5 methods[0]}; empty if
   * it came from no file.
   */
  public String location() {
    return location;
  }

  private List<@Nullable Object> fields() {
    return Arrays.asList(
        pattern, counter, average, window, histogram, errors, inFlight, labels, max);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MethodRule && fields().equals(((MethodRule) other).fields());
  }

  @Override
  public int hashCode() {
    return fields().hashCode();
  }

  @Override
  public String toString() {
    return fields().toString();
  }

  /** Gathers what is not default; checks nothing; not thread-safe. */
  public static final class Builder {
    private final MethodPattern pattern;
    private @Nullable String counter;
    private @Nullable String average;
    private Duration window = Duration.ofSeconds(60);
    private @Nullable String histogram;
    private @Nullable String errors;
    private @Nullable String inFlight;
    private Map<String, String> labels = Collections.emptyMap();
    private int max = 200;
    private String location = "";

    private Builder(MethodPattern pattern) {
      this.pattern = pattern;
    }

    public Builder counter(@Nullable String name) {
      counter = name;
      return this;
    }

    public Builder average(@Nullable String name) {
      average = name;
      return this;
    }

    public Builder window(Duration value) {
      window = value;
      return this;
    }

    public Builder histogram(@Nullable String name) {
      histogram = name;
      return this;
    }

    public Builder errors(@Nullable String name) {
      errors = name;
      return this;
    }

    public Builder inFlight(@Nullable String name) {
      inFlight = name;
      return this;
    }

    public Builder labels(Map<String, String> templates) {
      labels = templates;
      return this;
    }

    public Builder max(int methods) {
      max = methods;
      return this;
    }

    public Builder location(String value) {
      location = value;
      return this;
    }

    public MethodRule build() {
      return new MethodRule(this);
    }
  }
}
