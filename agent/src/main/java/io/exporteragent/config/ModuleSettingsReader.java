package io.exporteragent.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.jspecify.annotations.Nullable;

/** The section {@code modules}. */
final class ModuleSettingsReader {
  private static final int MOST_SERIES = 1_000_000;

  private ModuleSettingsReader() {}

  /**
   * Reads it, with the directory of the command line going before that of the file.
   *
   * @param section null when the file has none
   * @param directory of the command line, null when it gives none
   * @return null when there is to be no folder
   */
  static @Nullable ModuleSettings read(@Nullable YamlValue section, @Nullable Path directory)
      throws ConfigurationException {
    if (section == null) {
      return directory == null ? null : ModuleSettings.builder(directory).build();
    }
    YamlMap map =
        section.map(
            "directory", "interval", "timeout", "max_series", "classpath", "application_class");
    if (section.entries().isEmpty() && directory == null) {
      return null;
    }
    ModuleSettings.Builder modules =
        ModuleSettings.builder(directory == null ? path(map.require("directory")) : directory);
    YamlValue interval = map.get("interval");
    if (interval != null) {
      modules.interval(interval.positiveDuration());
    }
    YamlValue timeout = map.get("timeout");
    if (timeout != null) {
      modules.timeout(timeout.positiveDuration());
    }
    YamlValue maxSeries = map.get("max_series");
    if (maxSeries != null) {
      modules.maxSeries(maxSeries.integer(1, MOST_SERIES));
    }
    readClassPath(map, modules);
    return modules.build();
  }

  private static void readClassPath(YamlMap map, ModuleSettings.Builder modules)
      throws ConfigurationException {
    YamlValue value = map.get("classpath");
    ModuleSettings.ClassPath classPath =
        value == null
            ? ModuleSettings.ClassPath.ISOLATED
            : value.oneOf(ModuleSettings.ClassPath.class);
    modules.classPath(classPath);
    if (classPath == ModuleSettings.ClassPath.ISOLATED) {
      map.forbid("application_class", "it belongs to classpath: application, remove it");
      return;
    }
    YamlValue applicationClass = map.get("application_class");
    if (applicationClass != null) {
      modules.applicationClass(applicationClass.nonEmptyText());
    }
  }

  private static Path path(YamlValue value) throws ConfigurationException {
    try {
      return Paths.get(value.nonEmptyText());
    } catch (InvalidPathException e) {
      throw value.expected("the name of a directory");
    }
  }
}
