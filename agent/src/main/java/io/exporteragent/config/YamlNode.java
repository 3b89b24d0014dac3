package io.exporteragent.config;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a YAML document with its position: a scalar, a list or a mapping. */
public final class YamlNode {
  final int line;
  final int column;
  final @Nullable String scalar;
  final @Nullable List<YamlNode> items;
  final @Nullable List<Entry> entries;

  /** Whether a scalar has no quotes, so that its text decides what it is. */
  final boolean plain;

  /** The tag written before it, as {@code tag:yaml.org,2002:str}; null if there is none. */
  final @Nullable String tag;

  private YamlNode(
      int line,
      int column,
      @Nullable String tag,
      @Nullable String scalar,
      boolean plain,
      @Nullable List<YamlNode> items,
      @Nullable List<Entry> entries) {
    this.line = line;
    this.column = column;
    this.tag = tag;
    this.scalar = scalar;
    this.plain = plain;
    this.items = items;
    this.entries = entries;
  }

  static YamlNode scalar(int line, int column, @Nullable String tag, String text, boolean plain) {
    return new YamlNode(line, column, tag, text, plain, null, null);
  }

  static YamlNode list(int line, int column, @Nullable String tag, List<YamlNode> items) {
    return new YamlNode(line, column, tag, null, false, Collections.unmodifiableList(items), null);
  }

  static YamlNode mapping(int line, int column, @Nullable String tag, List<Entry> entries) {
    return new YamlNode(
        line, column, tag, null, false, null, Collections.unmodifiableList(entries));
  }

  /** Returns whether YAML reads this as null, for instance a key with nothing after it. */
  boolean isNothing() {
    return plain
        && scalar != null
        && (scalar.isEmpty() || scalar.equals("~") || scalar.equalsIgnoreCase("null"));
  }

  /** A key of a mapping with its value. */
  static final class Entry {
    final YamlNode key;
    final YamlNode value;

    Entry(YamlNode key, YamlNode value) {
      this.key = key;
      this.value = value;
    }
  }
}
