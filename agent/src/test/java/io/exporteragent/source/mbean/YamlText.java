package io.exporteragent.source.mbean;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as YAML: each key of the file and each element of its lists on a line of its own.
 */
final class YamlText {
  private static final Pattern LINE_END = Pattern.compile("[\n\r\u0085\u2028\u2029]");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  /** What is written as it is, rather than in quotes. */
  record Plain(String text) {}

  /** Writes a file of these keys. */
  static String of(Map<String, Object> file) {
    YamlText yaml = new YamlText();
    file.forEach(
        (key, value) -> {
          yaml.text.append(key).append(':');
          if (value instanceof List<?> list && !list.isEmpty()) {
            for (Object element : list) {
              yaml.text.append("\n- ");
              yaml.value(element);
            }
          } else {
            yaml.text.append(' ');
            yaml.value(value);
          }
          yaml.text.append('\n');
        });
    return yaml.text.toString();
  }

  private void value(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      text.append('{');
      Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<?, ?> entry = entries.next();
        value(entry.getKey());
        text.append(": ");
        value(entry.getValue());
        text.append(entries.hasNext() ? ", " : "");
      }
      text.append('}');
    } else if (value instanceof List<?> list) {
      text.append('[');
      for (int i = 0; i < list.size(); i++) {
        text.append(i > 0 ? ", " : "");
        value(list.get(i));
      }
      text.append(']');
    } else if (value instanceof String string) {
      quoted(string);
    } else {
      text.append(value instanceof Plain plain ? plain.text() : Objects.toString(value));
    }
  }

  /** Line ends of YAML, not all of which are ends of lines in both versions of it, are escaped. */
  private void quoted(String string) {
    if (LINE_END.matcher(string).find()) {
      String escaped = string.replace("\\", "\\\\").replace("\"", "\\\"");
      text.append('"')
          .append(
              LINE_END
                  .matcher(escaped)
                  .replaceAll(end -> String.format("\\\\u%04x", (int) end.group().charAt(0))))
          .append('"');
    } else {
      text.append('\'').append(string.replace("'", "''")).append('\'');
    }
  }
}
