package io.exporteragent.source.mbean.rules;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Yaml11;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping of a jmx_exporter file, in which an absent key and an empty one differ. Immutable. */
final class JmxMapping {
  private final Map<Object, Yaml11> entries;

  private JmxMapping(Map<Object, Yaml11> entries) {
    this.entries = entries;
  }

  static JmxMapping empty() {
    return new JmxMapping(Collections.emptyMap());
  }

  /** Takes a mapping, and warns about keys that are not known. */
  static JmxMapping of(Yaml11 at, List<String> known, JmxWarnings warnings)
      throws ConfigurationException {
    Map<Object, Yaml11> entries = at.entries();
    for (Map.Entry<Object, Yaml11> entry : entries.entrySet()) {
      if (!(entry.getKey() instanceof String) || !known.contains(entry.getKey())) {
        warnings.addUnknown(entry.getKey(), entry.getValue(), known);
      }
    }
    return new JmxMapping(entries);
  }

  /** Returns the value of a key, which may be null itself; null if the key is absent. */
  @Nullable Yaml11 find(String key) {
    return entries.get(key);
  }

  /** Returns the value of a key, null if that is null or the key is absent. */
  @Nullable Yaml11 findSome(String key) throws ConfigurationException {
    Yaml11 value = entries.get(key);
    return value == null || value.isNull() ? null : value;
  }

  /** Returns the text of a key, null if its value is null or the key is absent. */
  @Nullable String text(String key) throws ConfigurationException {
    Yaml11 value = findSome(key);
    return value == null ? null : value.text();
  }

  /** Returns the boolean of a key. */
  boolean bool(String key, boolean otherwise) throws ConfigurationException {
    Yaml11 value = entries.get(key);
    return value == null ? otherwise : value.bool();
  }
}
