package io.exporteragent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a mapping with known keys. Immutable.
 *
 * @param <S> the settings made from it
 */
public final class Mapping<S extends Settings> extends Schema<S> {
  private final Maker<S> maker;
  private final List<Key<?>> keys;
  private final String[] names;

  Mapping(Maker<S> maker, Key<?>... keys) {
    super("mapping");
    this.maker = maker;
    this.keys = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(keys)));
    this.names = new String[keys.length];
    for (int i = 0; i < keys.length; i++) {
      names[i] = keys[i].name();
    }
  }

  List<Key<?>> keys() {
    return keys;
  }

  @Override
  public S read(YamlValue at) throws ConfigurationException {
    return read(at, new Values());
  }

  /**
   * Reads the mapping, with a value that takes precedence over the one written for a key.
   *
   * @throws ConfigurationException if anything in it is not valid
   */
  public <T> S read(YamlValue at, Key<T> key, T value) throws ConfigurationException {
    Values values = new Values();
    values.put(key, value);
    return read(at, values);
  }

  private S read(YamlValue at, Values values) throws ConfigurationException {
    Map<String, YamlValue> entries = at.entries(names);
    values.begin(at);
    for (Key<?> key : keys) {
      read(key, entries.get(key.name()), at, values);
    }
    S settings = maker.make(values);
    values.end();
    return settings;
  }

  private static <T> void read(
      Key<T> key, @Nullable YamlValue written, YamlValue mapping, Values values)
      throws ConfigurationException {
    boolean meaningful = key.isMeaningful(values);
    if (written == null) {
      if (meaningful && key.isRequired() && values.find(key) == null) {
        throw missing(mapping, key.name());
      }
      values.putIfAbsent(key, key.otherwise());
      return;
    }
    if (!meaningful) {
      throw key.notMeaningful(written);
    }
    values.note(key, written);
    values.putIfAbsent(key, key.schema().read(written));
  }

  private static ConfigurationException missing(YamlValue mapping, String key) {
    return mapping.error(String.format("key \"%s\" is missing", key), "add it");
  }

  /** Returns a builder of settings without a file. */
  public Builder<S> builder() {
    return new Builder<>(this);
  }

  /** Makes the settings of an empty mapping; no key may be required. */
  public S defaults() {
    return builder().build();
  }

  @Override
  void describe(String key, S value, Description to) {
    Description within = new Description();
    for (Key<?> each : keys) {
      describe(each, value.values(), within);
    }
    if (key.isEmpty()) {
      to.append(within);
      return;
    }
    to.line(within.isEmpty() ? key + ": {}" : key + ":");
    to.indented(() -> to.append(within));
  }

  private static <T> void describe(Key<T> key, Values values, Description to) {
    T value = values.find(key);
    if (value != null && key.isMeaningful(values)) {
      key.schema().describe(key.name(), value, to);
    }
  }

  @Override
  String inline(S value) {
    return "";
  }

  @Override
  Mapping<?> mapping() {
    return this;
  }

  @Override
  boolean hasMapping() {
    return true;
  }

  /** Builds settings from values. Not thread-safe. */
  public static final class Builder<S extends Settings> {
    private final Mapping<S> mapping;
    private final Values values = new Values();

    private Builder(Mapping<S> mapping) {
      this.mapping = mapping;
      for (Key<?> key : mapping.keys) {
        putDefault(key);
      }
    }

    private <T> void putDefault(Key<T> key) {
      values.put(key, key.otherwise());
    }

    /** Sets the value of a key without checking it. */
    public <T> Builder<S> with(Key<T> key, T value) {
      values.put(key, value);
      return this;
    }

    /**
     * Makes the settings.
     *
     * @throws IllegalStateException if the values contradict each other
     */
    public S build() {
      try {
        return mapping.maker.make(values);
      } catch (ConfigurationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
