package io.exporteragent.source.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file below {@code /proc}, read whole into a reused buffer and parsed there line by line: a
 * reader that makes strings of all lines leaves 25 kB of garbage per read. Not thread-safe.
 */
final class ProcFile {
  private final File file;

  private byte[] bytes = new byte[1024];
  private int length;
  private int position;

  ProcFile(File file) {
    this.file = file;
  }

  /**
   * Reads the file again and moves to its first line.
   *
   * @throws IOException if it cannot be read or is empty
   */
  void read() throws IOException {
    length = 0;
    position = 0;
    try (InputStream in = new FileInputStream(file)) {
      int read;
      while ((read = in.read(bytes, length, bytes.length - length)) > 0) {
        length += read;
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "Cannot read " + file + ", which this process must be allowed to: " + e.getMessage(), e);
    }
    if (length == 0) {
      throw lacks("anything");
    }
  }

  /** Returns the exception to throw if something expected is not in the file. */
  IOException lacks(String what) {
    return new IOException(
        file
            + " does not contain "
            + what
            + "; the kernel's proc file system must be mounted there");
  }

  /** Returns a copy of the file's content. */
  byte[] content() {
    return Arrays.copyOf(bytes, length);
  }

  /** Returns whether the file's content equals these bytes. */
  boolean contentEquals(byte[] other) {
    if (other.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[i] != other[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a line, or the rest of one, is left. */
  boolean hasLine() {
    return position < length;
  }

  /** Moves to the next line. */
  void nextLine() {
    while (position < length && bytes[position++] != '\n') {}
  }

  /** Skips an ASCII text if it comes next; returns whether it did. */
  boolean skip(String text) {
    if (length - position < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[position + i] != text.charAt(i)) {
        return false;
      }
    }
    position += text.length();
    return true;
  }

  /** Returns whether a decimal digit comes next. */
  boolean atDigit() {
    return position < length && bytes[position] >= '0' && bytes[position] <= '9';
  }

  /** Consumes blanks and the number after them; 0 if there is none on this line. */
  long number() {
    while (position < length && bytes[position] == ' ') {
      position++;
    }
    long number = 0;
    while (atDigit()) {
      number = 10 * number + bytes[position++] - '0';
    }
    return number;
  }

  /**
   * Consumes the text up to the next blank, and the blank. The kernel writes blanks, line ends and
   * backslashes within the text in octal: {@code \040}.
   */
  String field() {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    while (position < length && bytes[position] != ' ' && bytes[position] != '\n') {
      field.write(bytes[position] == '\\' ? octal() : bytes[position++]);
    }
    skip(" ");
    return new String(field.toByteArray(), StandardCharsets.UTF_8);
  }

  private int octal() {
    position++;
    int character = 0;
    for (int i = 0; i < 3 && atDigit(); i++) {
      character = 8 * character + bytes[position++] - '0';
    }
    return character;
  }
}
