package io.exporteragent.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON on one line, for the page of the modules and the command line; in ASCII only, since
 * terminals differ.
 */
public final class JsonWriter {
  private JsonWriter() {}

  /**
   * Returns the value as JSON, without a line feed.
   *
   * @param value maps, lists, strings, finite numbers, booleans and null, to any depth
   */
  public static String write(@Nullable Object value) {
    StringBuilder json = new StringBuilder();
    write(value, json);
    return json.toString();
  }

  private static void write(@Nullable Object value, StringBuilder json) {
    if (value instanceof Map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        json.append(separator);
        quote(String.valueOf(entry.getKey()), json);
        json.append(':');
        write(entry.getValue(), json);
        separator = ",";
      }
      json.append(separator.equals("{") ? "{}" : "}");
    } else if (value instanceof Iterable) {
      String separator = "[";
      for (Object element : (Iterable<?>) value) {
        json.append(separator);
        write(element, json);
        separator = ",";
      }
      json.append(separator.equals("[") ? "[]" : "]");
    } else if (value instanceof String) {
      quote((String) value, json);
    } else {
      json.append(value);
    }
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
