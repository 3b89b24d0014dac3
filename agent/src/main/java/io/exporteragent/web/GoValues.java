package io.exporteragent.web;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Schema;
import io.exporteragent.config.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Schemas of values as exporter-toolkit reads them: a key with nothing after it, or with an empty
 * text, is as good as none.
 */
final class GoValues {
  /** Those of YAML 1.1. */
  private static final List<String> TRUE =
      Arrays.asList("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");

  private static final List<String> FALSE =
      Arrays.asList("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");

  private GoValues() {}

  /** Declares text; empty if there is nothing. */
  static Schema<String> text() {
    return Schema.scalar("text", GoValues::textAt);
  }

  private static String textAt(YamlValue at) throws ConfigurationException {
    return at.isNothing() ? "" : at.text();
  }

  /** Declares a boolean of YAML 1.1; nothing is false. */
  static Schema<Boolean> bool() {
    return Schema.scalar("true or false", GoValues::boolAt);
  }

  private static boolean boolAt(YamlValue at) throws ConfigurationException {
    String text = textAt(at);
    if (!TRUE.contains(text) && !FALSE.contains(text) && !text.isEmpty()) {
      throw at.expected("true or false");
    }
    return TRUE.contains(text);
  }

  /** Declares a list; absent if there is nothing, which is not the same as an empty one. */
  static <T> Schema<Optional<List<T>>> list(Schema<T> item) {
    return Schema.scalar("list", at -> listAt(at, item));
  }

  private static <T> Optional<List<T>> listAt(YamlValue at, Schema<T> item)
      throws ConfigurationException {
    if (at.isNothing()) {
      return Optional.empty();
    }
    List<T> items = new ArrayList<>();
    for (YamlValue each : at.items()) {
      items.add(item.read(each));
    }
    return Optional.of(Collections.unmodifiableList(items));
  }

  /** Declares one of the constants of an enum, each by its {@code toString}; absent if none. */
  static <E extends Enum<E>> Schema<Optional<E>> oneOf(Class<E> type) {
    return Schema.scalar("name", at -> oneOf(type, at));
  }

  private static <E extends Enum<E>> Optional<E> oneOf(Class<E> type, YamlValue at)
      throws ConfigurationException {
    String text = textAt(at);
    List<String> names = new ArrayList<>();
    for (E each : type.getEnumConstants()) {
      if (each.toString().equals(text)) {
        return Optional.of(each);
      }
      names.add(each.toString());
    }
    if (!text.isEmpty()) {
      throw at.expected("one of " + String.join(", ", names));
    }
    return Optional.empty();
  }
}
