package io.exporteragent.source.mbean.rules;

import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A rule of a jmx_exporter file as it is written: what of it is absent is null. Immutable. */
public final class RuleSettings {
  private final int line;
  private final @Nullable String pattern;
  private final @Nullable Pattern regex;
  private final @Nullable String name;
  private final @Nullable String value;
  private final double valueFactor;
  private final @Nullable String help;
  private final SortedMap<String, String> labels;
  private final String type;
  private final boolean cache;
  private final boolean attrNameSnakeCase;

  RuleSettings(RuleReader read) {
    this.line = read.line;
    this.pattern = read.pattern;
    this.regex = read.regex;
    this.name = read.name;
    this.value = read.value;
    this.valueFactor = read.valueFactor;
    this.help = read.help;
    this.labels = read.labels;
    this.type = read.type;
    this.cache = read.cache;
    this.attrNameSnakeCase = read.attrNameSnakeCase;
  }

  /** Returns the line of the file in which it begins, 0 for the rule of a file without rules. */
  public int line() {
    return line;
  }

  /** Returns the regular expression as written, null if there is none. */
  public @Nullable String pattern() {
    return pattern;
  }

  /**
   * Returns the regular expression that a whole text must match, {@code ^.*(?:pattern).*$}; null if
   * there is none.
   */
  public @Nullable Pattern regex() {
    return regex;
  }

  /** Returns the template of the metric's name, null for that of the default format. */
  public @Nullable String name() {
    return name;
  }

  /** Returns the template of the value, null for that of the MBean. */
  public @Nullable String value() {
    return value;
  }

  /** Returns what the value is multiplied by, 1 by default. */
  public double valueFactor() {
    return valueFactor;
  }

  /** Returns the template of the HELP text, null for that of the default format. */
  public @Nullable String help() {
    return help;
  }

  /** Returns the templates of the labels, by those of their names. */
  public SortedMap<String, String> labels() {
    return labels;
  }

  /** Returns the type as written; only {@code COUNTER} and {@code GAUGE} mean something. */
  public String type() {
    return type;
  }

  /** Returns whether what it makes of a place in an MBean is kept, whatever the values become. */
  public boolean cache() {
    return cache;
  }

  /** Returns whether the attribute's name is converted to snake case before it is matched. */
  public boolean attrNameSnakeCase() {
    return attrNameSnakeCase;
  }
}
