package io.exporteragent.config;

/** Text from outside, made fit for a message of one line. */
final class Quoted {
  private static final int MAX_LENGTH = 80;

  private Quoted() {}

  /** In quotes, shortened, with everything but ordinary characters replaced. */
  static String of(String text) {
    return "\"" + plain(text) + "\"";
  }

  /** As {@link #of}, without the quotes. */
  static String plain(String text) {
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
}
