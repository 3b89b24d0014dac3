package io.exporteragent.source.module.compile;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A module ready to be loaded. Immutable; the arrays are not to be written to. */
public final class ModuleCode {
  private final String className;
  private final Map<String, byte[]> classes;
  private final Map<String, byte[]> resources;
  private final ModuleTimes times;
  private final @Nullable String version;

  ModuleCode(
      String className,
      Map<String, byte[]> classes,
      Map<String, byte[]> resources,
      ModuleTimes times,
      @Nullable String version) {
    this.className = className;
    this.classes = Collections.unmodifiableMap(classes);
    this.resources = Collections.unmodifiableMap(resources);
    this.times = times;
    this.version = version;
  }

  /** Binary name of the module's class, a key of {@link #classes}. */
  public String className() {
    return className;
  }

  /** Class files by binary name. */
  public Map<String, byte[]> classes() {
    return classes;
  }

  /** The other files of a jar, by path. */
  public Map<String, byte[]> resources() {
    return resources;
  }

  /** The time between two runs that the module asks for, or null for the configured one. */
  public @Nullable Duration interval() {
    return times.interval();
  }

  /** The time a run may take that the module asks for, or null for the configured one. */
  public @Nullable Duration timeout() {
    return times.timeout();
  }

  /** What a jar's manifest gives as Implementation-Version, else null. */
  public @Nullable String version() {
    return version;
  }
}
