package io.exporteragent.http;

import java.nio.charset.StandardCharsets;

/** Decodes percent-encoding (<a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>). */
final class PercentDecoding {
  private PercentDecoding() {}

  /**
   * Decodes a path.
   *
   * @throws BadRequest if a percent sign is not followed by two hexadecimal digits
   */
  static String path(String encoded) throws BadRequest {
    return decoded(encoded, false);
  }

  /**
   * Decodes a name or a value of a query, in which a plus stands for a space.
   *
   * @throws BadRequest if a percent sign is not followed by two hexadecimal digits
   */
  static String query(String encoded) throws BadRequest {
    return decoded(encoded, true);
  }

  private static String decoded(String encoded, boolean plusIsSpace) throws BadRequest {
    if (encoded.indexOf('%') < 0 && !(plusIsSpace && encoded.indexOf('+') >= 0)) {
      return encoded;
    }
    byte[] bytes = new byte[encoded.length()];
    int length = 0;
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) (digit(encoded, i + 1) << 4 | digit(encoded, i + 2));
        i += 2;
      } else {
        bytes[length++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static int digit(String encoded, int index) throws BadRequest {
    char c = index < encoded.length() ? encoded.charAt(index) : ' ';
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw new BadRequest(400, "A percent sign in the target is not followed by two digits");
    }
    return digit;
  }
}
