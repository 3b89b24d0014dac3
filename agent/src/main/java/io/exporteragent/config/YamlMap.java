package io.exporteragent.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping that holds known keys only. */
final class YamlMap {
  private final YamlValue whole;
  private final Map<String, YamlValue> values;
  private final List<String> keys;

  YamlMap(YamlValue whole, Map<String, YamlValue> values, List<String> keys) {
    this.whole = whole;
    this.values = values;
    this.keys = keys;
  }

  /** Null if the key is not given. */
  @Nullable YamlValue get(String key) {
    if (!keys.contains(key)) {
      throw new IllegalArgumentException(key + " is not among the keys of this mapping");
    }
    return values.get(key);
  }

  YamlValue require(String key) throws ConfigurationException {
    YamlValue value = get(key);
    if (value == null) {
      throw whole.error(String.format("key \"%s\" is missing", key), "add it");
    }
    return value;
  }

  boolean bool(String key, boolean otherwise) throws ConfigurationException {
    YamlValue value = get(key);
    return value == null ? otherwise : value.bool();
  }

  /** Complains about a key that has no meaning beside what another one says. */
  void forbid(String key, String reason) throws ConfigurationException {
    YamlValue value = get(key);
    if (value != null) {
      throw value.atKey().error(String.format("key \"%s\" has no meaning", key), reason);
    }
  }

  /** What is wrong with the mapping as a whole. */
  ConfigurationException error(String problem, String remedy) {
    return whole.error(problem, remedy);
  }

  String location() {
    return whole.location();
  }
}
