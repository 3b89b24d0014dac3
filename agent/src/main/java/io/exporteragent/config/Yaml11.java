package io.exporteragent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of another program's file, with its position, as snakeyaml reads YAML 1.1: text without
 * quotes may be a boolean, number or date, {@code <<} takes over the entries of other mappings, and
 * of equal keys the last counts. Immutable.
 */
public final class Yaml11 {
  private static final String TAG = "tag:yaml.org,2002:";

  private final YamlNode key;
  private final YamlNode node;
  private final String path;
  private final String fileName;

  /** The entries of mappings, what they merge included; by node, since aliases multiply nodes. */
  private final Map<YamlNode, Map<Object, YamlNode.Entry>> merged;

  private Yaml11(
      YamlNode key,
      YamlNode node,
      String path,
      String fileName,
      Map<YamlNode, Map<Object, YamlNode.Entry>> merged) {
    this.key = key;
    this.node = node;
    this.path = path;
    this.fileName = fileName;
    this.merged = merged;
  }

  static Yaml11 root(YamlNode node, String fileName) throws ConfigurationException {
    Yaml11 root = new Yaml11(node, node, "", fileName, new IdentityHashMap<>());
    root.check(Collections.newSetFromMap(new IdentityHashMap<>()));
    return root;
  }

  /** Checks what is within, each node once: aliases may multiply it. */
  private void check(Set<YamlNode> checked) throws ConfigurationException {
    if (!checked.add(node)) {
      return;
    }
    if (node.items != null) {
      requireTag("seq");
      for (Yaml11 item : items()) {
        item.check(checked);
      }
    } else if (node.entries != null) {
      requireTag("map");
      for (YamlNode.Entry entry : node.entries) {
        child(entry.key, entry.key, path).check(checked);
        child(entry.key, entry.value, step(entry.key)).check(checked);
      }
      entries();
    } else {
      scalar();
    }
  }

  private void requireTag(String kind) throws ConfigurationException {
    if (node.tag != null && !node.tag.equals("!") && !node.tag.equals(TAG + kind)) {
      throw tagError();
    }
  }

  private ConfigurationException tagError() {
    return error("a YAML tag", "remove it, or put text that begins with ! in quotes");
  }

  /** Returns its position. */
  public Place place() {
    return new Place(fileName, node.line, node.column, path);
  }

  /** Returns the position of its key, or its own if it has none. */
  public Place placeOfKey() {
    return new Place(fileName, key.line, key.column, path);
  }

  /** Returns whether it is null, for instance a key with nothing after it. */
  public boolean isNull() throws ConfigurationException {
    return node.scalar != null && scalar() == null;
  }

  /** Returns whether it is neither a list nor a mapping. */
  public boolean isScalar() {
    return node.scalar != null;
  }

  /**
   * Returns null, or a Boolean, Integer, Long, BigInteger, Double, Date or String.
   *
   * @throws ConfigurationException if it is a list or a mapping
   */
  public @Nullable Object scalar() throws ConfigurationException {
    String text = node.scalar;
    if (text == null) {
      throw expected("a single value");
    }
    if (node.tag == null || node.tag.equals("!")) {
      return node.plain ? resolve(text) : text;
    }
    if (node.tag.equals(TAG + "str")) {
      return text;
    }
    Object value = resolve(text);
    if (node.tag.equals(TAG + "null") && value == null) {
      return null;
    }
    if ((node.tag.equals(TAG + "bool") && value instanceof Boolean)
        || (node.tag.equals(TAG + "timestamp") && value instanceof Date)
        || (node.tag.equals(TAG + "float") && value instanceof Double)
        || (node.tag.equals(TAG + "int")
            && value instanceof Number
            && !(value instanceof Double))) {
      return value;
    }
    if (node.tag.equals(TAG + "float") && value instanceof Number) {
      return ((Number) value).doubleValue();
    }
    throw tagError();
  }

  private @Nullable Object resolve(String text) throws ConfigurationException {
    try {
      return Yaml11Scalar.of(text);
    } catch (NumberFormatException e) {
      throw error(Quoted.of(text) + " looks like a number and is none", "put text in quotes");
    }
  }

  /** Returns text. */
  public String text() throws ConfigurationException {
    Object value = node.scalar == null ? null : scalar();
    if (!(value instanceof String)) {
      throw expected(
          value == null
              ? "text"
              : String.format("text, and this is %s; put it in quotes", kind(value)));
    }
    return (String) value;
  }

  private static String kind(Object value) {
    if (value instanceof Boolean) {
      return "true or false in YAML 1.1";
    }
    return value instanceof Date ? "a date" : "a number";
  }

  /** Returns a boolean. */
  public boolean bool() throws ConfigurationException {
    Object value = node.scalar == null ? null : scalar();
    if (!(value instanceof Boolean)) {
      throw expected("true or false, without quotes");
    }
    return (Boolean) value;
  }

  /** Returns the items of a list. */
  public List<Yaml11> items() throws ConfigurationException {
    if (node.items == null) {
      throw expected("a list");
    }
    List<Yaml11> items = new ArrayList<>();
    for (YamlNode item : node.items) {
      items.add(child(item, item, path + "[" + items.size() + "]"));
    }
    return items;
  }

  /**
   * Returns the entries of a mapping. A key is what {@link #scalar} returns, or, if it is null or a
   * collection, an object that is equal to no other.
   */
  public Map<Object, Yaml11> entries() throws ConfigurationException {
    if (node.entries == null) {
      throw expected("a mapping");
    }
    Map<Object, Yaml11> entries = new LinkedHashMap<>();
    for (Map.Entry<Object, YamlNode.Entry> each : merged(node.entries).entrySet()) {
      YamlNode.Entry entry = each.getValue();
      entries.put(each.getKey(), child(entry.key, entry.value, step(entry.key)));
    }
    return entries;
  }

  private Map<Object, YamlNode.Entry> merged(List<YamlNode.Entry> written)
      throws ConfigurationException {
    Map<Object, YamlNode.Entry> known = merged.get(node);
    if (known != null) {
      return known;
    }
    Map<Object, YamlNode.Entry> all = new LinkedHashMap<>();
    Map<Object, YamlNode.Entry> own = new LinkedHashMap<>();
    for (YamlNode.Entry entry : written) {
      if (isMerge(entry.key)) {
        child(entry.key, entry.value, step(entry.key)).mergeInto(all);
      } else {
        own.put(key(entry.key), entry);
      }
    }
    all.putAll(own);
    merged.put(node, all);
    return all;
  }

  private static boolean isMerge(YamlNode key) {
    return key.tag == null ? key.plain && "<<".equals(key.scalar) : key.tag.equals(TAG + "merge");
  }

  /** Adds the entries of a mapping, or of a list of mappings, whose keys are not there yet. */
  private void mergeInto(Map<Object, YamlNode.Entry> all) throws ConfigurationException {
    List<Yaml11> sources = node.items == null ? Collections.singletonList(this) : items();
    for (Yaml11 source : sources) {
      List<YamlNode.Entry> entries = source.node.entries;
      if (entries == null) {
        throw source.expected("a mapping to be merged");
      }
      source.merged(entries).forEach(all::putIfAbsent);
    }
  }

  private Object key(YamlNode of) throws ConfigurationException {
    Object value = of.scalar == null ? null : child(of, of, path).scalar();
    return value == null ? of : value;
  }

  private String step(YamlNode of) {
    String name = of.scalar == null ? "?" : of.scalar;
    String step = YamlValue.isPlainKey(name) ? name : Quoted.of(name);
    return path.isEmpty() ? step : path + "." + step;
  }

  private Yaml11 child(YamlNode childKey, YamlNode child, String childPath) {
    return new Yaml11(childKey, child, childPath, fileName, merged);
  }

  /** Makes an error about a value of the wrong kind. Shows the value, so not for secrets. */
  public ConfigurationException expected(String what) {
    String found;
    if (node.scalar != null) {
      found = node.isNothing() ? "nothing" : Quoted.of(node.scalar);
    } else {
      found = node.items != null ? "a list" : "a mapping";
    }
    return error(found, "expected " + what);
  }

  /** Makes an error about the key of this value, which the problem names. */
  public ConfigurationException errorOfKey(String problem, String remedy) {
    return placeOfKey().errorOfKey(problem, remedy);
  }

  /** Makes an error about this value, which the message does not show. */
  public ConfigurationException error(String problem, String remedy) {
    return place().error(problem, remedy);
  }
}
