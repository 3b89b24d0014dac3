package io.exporteragent.config;

import java.util.ArrayList;
import java.util.List;

/** Builds the text of a configuration file with all values. Not thread-safe. */
public final class Description {
  private final List<String> lines = new ArrayList<>();
  private String indent = "";
  private String next = "";

  /** Creates an empty text. */
  public Description() {}

  /** Appends a key with its value; secrets are replaced. */
  public <T> void add(Key<T> key, T value) {
    key.schema().describe(key.name(), value, this);
  }

  void line(String text) {
    lines.add(next.isEmpty() ? indent + text : next + text);
    next = "";
  }

  /** Indents what the task adds by two columns. */
  void indented(Runnable task) {
    String before = indent;
    indent += "  ";
    task.run();
    indent = before;
  }

  /** Adds what the task adds as an item of a list. */
  void item(Runnable task) {
    String before = indent;
    next = before + "  - ";
    indent += "    ";
    task.run();
    indent = before;
    next = "";
  }

  void append(Description other) {
    for (String line : other.lines) {
      lines.add(next.isEmpty() ? indent + line : next + line);
      next = "";
    }
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  @Override
  public String toString() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
