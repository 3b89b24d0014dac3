package io.exporteragent.source.mbean.rules;

import io.exporteragent.config.Quoted;
import io.exporteragent.config.Yaml11;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is odd in a jmx_exporter file and yet no error, one line each. Not thread-safe. */
final class JmxWarnings {
  private final String fileName;
  private final List<String> lines = new ArrayList<>();

  JmxWarnings(String fileName) {
    this.fileName = fileName;
  }

  List<String> lines() {
    return lines;
  }

  /** Warns about a value. */
  void add(Yaml11 at, String problem, String remedy) {
    lines.add(at.place().line(problem, remedy));
  }

  /** Warns about a key that jmx_exporter does not know. */
  void addUnknown(Object key, Yaml11 value, List<String> known) {
    String written = key instanceof String || key instanceof Number ? key.toString() : "?";
    String near = JmxKeys.nearest(written, known);
    String remedy =
        near == null ? "jmx_exporter ignores it, too" : String.format("did you mean \"%s\"?", near);
    if (near == null && known == JmxKeys.TOP_LEVEL && JmxKeys.RULE.contains(written)) {
      remedy = "it belongs into a rule";
    }
    lines.add(
        value
            .placeOfKey()
            .lineOfKey(String.format("unknown key %s is ignored", Quoted.of(written)), remedy));
  }

  /** Warns about all keys at once that jmx_exporter knows and that are not used. */
  void addNotHonoured(List<String> keys) {
    if (!keys.isEmpty()) {
      lines.add(
          String.format(
              "%s: not honoured: %s; the MBeans of this JVM are read instead, and the page is that of the agent argument",
              Quoted.plain(fileName), String.join(", ", keys)));
    }
  }

  /** Warns about a key that another one makes void. */
  void addVoid(@Nullable Yaml11 value, String key, String other) {
    if (value != null) {
      lines.add(
          value
              .placeOfKey()
              .lineOfKey(
                  String.format("%s is ignored, since %s is given", key, other),
                  "put the patterns of both into " + other));
    }
  }
}
