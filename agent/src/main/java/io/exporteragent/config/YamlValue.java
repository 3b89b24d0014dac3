package io.exporteragent.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A value of the configuration with its file, position and path. The key decides the type of a
 * scalar, not YAML: {@code 8000}, {@code "8000"} and {@code ${PORT}} are the same port. Messages
 * show a value as written, with its placeholders.
 */
public final class YamlValue {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int MAX_NUMBER_LENGTH = 64;

  private static final int MAX_PATTERN_LENGTH = 2000;
  private static final int MAX_PATTERN_DEPTH = 50;

  private final YamlNode key;
  private final YamlNode node;
  private final String path;
  private final String fileName;
  private final Placeholders placeholders;

  private YamlValue(
      YamlNode key, YamlNode node, String path, String fileName, Placeholders placeholders) {
    this.key = key;
    this.node = node;
    this.path = path;
    this.fileName = fileName;
    this.placeholders = placeholders;
  }

  static YamlValue root(YamlNode node, String fileName, Placeholders placeholders) {
    return new YamlValue(node, node, "", fileName, placeholders);
  }

  static boolean isPlainKey(String name) {
    return PLAIN_KEY.matcher(name).matches();
  }

  /** Returns its position. */
  public Place place() {
    return new Place(fileName, node.line, node.column, path);
  }

  /** Returns whether nothing is written after the key. */
  public boolean isNothing() {
    return node.isNothing();
  }

  boolean isMapping() {
    return node.entries != null;
  }

  boolean isList() {
    return node.items != null;
  }

  /** Returns the text with its placeholders replaced. */
  public String text() throws ConfigurationException {
    if (node.scalar == null || node.isNothing()) {
      throw expected("text");
    }
    return placeholders.resolve(node.scalar, this);
  }

  /** Returns text of at least one character. */
  public String nonEmptyText() throws ConfigurationException {
    String text = text();
    if (text.isEmpty()) {
      throw expected("text that is not empty");
    }
    return text;
  }

  /** Returns a boolean. */
  public boolean bool() throws ConfigurationException {
    String text = text();
    if (!text.equals("true") && !text.equals("false")) {
      throw expected("true or false");
    }
    return text.equals("true");
  }

  /** Returns a whole number within limits, both included. */
  public int integer(int min, int max) throws ConfigurationException {
    try {
      int number = Integer.parseInt(text());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw expected(String.format("a whole number from %d to %d", min, max));
    }
    throw expected(String.format("a whole number from %d to %d", min, max));
  }

  /** Returns whether it is a finite number. */
  public boolean isNumber() throws ConfigurationException {
    String text = text();
    return text.length() <= MAX_NUMBER_LENGTH
        && NUMBER.matcher(text).matches()
        && !Double.isInfinite(Double.parseDouble(text));
  }

  /** Returns a finite number. */
  public double number() throws ConfigurationException {
    if (!isNumber()) {
      throw expected("a number such as 10, 0.5 or 1e-9");
    }
    return Double.parseDouble(text());
  }

  /** Returns a duration of at least a millisecond. */
  public Duration positiveDuration() throws ConfigurationException {
    Duration duration = PrometheusDuration.parse(text());
    if (duration == null || duration.isZero()) {
      throw expected("a duration such as 500ms, 10s or 1m30s");
    }
    return duration;
  }

  /** Returns a number of bytes from 1 to the limit. */
  public int bytes(int max) throws ConfigurationException {
    long bytes = ByteSize.parse(text());
    if (bytes < 1 || bytes > max) {
      throw expected(
          String.format(
              "a number of bytes such as 65536, 512KiB or 1MiB, from 1 to %s",
              ByteSize.format(max)));
    }
    return (int) bytes;
  }

  /** Returns a regular expression. */
  public Pattern pattern() throws ConfigurationException {
    String text = text();
    if (text.length() > MAX_PATTERN_LENGTH || depth(text) > MAX_PATTERN_DEPTH) {
      throw error(
          "a regular expression of more than 2000 characters or 50 nested brackets", "shorten it");
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw expected(
          String.format(
              "a regular expression (%s near index %d)",
              Quoted.plain(e.getDescription()), e.getIndex()));
    }
  }

  /**
   * Returns the depth of nesting of a regular expression, which takes stack to compile and which
   * Java 8 does not limit.
   */
  public static int depth(String pattern) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  /** Returns the constant whose name in lower case is the text. */
  public <E extends Enum<E>> E oneOf(Class<E> type) throws ConfigurationException {
    List<String> names = new ArrayList<>();
    String text = text();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    throw expected("one of " + String.join(", ", names));
  }

  /** Returns the items of a list. */
  public List<YamlValue> items() throws ConfigurationException {
    if (node.items == null) {
      throw expected("a list");
    }
    List<YamlValue> items = new ArrayList<>();
    for (YamlNode item : node.items) {
      items.add(child(item, item, path + "[" + items.size() + "]"));
    }
    return items;
  }

  /** Returns the entries of a mapping whose keys the user chooses, in the order of the file. */
  public Map<String, YamlValue> entries() throws ConfigurationException {
    if (node.entries == null) {
      throw expected("a mapping");
    }
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    for (YamlNode.Entry entry : node.entries) {
      String name = entry.key.scalar;
      if (name == null) {
        throw child(entry.key, entry.key, path).expected("text as a key");
      }
      String step = isPlainKey(name) ? name : Quoted.of(name);
      YamlValue value = child(entry.key, entry.value, path.isEmpty() ? step : path + "." + step);
      YamlValue before = entries.put(name, value);
      if (before != null) {
        throw value.errorOfKey(
            String.format("duplicate key %s", Quoted.of(name)),
            String.format("it is given before in line %d", before.key.line));
      }
    }
    return entries;
  }

  /** Returns the entries of a mapping that may have no keys but the given ones. */
  public Map<String, YamlValue> entries(String... keys) throws ConfigurationException {
    if (node.entries == null) {
      throw expected("a mapping with the keys " + String.join(", ", keys));
    }
    Map<String, YamlValue> entries = entries();
    List<String> known = Arrays.asList(keys);
    for (Map.Entry<String, YamlValue> entry : entries.entrySet()) {
      String name = entry.getKey();
      if (!known.contains(name)) {
        String near = NearestKey.to(name, known);
        String hint = near == null ? "" : String.format("did you mean \"%s\"? ", near);
        throw entry
            .getValue()
            .errorOfKey(
                "unknown key " + Quoted.of(name), hint + "known keys: " + String.join(", ", keys));
      }
    }
    return entries;
  }

  /** Returns the key of this value, for errors about the key itself. */
  public YamlValue atKey() {
    return child(key, key, path);
  }

  private YamlValue child(YamlNode childKey, YamlNode child, String childPath) {
    return new YamlValue(childKey, child, childPath, fileName, placeholders);
  }

  /** Makes an error about a value of the wrong kind. Shows the value, so not for secrets. */
  public ConfigurationException expected(String what) {
    String found;
    if (node.isNothing()) {
      found = "nothing";
    } else if (node.scalar != null) {
      found = Quoted.of(node.scalar);
    } else {
      found = node.items != null ? "a list" : "a mapping";
    }
    return error(found, "expected " + what);
  }

  /** Makes an error about the key of this value, which the problem names. */
  public ConfigurationException errorOfKey(String problem, String remedy) {
    return atKey().place().errorOfKey(problem, remedy);
  }

  /** Makes an error about this value, which the message does not show. */
  public ConfigurationException error(String problem, String remedy) {
    return place().error(problem, remedy);
  }
}
