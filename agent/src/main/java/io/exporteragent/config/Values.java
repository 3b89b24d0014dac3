package io.exporteragent.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of a mapping of the configuration file by {@link Key}, defaults included. Equal if the
 * values are equal, at whatever position. Immutable once read.
 */
public final class Values {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, YamlValue> written = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Place> keys = new HashMap<>();

  Values() {}

  /** Returns the value of a key that is required or has a default. */
  public <T> T get(Key<T> key) {
    return Objects.requireNonNull(find(key), key.name());
  }

  /** Returns the value of a key, null if it has none. */
  @SuppressWarnings("unchecked") // what is put for a key is what its schema makes
  public <T> @Nullable T find(Key<T> key) {
    return (T) values.get(key.name());
  }

  /** Returns whether the file has the key. */
  public boolean has(Key<?> key) {
    return places.containsKey(key.name());
  }

  /**
   * Returns the YAML value of a key, for error messages; only while the mapping is being read, and
   * only if the file has the key.
   */
  public YamlValue written(Key<?> key) {
    return Objects.requireNonNull(written.get(key.name()), key.name());
  }

  /** Returns the position of the mapping, null if it comes from no file. */
  public @Nullable Place place() {
    return places.get("");
  }

  /**
   * Returns the position of a key's value, or of an entry in it, such as {@code labels.pool}; that
   * of the mapping if the file does not have it; null if it comes from no file.
   */
  public @Nullable Place place(String key) {
    return places.getOrDefault(key, places.get(""));
  }

  /** Makes an error about a key, which the problem names. */
  public ConfigurationException errorAt(String key, String problem, String remedy) {
    Place place = keys.get(key);
    return place == null
        ? new ConfigurationException(problem + "; " + remedy)
        : place.errorOfKey(problem, remedy);
  }

  /** Makes an error about the mapping as a whole. */
  public ConfigurationException error(String problem, String remedy) {
    Place place = place();
    return place == null
        ? new ConfigurationException(problem + "; " + remedy)
        : place.error(problem, remedy);
  }

  <T> void put(Key<T> key, @Nullable T value) {
    if (value != null) {
      values.put(key.name(), value);
    }
  }

  <T> void putIfAbsent(Key<T> key, @Nullable T value) {
    if (value != null) {
      values.putIfAbsent(key.name(), value);
    }
  }

  void begin(YamlValue mapping) {
    places.put("", mapping.place());
  }

  void note(Key<?> key, YamlValue at) throws ConfigurationException {
    written.put(key.name(), at);
    places.put(key.name(), at.place());
    keys.put(key.name(), at.atKey().place());
    if (at.isMapping()) {
      at.entries()
          .forEach(
              (name, value) -> {
                places.put(key.name() + "." + name, value.place());
                keys.put(key.name() + "." + name, value.atKey().place());
              });
    }
  }

  /** Drops the references to the document. */
  void end() {
    written.clear();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Values
        && comparable(values).equals(comparable(((Values) other).values));
  }

  @Override
  public int hashCode() {
    return comparable(values).hashCode();
  }

  /** Replaces patterns, which are equal only to themselves, by their text. */
  private static Object comparable(Object value) {
    if (value instanceof Pattern) {
      return value.toString();
    }
    if (value instanceof List) {
      return ((List<?>) value).stream().map(Values::comparable).collect(Collectors.toList());
    }
    if (value instanceof Map) {
      Map<Object, Object> comparable = new HashMap<>();
      ((Map<?, ?>) value).forEach((key, each) -> comparable.put(key, comparable(each)));
      return comparable;
    }
    return value;
  }
}
