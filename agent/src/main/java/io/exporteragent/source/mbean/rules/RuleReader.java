package io.exporteragent.source.mbean.rules;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Yaml11;
import io.exporteragent.config.YamlValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads a rule. Not thread-safe. */
final class RuleReader {
  private static final String UNTYPED = "UNTYPED";
  private static final String BEFORE = "^.*(?:";
  private static final String AFTER = ").*$";

  /** Far more than in any real file; brackets take stack to compile. */
  private static final int MAX_PATTERN_LENGTH = 20_000;

  private static final int MAX_PATTERN_DEPTH = 200;

  private final JmxMapping at;
  final int line;
  @Nullable String pattern;
  @Nullable Pattern regex;
  @Nullable String name;
  @Nullable String value;
  double valueFactor = 1;
  @Nullable String help;
  SortedMap<String, String> labels = Collections.emptySortedMap();
  String type = UNTYPED;
  boolean cache;
  boolean attrNameSnakeCase;

  private RuleReader(JmxMapping at, int line) {
    this.at = at;
    this.line = line;
  }

  /** Returns the rule that a file without rules has: the default format for everything. */
  static RuleSettings ofEverything() {
    return new RuleSettings(new RuleReader(JmxMapping.empty(), 0));
  }

  static RuleSettings read(Yaml11 at, JmxWarnings warnings) throws ConfigurationException {
    JmxMapping mapping = JmxMapping.of(at, JmxKeys.RULE, warnings);
    RuleReader reader = new RuleReader(mapping, at.place().line());
    reader.readAll(at, warnings);
    return new RuleSettings(reader);
  }

  private void readAll(Yaml11 rule, JmxWarnings warnings) throws ConfigurationException {
    readPattern(warnings);
    name = at.text("name");
    readValue(warnings);
    readFactor();
    attrNameSnakeCase = at.bool("attrNameSnakeCase", false);
    cache = at.bool("cache", false);
    readType(warnings);
    help = at.text("help");
    readLabels(warnings);
    if (name == null && (help != null || at.find("labels") != null)) {
      throw rule.error(
          "a rule with help or labels has no name", "add the name, or remove help and labels");
    }
    if (name != null && pattern == null) {
      throw rule.error("a rule with a name has no pattern", "add the pattern");
    }
  }

  private void readPattern(JmxWarnings warnings) throws ConfigurationException {
    Yaml11 written = at.find("pattern");
    if (written == null) {
      return;
    }
    if (!written.isScalar()) {
      throw written.expected("a regular expression");
    }
    if (written.isNull()) {
      warnings.add(
          written, "an empty pattern is the text null", "write one, or remove the key for all");
    }
    pattern = String.valueOf(written.scalar());
    if (pattern.length() > MAX_PATTERN_LENGTH || YamlValue.depth(pattern) > MAX_PATTERN_DEPTH) {
      throw written.error(
          String.format(
              "a regular expression of more than %d characters or %d nested brackets",
              MAX_PATTERN_LENGTH, MAX_PATTERN_DEPTH),
          "shorten it");
    }
    try {
      regex = Pattern.compile(BEFORE + pattern + AFTER);
    } catch (PatternSyntaxException e) {
      throw written.expected(
          String.format(
              "a regular expression (%s near index %d)",
              Quoted.plain(e.getDescription()), Math.max(0, e.getIndex() - BEFORE.length())));
    }
  }

  private void readValue(JmxWarnings warnings) throws ConfigurationException {
    Yaml11 written = at.find("value");
    if (written == null) {
      return;
    }
    boolean isValue = written.isScalar() && !written.isNull();
    // Any text that is no number stands for what is none.
    value = isValue ? String.valueOf(written.scalar()) : "null";
    if (!isValue) {
      warnings.add(
          written,
          "a value that is no number, so that the rule makes no sample",
          "write one, or remove the key for the value of the MBean");
    } else if (pattern == null) {
      warnings.add(written, "a value in a rule without pattern, which fails", "add the pattern");
    }
  }

  private void readFactor() throws ConfigurationException {
    Yaml11 written = at.find("valueFactor");
    if (written == null) {
      return;
    }
    try {
      valueFactor = Double.parseDouble(String.valueOf(written.scalar()));
    } catch (NumberFormatException e) {
      throw written.expected("a number such as 0.001");
    }
  }

  private void readType(JmxWarnings warnings) throws ConfigurationException {
    String written = at.text("type");
    if (written != null) {
      type = written;
    }
    Yaml11 place = at.find("type");
    if (place != null && !type.equals("COUNTER") && !type.equals("GAUGE") && !isUntyped(written)) {
      warnings.add(
          place,
          String.format("%s counts as UNTYPED", written == null ? "nothing" : Quoted.of(written)),
          "write COUNTER or GAUGE, in capitals");
    }
  }

  private static boolean isUntyped(@Nullable String type) {
    return UNTYPED.equals(type) || "UNKNOWN".equals(type);
  }

  private void readLabels(JmxWarnings warnings) throws ConfigurationException {
    Yaml11 written = at.find("labels");
    if (written == null) {
      return;
    }
    SortedMap<String, String> sorted = new TreeMap<>();
    for (Map.Entry<Object, Yaml11> entry : written.entries().entrySet()) {
      Yaml11 label = entry.getValue();
      if (!(entry.getKey() instanceof String)) {
        throw label.errorOfKey("a label whose name is not text", "put it in quotes");
      }
      if (label.isNull()) {
        warnings.add(label, "a label without a value is left out", "give it a value, or remove it");
      } else {
        sorted.put((String) entry.getKey(), label.text());
      }
    }
    labels = Collections.unmodifiableSortedMap(sorted);
  }
}
