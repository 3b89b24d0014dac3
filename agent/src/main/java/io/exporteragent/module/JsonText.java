package io.exporteragent.module;

import org.jspecify.annotations.Nullable;

/** Writes JSON, with a comma wherever one is due. For one thread. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  void beginObject() {
    separate();
    text.append('{');
  }

  void endObject() {
    text.append('}');
  }

  void beginArray(String name) {
    name(name);
    text.append('[');
  }

  void endArray() {
    text.append(']');
  }

  /**
   * @param value text, a finite number or null
   */
  void field(String name, @Nullable Object value) {
    name(name);
    if (value == null || value instanceof Number) {
      text.append(value);
    } else {
      string(value.toString());
    }
  }

  private void name(String name) {
    separate();
    string(name);
    text.append(':');
  }

  private void separate() {
    int length = text.length();
    if (length > 0 && "{[:".indexOf(text.charAt(length - 1)) < 0) {
      text.append(',');
    }
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
