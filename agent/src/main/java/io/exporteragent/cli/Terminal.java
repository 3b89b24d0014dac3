package io.exporteragent.cli;

import java.util.regex.Pattern;

/** Makes what processes say of themselves fit for the terminal of somebody who may be root. */
final class Terminal {
  /**
   * All of category C: control characters, of which terminals obey the old and the 8-bit ones,
   * characters that change the direction of text or cannot be seen, and halves of pairs.
   */
  private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Terminal() {}

  /** The text in one line, with everything that is not to be seen replaced by question marks. */
  static String plain(String text) {
    return NOT_PLAIN.matcher(text).replaceAll("?");
  }
}
