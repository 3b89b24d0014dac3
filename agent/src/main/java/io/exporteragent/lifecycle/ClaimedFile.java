package io.exporteragent.lifecycle;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlDocument;
import io.exporteragent.gather.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A configuration file of another program, which a section reads as a whole. Immutable. */
final class ClaimedFile<S> {
  private final Section<S> section;
  private final S settings;

  private ClaimedFile(
      Section<S> section,
      YamlDocument file,
      String foreign,
      @Nullable String ours,
      boolean isGuarded)
      throws ConfigurationException {
    this.section = section;
    this.settings = section.readWhole(file, foreign, ours, isGuarded);
  }

  /**
   * Reads a file that a section claims by any of its keys.
   *
   * @param ours the keys of our own files
   * @param isGuarded whether clients have to show something by a web configuration
   * @return null if none does
   * @throws ConfigurationException if it is not valid, or has keys of both kinds
   */
  static @Nullable ClaimedFile<?> find(
      YamlDocument file, List<String> ours, Sections sections, boolean isGuarded)
      throws ConfigurationException {
    String own = null;
    for (String key : file.keys()) {
      own = own == null && ours.contains(key) ? key : own;
    }
    for (Section<?> section : sections.list()) {
      for (String key : file.keys()) {
        if (section.claims(key)) {
          return new ClaimedFile<>(section, file, key, own, isGuarded);
        }
      }
    }
    return null;
  }

  /** Returns the section that claims it. */
  Section<S> section() {
    return section;
  }

  /** Returns what the section has read. */
  S settings() {
    return settings;
  }
}
