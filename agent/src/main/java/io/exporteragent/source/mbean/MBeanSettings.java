package io.exporteragent.source.mbean;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import io.exporteragent.source.mbean.pack.PackSelection;
import io.exporteragent.source.mbean.rules.JmxFile;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the section {@code mbeans}: which files and packs make metrics of MBeans. Immutable.
 */
public final class MBeanSettings extends Settings {
  private static final List<String> AUTO = Collections.singletonList("auto");
  static final List<String> NONE = Collections.singletonList("none");

  private static final Key<Path> JMX_EXPORTER =
      Key.optional(
          "jmx_exporter",
          Schema.file(),
          "none",
          "a configuration file of jmx_exporter, which is followed, too");
  private static final Key<List<String>> PACKS =
      Key.optional(
          "packs",
          PackSelection.SCHEMA,
          "auto, or none with jmx_exporter",
          "which known servers are watched: auto for all, none, or names and files of packs");
  private static final Key<Integer> MAX_SERIES =
      Key.of(
          "max_series",
          Schema.integer(1, 1_000_000),
          500,
          "of one pack; the page says how many are left out");

  static final Mapping<MBeanSettings> SCHEMA =
      Schema.mapping(MBeanSettings::new, JMX_EXPORTER, PACKS, MAX_SERIES);

  /** No key of a file: the file of jmx_exporter that stands in the place of ours. */
  private static final Key<JmxFile> WHOLE =
      Key.optional(
          "",
          Schema.scalar(
              "file",
              at -> {
                throw at.expected("nothing");
              }),
          "none",
          "");

  private MBeanSettings(Values values) {
    super(values);
  }

  /** Returns the settings without a file: known servers are watched. */
  static MBeanSettings defaults() {
    return SCHEMA.builder().with(PACKS, AUTO).build();
  }

  /** Reads the settings; the default of one key depends on another. */
  static MBeanSettings read(YamlValue at) throws ConfigurationException {
    MBeanSettings read = SCHEMA.read(at);
    if (read.values().find(PACKS) != null) {
      return read;
    }
    return SCHEMA.read(at, PACKS, read.jmxExporter() == null ? AUTO : NONE);
  }

  /** Returns the settings that a file of jmx_exporter in the place of ours stands for. */
  static MBeanSettings of(JmxFile whole) {
    return SCHEMA
        .builder()
        .with(JMX_EXPORTER, Paths.get(whole.fileName()))
        .with(PACKS, NONE)
        .with(WHOLE, whole)
        .build();
  }

  /** Returns the file of jmx_exporter, null if there is none. */
  @Nullable Path jmxExporter() {
    return values().find(JMX_EXPORTER);
  }

  /** Returns the file of jmx_exporter that stands in the place of ours, null if there is none. */
  @Nullable JmxFile whole() {
    return values().find(WHOLE);
  }

  /** Returns which packs are in use: {@code auto}, {@code none}, names and files. */
  List<String> packs() {
    return values().get(PACKS);
  }

  /** Returns how many series a pack has at most. */
  int maxSeries() {
    return values().get(MAX_SERIES);
  }

  /** Returns the name of the file of jmx_exporter for messages. */
  String file() {
    return Quoted.plain(String.valueOf(jmxExporter()));
  }
}
