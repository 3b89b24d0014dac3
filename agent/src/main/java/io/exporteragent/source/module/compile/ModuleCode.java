package io.exporteragent.source.module.compile;

import io.exporteragent.config.PrometheusDuration;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A module ready to be loaded. Immutable; its arrays must not be changed. */
public final class ModuleCode {
  /** Multiples of longer durations in nanoseconds may not fit into a long. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final String className;
  private final Map<String, byte[]> classes;
  private final Map<String, byte[]> resources;
  private final Times times;
  private final @Nullable String version;

  /** The interval and the timeout that a module asks for itself. Immutable. */
  static final class Times {
    static final Times UNSPECIFIED = new Times(null, null);

    private final @Nullable Duration interval;
    private final @Nullable Duration timeout;

    Times(@Nullable Duration interval, @Nullable Duration timeout) {
      this.interval = interval;
      this.timeout = timeout;
    }

    /** Returns null if the text is not a duration longer than zero. */
    static @Nullable Duration parse(String text) {
      Duration duration = PrometheusDuration.parse(text);
      return duration == null || duration.isZero() ? null : duration;
    }
  }

  ModuleCode(
      String className,
      Map<String, byte[]> classes,
      Map<String, byte[]> resources,
      Times times,
      @Nullable String version) {
    this.className = className;
    this.classes = Collections.unmodifiableMap(classes);
    this.resources = Collections.unmodifiableMap(resources);
    this.times = times;
    this.version = version;
  }

  /** Returns the binary name of the module's class, a key of {@link #classes}. */
  public String className() {
    return className;
  }

  /** Returns the class files, by binary name. */
  public Map<String, byte[]> classes() {
    return classes;
  }

  /** Returns the other files of a jar, by path. */
  public Map<String, byte[]> resources() {
    return resources;
  }

  @Nullable Duration interval() {
    return times.interval;
  }

  @Nullable Duration timeout() {
    return times.timeout;
  }

  /** Returns the time between two runs that the module asks for, else the configured one. */
  public Duration interval(Duration configured) {
    return bounded(times.interval, configured);
  }

  /** Returns the time a run may take that the module asks for, else the configured one. */
  public Duration timeout(Duration configured) {
    return bounded(times.timeout, configured);
  }

  private static Duration bounded(@Nullable Duration own, Duration configured) {
    Duration duration = own == null ? configured : own;
    return duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
  }

  /** Returns the Implementation-Version in a jar's manifest, else null. */
  public @Nullable String version() {
    return version;
  }
}
