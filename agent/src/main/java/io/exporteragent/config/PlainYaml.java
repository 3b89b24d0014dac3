package io.exporteragent.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads YAML of the agent's own that is nothing but blocks of plain scalars. It is read while an
 * application starts, and the library would need a hundred classes and several times as long for
 * it. Not thread-safe.
 *
 * <pre>
 *   # A comment has a line of its own.
 *   - of: Tomcat
 *     class:
 *       - org.example.One
 *       - org.example.Other
 * </pre>
 */
final class PlainYaml {
  private static final String ITEM = "- ";

  /** With one of these something else than a plain scalar begins. */
  private static final String NOT_PLAIN = "\"'[]{}|>&*!%@`#?,-";

  private final List<Line> lines = new ArrayList<>();
  private int next;

  private static final class Line {
    final int number;
    final int indent;
    final String text;

    Line(int number, int indent, String text) {
      this.number = number;
      this.indent = indent;
      this.text = text;
    }

    boolean isItem() {
      return text.startsWith(ITEM);
    }

    IllegalArgumentException refused() {
      return new IllegalArgumentException("line " + number + " is not plain YAML: " + text);
    }
  }

  private PlainYaml(String text) {
    String[] all = text.split("\n", -1);
    for (int i = 0; i < all.length; i++) {
      String content = all[i].trim();
      if (!content.isEmpty() && content.charAt(0) != '#') {
        lines.add(new Line(i + 1, all[i].indexOf(content), content));
      }
    }
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if there is anything else in it
   */
  static YamlNode parse(String text) {
    PlainYaml yaml = new PlainYaml(text);
    YamlNode root = yaml.node(0);
    if (yaml.next < yaml.lines.size()) {
      throw yaml.lines.get(yaml.next).refused();
    }
    return root;
  }

  private YamlNode node(int indent) {
    if (!isAt(indent)) {
      throw new IllegalArgumentException("there is no block at column " + (indent + 1));
    }
    return lines.get(next).isItem() ? list(indent) : mapping(indent);
  }

  private boolean isAt(int indent) {
    return next < lines.size() && lines.get(next).indent == indent;
  }

  private YamlNode list(int indent) {
    Line first = lines.get(next);
    List<YamlNode> items = new ArrayList<>();
    while (isAt(indent) && lines.get(next).isItem()) {
      Line line = lines.get(next);
      String rest = line.text.substring(ITEM.length());
      if (rest.startsWith(" ")) {
        throw line.refused();
      }
      Line item = new Line(line.number, indent + ITEM.length(), rest);
      lines.set(next, item);
      items.add(colon(rest) < 0 ? scalar(item, 0, rest) : mapping(item.indent));
    }
    return YamlNode.list(first.number, indent + 1, null, items);
  }

  private YamlNode mapping(int indent) {
    Line first = lines.get(next);
    List<YamlNode.Entry> entries = new ArrayList<>();
    while (isAt(indent) && !lines.get(next).isItem()) {
      Line line = lines.get(next);
      int colon = colon(line.text);
      if (colon < 0) {
        throw line.refused();
      }
      String value = line.text.substring(colon + 1).trim();
      YamlNode key = scalar(line, 0, line.text.substring(0, colon));
      if (value.isEmpty()) {
        if (next == lines.size() || lines.get(next).indent <= indent) {
          throw line.refused();
        }
        entries.add(new YamlNode.Entry(key, node(lines.get(next).indent)));
      } else {
        next--;
        entries.add(new YamlNode.Entry(key, scalar(line, line.text.indexOf(value, colon), value)));
      }
    }
    return YamlNode.mapping(first.number, indent + 1, null, entries);
  }

  /** Returns where a key ends; -1 if there is none. */
  private static int colon(String text) {
    int colon = text.indexOf(": ");
    return colon < 0 && text.endsWith(":") ? text.length() - 1 : colon;
  }

  /** Takes the line, of which this is a scalar. */
  private YamlNode scalar(Line line, int at, String text) {
    if (text.isEmpty()
        || NOT_PLAIN.indexOf(text.charAt(0)) >= 0
        || text.contains(" #")
        || text.contains(": ")
        || text.endsWith(":")) {
      throw line.refused();
    }
    next++;
    return YamlNode.scalar(line.number, line.indent + at + 1, null, text, true);
  }
}
