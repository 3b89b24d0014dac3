package io.exporteragent.model;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Text of the Prometheus and OpenMetrics formats under construction, as UTF-8. It grows as needed
 * and is meant to be used again and again. For one thread.
 */
public final class TextBuffer {
  private byte[] bytes;
  private int length;

  /** Creates an empty buffer with room for some bytes. */
  public TextBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  /** Returns the number of bytes so far. */
  public int length() {
    return length;
  }

  /** Returns the number of bytes it has room for without growing. */
  public int capacity() {
    return bytes.length;
  }

  /**
   * Returns the text so far, in the first {@link #length} elements; replaced when the buffer grows.
   */
  public byte[] array() {
    return bytes;
  }

  /** Removes what was appended since the buffer had the given length. */
  public void truncate(int earlierLength) {
    length = earlierLength;
  }

  /** Moves the text to a stream and is empty then. */
  public void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  /** Makes room for that many bytes more. */
  public void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + bytes.length / 2));
    }
  }

  /** Appends one ASCII character. */
  public TextBuffer append(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Appends an integer in decimal. */
  public TextBuffer append(long integer) {
    // Below zero there is room for the absolute value of every long.
    long rest = integer < 0 ? integer : -integer;
    int digits = 1;
    for (long power = -10; digits < 19 && rest <= power; power *= 10) {
      digits++;
    }
    reserve(digits + 1);
    if (integer < 0) {
      bytes[length++] = '-';
    }
    length += digits;
    for (int i = length - 1; i >= length - digits; i--) {
      long quotient = rest / 10;
      bytes[i] = (byte) ('0' + (10 * quotient - rest));
      rest = quotient;
    }
    return this;
  }

  /** Appends bytes that are text already. */
  public TextBuffer append(byte[] text, int offset, int count) {
    reserve(count);
    System.arraycopy(text, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Appends text as it is. A surrogate without its other half becomes a question mark. */
  public TextBuffer append(String text) {
    return append(text, false, false);
  }

  /**
   * Appends a label: {@code name="value"}, with a comma in front unless the text before ends where
   * the labels begin.
   *
   * @param start the length at which the labels began
   * @param name is written as it is
   * @param value is escaped
   */
  public TextBuffer appendLabel(int start, String name, String value) {
    if (length > start) {
      append(',');
    }
    return append(name).append('=').append('"').appendEscaped(value, true).append('"');
  }

  /**
   * Appends text with backslash and line feed escaped.
   *
   * @param quotes whether double quotes are escaped, too
   */
  public TextBuffer appendEscaped(String text, boolean quotes) {
    return append(text, true, quotes);
  }

  /** Nearly all text is ASCII without anything to escape, for which this loop has all it needs. */
  private TextBuffer append(String text, boolean escaped, boolean quotes) {
    int end = text.length();
    reserve(end);
    byte[] to = bytes;
    int at = length;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || (escaped && isEscaped(c, quotes))) {
        length = at;
        return appendRest(text, i, escaped, quotes);
      }
      to[at++] = (byte) c;
    }
    length = at;
    return this;
  }

  private TextBuffer appendRest(String text, int start, boolean escaped, boolean quotes) {
    int end = text.length();
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      reserve(end - i + 1);
      if (escaped && isEscaped(c, quotes)) {
        bytes[length++] = '\\';
        bytes[length++] = (byte) (c == '\n' ? 'n' : c);
      } else if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else {
        i += appendBeyondAscii(text, i);
      }
    }
    return this;
  }

  private static boolean isEscaped(char c, boolean quotes) {
    return c == '\\' || c == '\n' || (quotes && c == '"');
  }

  /** Appends a code point that takes two to four bytes; returns how many more chars it consumed. */
  private int appendBeyondAscii(String text, int index) {
    reserve(4);
    int c = text.codePointAt(index);
    if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | (c >> 6));
    } else if (c >= 0x10000) {
      bytes[length++] = (byte) (0xF0 | (c >> 18));
      bytes[length++] = (byte) (0x80 | ((c >> 12) & 0x3F));
      bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    } else if (Character.isSurrogate((char) c)) {
      bytes[length++] = '?';
      return 0;
    } else {
      bytes[length++] = (byte) (0xE0 | (c >> 12));
      bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    }
    bytes[length++] = (byte) (0x80 | (c & 0x3F));
    return Character.charCount(c) - 1;
  }
}
