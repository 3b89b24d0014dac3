package io.exporteragent.source.host.proc;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file that the kernel writes as it is read, below {@code /proc} or {@code /sys}. It is kept
 * open, since opening it takes more time than reading it, and read whole into a reused buffer and
 * parsed there line by line: a reader that makes strings of all lines leaves 25 kB of garbage per
 * read. Not thread-safe.
 */
public final class ProcFile implements AutoCloseable {
  private final File file;

  private @Nullable RandomAccessFile open;
  private boolean isClosed;
  private byte[] bytes = new byte[1024];
  private int length;
  private int position;

  /** Names a file; nothing is opened before it is read. */
  public ProcFile(File file) {
    this.file = file;
  }

  /**
   * Reads the file again and moves to its first line.
   *
   * @throws IOException if it cannot be read or is empty
   */
  public void read() throws IOException {
    length = 0;
    position = 0;
    try {
      if (isClosed) {
        throw new IOException("closed");
      }
      RandomAccessFile kept = open;
      if (kept == null || !isReadAgain(kept)) {
        close(open);
        open = null;
        RandomAccessFile in = new RandomAccessFile(file, "r");
        open = in;
        readFrom(in);
      }
    } catch (IOException e) {
      close(open);
      open = null;
      throw new IOException(
          "Cannot read " + file + ", which this process must be allowed to: " + e.getMessage(), e);
    }
    if (length == 0) {
      throw lacks("anything");
    }
  }

  /**
   * Reads it if it is there and has something in it.
   *
   * @return whether it was read
   */
  public boolean isRead() {
    try {
      read();
      return true;
    } catch (IOException e) {
      // What is not there, or not for this process, is left out of the page.
      return false;
    }
  }

  /** Returns false if what was opened is no longer what the name stands for. */
  private boolean isReadAgain(RandomAccessFile kept) {
    try {
      kept.seek(0);
      readFrom(kept);
      return true;
    } catch (IOException e) {
      length = 0;
      return false;
    }
  }

  private void readFrom(RandomAccessFile in) throws IOException {
    int read;
    while ((read = in.read(bytes, length, bytes.length - length)) > 0) {
      length += read;
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
    }
  }

  /** Closes it for good. */
  @Override
  public void close() {
    isClosed = true;
    close(open);
    open = null;
  }

  private static void close(@Nullable RandomAccessFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // Nothing was written, so nothing is lost.
      return;
    }
  }

  /** Returns the exception to throw if something expected is not in the file. */
  public IOException lacks(String what) {
    return new IOException(
        file
            + " does not contain "
            + what
            + "; the kernel's proc file system must be mounted there");
  }

  /** Returns a copy of the file's content. */
  public byte[] content() {
    return Arrays.copyOf(bytes, length);
  }

  /** Returns whether the file's content equals these bytes. */
  public boolean contentEquals(byte[] other) {
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
  public boolean hasLine() {
    return position < length;
  }

  /** Moves to the next line. */
  public void nextLine() {
    while (position < length && bytes[position++] != '\n') {}
  }

  /** Skips an ASCII text if it comes next; returns whether it did. */
  public boolean skip(String text) {
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

  /** Skips a number of fields, which blanks part, and the blanks around them. */
  public void skipFields(int fields) {
    for (int i = 0; i < fields; i++) {
      skipBlanks();
      while (position < length && !isBlank() && bytes[position] != '\n') {
        position++;
      }
    }
    skipBlanks();
  }

  /** Skips the blanks that come next. */
  public void skipBlanks() {
    while (position < length && isBlank()) {
      position++;
    }
  }

  private boolean isBlank() {
    return bytes[position] == ' ' || bytes[position] == '\t';
  }

  /** Moves behind the last occurrence of a character in the file; to its end if there is none. */
  public void skipPastLast(char character) {
    int last = length - 1;
    while (last >= 0 && bytes[last] != character) {
      last--;
    }
    position = last < 0 ? length : last + 1;
  }

  /** Returns whether a decimal digit comes next. */
  public boolean atDigit() {
    return position < length && bytes[position] >= '0' && bytes[position] <= '9';
  }

  /** Consumes blanks and the number after them; 0 if there is none on this line. */
  public long number() {
    skipBlanks();
    long number = 0;
    while (atDigit()) {
      number = 10 * number + bytes[position++] - '0';
    }
    return number;
  }

  /** Consumes blanks and the number after them, which may have a fraction. */
  public double decimal() {
    long digits = number();
    double unit = 1;
    if (skip(".")) {
      for (; atDigit(); unit *= 10) {
        digits = 10 * digits + bytes[position++] - '0';
      }
    }
    return digits / unit;
  }

  /** Moves to the first line of what was read. */
  public void rewind() {
    position = 0;
  }

  /** Consumes the text up to a character, and that; or up to the end of the line. */
  public String fieldBefore(char end) {
    int start = position;
    while (position < length && bytes[position] != end && bytes[position] != '\n') {
      position++;
    }
    String field = new String(bytes, start, position - start, StandardCharsets.UTF_8);
    skip(String.valueOf(end));
    return field;
  }

  /** Consumes the rest of the line, without its end. */
  public String line() {
    return fieldBefore('\n');
  }

  /**
   * Returns the number after the text with which a line begins, whichever line that is, and moves
   * behind it; -1 if there is no such line.
   */
  public long numberOf(String text) {
    for (position = 0; hasLine(); nextLine()) {
      if (skip(text)) {
        return number();
      }
    }
    return -1;
  }

  /**
   * Returns the number after a text within the line that begins with another, and moves behind it;
   * -1 if there is no such line.
   */
  public long numberOf(String line, String text) {
    if (numberOf(line) < 0) {
      return -1;
    }
    while (position < length && bytes[position] != '\n') {
      if (skip(text)) {
        return number();
      }
      position++;
    }
    return -1;
  }

  /**
   * Consumes the text up to the next blank, and the blank. The kernel writes blanks, line ends and
   * backslashes within the text in octal: {@code \040}.
   */
  public String field() {
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
