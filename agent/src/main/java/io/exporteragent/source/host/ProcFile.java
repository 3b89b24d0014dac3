package io.exporteragent.source.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One file below {@code /proc}, read whole and then taken apart line by line from where it is in
 * memory: a reader that makes strings of all lines leaves 25 kB of garbage at every reading. Not
 * for use by several threads at once.
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
   * Reads the file anew and goes to its first line.
   *
   * @throws IOException if it cannot be read, or nothing is in it
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

  /** To throw when what is looked for is not in the file. */
  IOException lacks(String what) {
    return new IOException(
        file
            + " does not contain "
            + what
            + "; the kernel's proc file system must be mounted there");
  }

  /** Everything in the file. */
  byte[] content() {
    return Arrays.copyOf(bytes, length);
  }

  /** Whether the file consists of just these bytes. */
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

  /** Whether there is a line, or a rest of one, to be read. */
  boolean hasLine() {
    return position < length;
  }

  /** Goes to the next line. */
  void nextLine() {
    while (position < length && bytes[position++] != '\n') {}
  }

  /** Passes over an ASCII text if it is what comes next. */
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

  /** Whether a decimal digit comes next. */
  boolean atDigit() {
    return position < length && bytes[position] >= '0' && bytes[position] <= '9';
  }

  /** Passes over blanks and the number after them; 0 if there is none on this line. */
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
   * Passes over the text up to the next blank, and the blank. The kernel writes blanks, line ends
   * and backslashes that belong to the text in octal: {@code \040}.
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
