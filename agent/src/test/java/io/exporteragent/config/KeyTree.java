package io.exporteragent.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keys below some, by the schemas and in a document. */
public final class KeyTree {
  private KeyTree() {}

  /** Lists all there are, as {@code probes.tls.ca_file}. */
  public static Set<String> known(List<Key<?>> keys) {
    Set<String> names = new TreeSet<>();
    keys.forEach(key -> addKnown("", key, names));
    return names;
  }

  private static void addKnown(String above, Key<?> key, Set<String> names) {
    String name = above + key.name();
    names.add(name);
    if (key.schema().hasMapping()) {
      key.schema().mapping().keys().forEach(each -> addKnown(name + ".", each, names));
    }
  }

  /** Lists those that a document gives, but for the ones that the user chooses. */
  public static Set<String> given(String document, List<Key<?>> keys)
      throws ConfigurationException {
    Set<String> names = new TreeSet<>();
    addGiven("", YamlDocument.of(document, "document.yml").root(), keys, names);
    return names;
  }

  private static void addGiven(String above, YamlNode node, List<Key<?>> keys, Set<String> names) {
    if (node.items != null) {
      node.items.forEach(item -> addGiven(above, item, keys, names));
    }
    if (node.entries == null) {
      return;
    }
    for (YamlNode.Entry entry : node.entries) {
      String name = above + entry.key.scalar;
      names.add(name);
      for (Key<?> key : keys) {
        if (key.name().equals(entry.key.scalar) && key.schema().hasMapping()) {
          addGiven(name + ".", entry.value, key.schema().mapping().keys(), names);
        }
      }
    }
  }
}
