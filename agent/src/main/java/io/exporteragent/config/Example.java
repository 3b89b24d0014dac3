package io.exporteragent.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds a complete configuration file with comments: values as the sections give them, and at the
 * first use of each key its default and meaning. Not thread-safe.
 */
public final class Example {
  private static final int WIDTH = 100;
  private static final int[] COLUMNS = {32, 49, 56, 64};
  private static final Pattern KEY = Pattern.compile("^( *(?:- )?)([a-z_]+):( .*|)$");

  private static final String HEAD =
      "# Every key of the configuration, with what it means and its default.\n"
          + "# Nothing is required: an empty file, or none, serves everything a JVM can tell of itself and its\n"
          + "# host on port 8000.\n"
          + "#\n"
          + "# Durations: 500ms, 10s, 1m30s, 1h, 1d.   Sizes: 65536, 512KiB, 1MiB.\n"
          + "# ${NAME} in a value stands for an environment variable, ${NAME:default} has a default, and $${ is\n"
          + "# a plain ${. File names are relative to the working directory of the JVM.\n"
          + "# Text that begins with @ or * needs quotes, as does text with [ ] { } or a comma between brackets.\n";

  private final StringBuilder text = new StringBuilder(HEAD);
  private final Set<Key<?>> explained = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Creates an example without keys. */
  public Example() {}

  /**
   * Appends a key of the top level.
   *
   * @param snippet the YAML under it; empty for its default
   */
  public <T> void add(Key<T> key, String snippet) {
    text.append('\n');
    wrap(key.help(), "#", "#");
    List<String> lines = new ArrayList<>();
    if (snippet.isEmpty()) {
      Description description = new Description();
      T otherwise = key.otherwise();
      if (otherwise != null) {
        description.add(key, otherwise);
      }
      Collections.addAll(lines, description.toString().trim().split("\n", -1));
    } else {
      lines.add(key.name() + ":");
      for (String line : snippet.split("\n", -1)) {
        lines.add(line.isEmpty() ? line : "  " + line);
      }
    }
    annotate(key, lines);
  }

  private void wrap(String words, String first, String others) {
    StringBuilder line = new StringBuilder(first);
    for (String word : words.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(others);
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }

  /** A mapping that contains the current line, and the column of its keys. */
  private static final class Open {
    private final int column;
    private final Mapping<?> mapping;

    Open(int column, Mapping<?> mapping) {
      this.column = column;
      this.mapping = mapping;
    }
  }

  private void annotate(Key<?> top, List<String> lines) {
    Deque<Open> open = new ArrayDeque<>();
    Key<?> last = top;
    for (String line : lines) {
      Matcher matcher = KEY.matcher(line);
      if (!matcher.matches() || line.equals(top.name() + ":")) {
        text.append(line).append('\n');
        continue;
      }
      int column = String.valueOf(matcher.group(1)).length();
      while (!open.isEmpty() && open.peek().column > column) {
        open.pop();
      }
      if (open.isEmpty() || open.peek().column < column) {
        if (!last.schema().hasMapping()) {
          text.append(line).append('\n');
          continue;
        }
        open.push(new Open(column, last.schema().mapping()));
      }
      Key<?> key = find(open.peek().mapping, String.valueOf(matcher.group(2)));
      if (key == null) {
        text.append(line).append('\n');
        continue;
      }
      last = key;
      explain(key, line, String.valueOf(matcher.group(3)).trim());
    }
  }

  private static @Nullable Key<?> find(Mapping<?> mapping, String name) {
    for (Key<?> key : mapping.keys()) {
      if (key.name().equals(name)) {
        return key;
      }
    }
    return null;
  }

  private void explain(Key<?> key, String line, String value) {
    String comment = explained.add(key) ? comment(key, value) : "";
    if (comment.isEmpty()) {
      text.append(line).append('\n');
      return;
    }
    int column = 0;
    for (int i = COLUMNS.length - 1; i >= 0; i--) {
      column = COLUMNS[i] > line.length() ? COLUMNS[i] : column;
    }
    if (column == 0) {
      String indent = line.substring(0, line.length() - line.trim().length());
      wrap(comment, indent + "#", indent + "#");
      text.append(line).append('\n');
    } else {
      StringBuilder out = new StringBuilder(line);
      pad(out, column);
      StringBuilder blank = new StringBuilder();
      pad(blank, column);
      wrap(comment, out + "#", blank + "#");
    }
  }

  private static void pad(StringBuilder out, int length) {
    while (out.length() < length) {
      out.append(' ');
    }
  }

  private static String comment(Key<?> key, String value) {
    String shown = key.shownDefault();
    List<String> parts = new ArrayList<>();
    if (key.isRequired()) {
      parts.add("required");
    } else if (shown.equals(value)) {
      parts.add("default");
    } else if (!shown.isEmpty()) {
      parts.add("default: " + shown);
    }
    if (!key.help().isEmpty()) {
      parts.add(key.help());
    }
    return String.join("; ", parts);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
