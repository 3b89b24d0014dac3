package io.exporteragent.source.module.run;

import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A folder of metric modules, and how they are run: the section {@code modules}. */
public final class ModuleSettings extends Settings {
  /** The watched folder. */
  public static final Key<Path> DIRECTORY =
      Key.required(
          "directory",
          Schema.directory(),
          "neither it nor its parents writable by group or others");

  /** Between two runs. */
  public static final Key<Duration> INTERVAL =
      Key.of(
          "interval",
          Schema.duration(),
          Duration.ofSeconds(10),
          "between two runs of a module that asks for no other");

  /** For one run. */
  public static final Key<Duration> TIMEOUT =
      Key.of(
          "timeout",
          Schema.duration(),
          Duration.ofSeconds(5),
          "for one run, after which it is interrupted");

  /** Of one module. */
  public static final Key<Integer> MAX_SERIES =
      Key.of("max_series", Schema.integer(1, 1_000_000), 1000, "a run that has more fails");

  /** What modules see. */
  public static final Key<ClassPath> CLASS_PATH =
      Key.of(
          "classpath",
          Schema.oneOf(ClassPath.class),
          ClassPath.ISOLATED,
          "isolated is client_java and the JDK");

  /** Whose loader modules see. */
  public static final Key<String> APPLICATION_CLASS =
      Key.optional(
              "application_class",
              Schema.nonEmptyText(),
              "the class path of the JVM",
              "with application: modules see what the loader of this class sees")
          .onlyWhere(
              values -> values.get(CLASS_PATH) == ClassPath.APPLICATION,
              "application_class needs classpath: application",
              "set that, or remove it");

  /** What stands under {@code modules}. */
  public static final Mapping<ModuleSettings> SCHEMA =
      Schema.mapping(
          ModuleSettings::new,
          DIRECTORY,
          INTERVAL,
          TIMEOUT,
          MAX_SERIES,
          CLASS_PATH,
          APPLICATION_CLASS);

  private ModuleSettings(Values values) {
    super(values);
  }

  /** Makes settings without a file, with the defaults for all but the directory. */
  public static ModuleSettings of(Path directory) {
    return SCHEMA.builder().with(DIRECTORY, directory).build();
  }

  /** Returns the watched folder, absolute or relative to the working directory of the JVM. */
  public Path directory() {
    return values().get(DIRECTORY);
  }

  /** Returns the time between the end of one run and the start of the next. Positive. */
  public Duration interval() {
    return values().get(INTERVAL);
  }

  /** Returns the time for one run. Positive. */
  public Duration timeout() {
    return values().get(TIMEOUT);
  }

  /** Returns how many series a module may have. */
  public int maxSeries() {
    return values().get(MAX_SERIES);
  }

  /** Returns what modules see beside the JDK. */
  public ClassPath classPath() {
    return values().get(CLASS_PATH);
  }

  /**
   * Returns the class of the application whose loader modules see, null for the system class
   * loader. Only with {@link ClassPath#APPLICATION}.
   */
  public @Nullable String applicationClass() {
    return values().find(APPLICATION_CLASS);
  }

  /** What modules see beside the JDK. */
  public enum ClassPath {
    /** The agent's copy of client_java. */
    ISOLATED,
    /** That and the classes of the application. */
    APPLICATION
  }
}
