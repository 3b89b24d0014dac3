package io.exporteragent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The schemas that are made of others. */
final class CompositeSchema {
  private CompositeSchema() {}

  static final class Items<T> extends Schema<List<T>> {
    private final Schema<T> item;
    private final boolean isBareIfOne;

    Items(Schema<T> item, boolean isBareIfOne) {
      super((isBareIfOne ? item.form() + " or " : "") + "list of " + item.form());
      this.item = item;
      this.isBareIfOne = isBareIfOne;
    }

    @Override
    public List<T> read(YamlValue at) throws ConfigurationException {
      if (isBareIfOne && !at.isList()) {
        return Collections.singletonList(item.read(at));
      }
      List<T> items = new ArrayList<>();
      for (YamlValue each : at.items()) {
        items.add(item.read(each));
      }
      return Collections.unmodifiableList(items);
    }

    @Override
    void describe(String key, List<T> value, Description to) {
      if (value.stream().noneMatch(item::isMapping)) {
        to.line(key + ": " + inline(value));
        return;
      }
      to.line(key + ":");
      for (T each : value) {
        to.item(() -> item.describe("", each, to));
      }
    }

    @Override
    String inline(List<T> value) {
      if (isBareIfOne && value.size() == 1) {
        return item.inline(value.get(0));
      }
      List<String> texts = new ArrayList<>();
      value.forEach(each -> texts.add(item.inline(each)));
      return "[" + String.join(", ", texts) + "]";
    }

    @Override
    Mapping<?> mapping() {
      return item.mapping();
    }

    @Override
    boolean hasMapping() {
      return item.hasMapping();
    }
  }

  static final class Entries<V> extends Schema<Map<String, V>> {
    private final Check<String> keys;
    private final Schema<V> values;

    Entries(String form, Check<String> keys, Schema<V> values) {
      super(form);
      this.keys = keys;
      this.values = values;
    }

    @Override
    public Map<String, V> read(YamlValue at) throws ConfigurationException {
      Map<String, V> entries = new LinkedHashMap<>();
      for (Map.Entry<String, YamlValue> entry : at.entries().entrySet()) {
        keys.check(entry.getKey(), entry.getValue());
        entries.put(entry.getKey(), values.read(entry.getValue()));
      }
      return Collections.unmodifiableMap(entries);
    }

    @Override
    void describe(String key, Map<String, V> value, Description to) {
      if (value.isEmpty()) {
        to.line(key + ": {}");
        return;
      }
      to.line(key + ":");
      to.indented(
          () ->
              value.forEach(
                  (name, each) -> to.line(Quoted.asYaml(name) + ": " + values.inline(each))));
    }

    @Override
    String inline(Map<String, V> value) {
      return value.isEmpty() ? "{}" : value.keySet().toString();
    }
  }

  static final class Either<T, S extends Settings> extends Schema<T> {
    private final Schema<T> scalar;
    private final Mapping<S> mapping;
    private final Function<S, T> of;
    private final Function<T, Optional<S>> in;

    Either(Schema<T> scalar, Mapping<S> mapping, Function<S, T> of, Function<T, Optional<S>> in) {
      super(scalar.form());
      this.scalar = scalar;
      this.mapping = mapping;
      this.of = of;
      this.in = in;
    }

    @Override
    public T read(YamlValue at) throws ConfigurationException {
      return at.isMapping() ? of.apply(mapping.read(at)) : scalar.read(at);
    }

    @Override
    void describe(String key, T value, Description to) {
      Optional<S> settings = in.apply(value);
      if (settings.isPresent()) {
        mapping.describe(key, settings.get(), to);
      } else if (key.isEmpty()) {
        to.line(inline(value));
      } else {
        scalar.describe(key, value, to);
      }
    }

    @Override
    String inline(T value) {
      return scalar.inline(value);
    }

    @Override
    boolean isMapping(T value) {
      return in.apply(value).isPresent();
    }
  }

  static final class OrNothing<S extends Settings> extends Schema<Optional<S>> {
    private final Mapping<S> mapping;

    OrNothing(Mapping<S> mapping) {
      super(mapping.form());
      this.mapping = mapping;
    }

    @Override
    public Optional<S> read(YamlValue at) throws ConfigurationException {
      return at.isMapping() && at.entries().isEmpty()
          ? Optional.empty()
          : Optional.of(mapping.read(at));
    }

    @Override
    void describe(String key, Optional<S> value, Description to) {
      if (value.isPresent()) {
        mapping.describe(key, value.get(), to);
      } else {
        to.line(key + ": {}");
      }
    }

    @Override
    String inline(Optional<S> value) {
      return "";
    }

    @Override
    Mapping<?> mapping() {
      return mapping;
    }

    @Override
    boolean hasMapping() {
      return true;
    }
  }
}
