package io.exporteragent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder of metric modules, and what a module may do that does not say so itself. */
public final class ModuleSettings {
  private final Path directory;
  private final Duration interval;
  private final Duration timeout;
  private final int maxSeries;
  private final ClassPath classPath;
  private final @Nullable String applicationClass;

  /** What modules see besides client_java and the JDK. */
  public enum ClassPath {
    ISOLATED,
    APPLICATION
  }

  private ModuleSettings(Builder builder) {
    this.directory = builder.directory;
    this.interval = builder.interval;
    this.timeout = builder.timeout;
    this.maxSeries = builder.maxSeries;
    this.classPath = builder.classPath;
    this.applicationClass = builder.applicationClass;
  }

  /** Begins with the defaults of everything else. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** The watched folder, absolute or relative to the working directory of the JVM. */
  public Path directory() {
    return directory;
  }

  /** Between the end of one run and the start of the next. Positive. */
  public Duration interval() {
    return interval;
  }

  /** For one run. Positive. */
  public Duration timeout() {
    return timeout;
  }

  /** How many series a module may have. */
  public int maxSeries() {
    return maxSeries;
  }

  public ClassPath classPath() {
    return classPath;
  }

  /**
   * The class of the application whose loader modules see, null for the system class loader. Only
   * with {@link ClassPath#APPLICATION}.
   */
  public @Nullable String applicationClass() {
    return applicationClass;
  }

  private List<Object> values() {
    return Arrays.asList(
        directory, interval, timeout, maxSeries, classPath, String.valueOf(applicationClass));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModuleSettings && values().equals(((ModuleSettings) other).values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  @Override
  public String toString() {
    return values().toString();
  }

  /** Gathers settings; not thread-safe. */
  public static final class Builder {
    private final Path directory;
    private Duration interval = Duration.ofSeconds(10);
    private Duration timeout = Duration.ofSeconds(5);
    private int maxSeries = 1000;
    private ClassPath classPath = ClassPath.ISOLATED;
    private @Nullable String applicationClass;

    private Builder(Path directory) {
      this.directory = directory;
    }

    public Builder interval(Duration value) {
      interval = value;
      return this;
    }

    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    public Builder maxSeries(int value) {
      maxSeries = value;
      return this;
    }

    public Builder classPath(ClassPath value) {
      classPath = value;
      return this;
    }

    public Builder applicationClass(@Nullable String value) {
      applicationClass = value;
      return this;
    }

    public ModuleSettings build() {
      return new ModuleSettings(this);
    }
  }
}
