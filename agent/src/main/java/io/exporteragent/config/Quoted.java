package io.exporteragent.config;

import java.util.regex.Pattern;

/** Makes text from outside safe for a message of one line. */
public final class Quoted {
  private static final int MAX_LENGTH = 80;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/$][A-Za-z0-9_/$.*+@-]*");

  private Quoted() {}

  /** Returns the text in quotes, shortened, with control characters and surrogates replaced. */
  public static String of(String text) {
    return "\"" + plain(text) + "\"";
  }

  /** Returns the same as {@link #of} without the quotes. */
  public static String plain(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (line.length() >= MAX_LENGTH) {
        return line.append("...").toString();
      }
      char c = text.charAt(i);
      boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      line.append(breaks || Character.isSurrogate(c) ? '?' : c);
    }
    return line.toString();
  }

  /** Returns the text as YAML, with quotes only where they are needed. */
  static String asYaml(String text) {
    if (PLAIN.matcher(text).matches() && !text.equalsIgnoreCase("null")) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || (c >= 0x7F && c < 0xA0) || c >= 0x2028) {
        quoted.append(String.format("\\u%04X", (int) c));
      } else {
        quoted.append(c == '$' && text.startsWith("${", i) ? "$$" : c);
      }
    }
    return quoted.append('"').toString();
  }
}
