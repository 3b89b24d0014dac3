package io.exporteragent.source.module.compile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a source file, and the settings in the comments above its first line of code: {@code
 * // interval: 30s} and {@code // timeout: 5s}. Immutable.
 */
final class SourceText {
  private static final Pattern SETTING =
      Pattern.compile("//\\s*(interval|timeout)\\s*:\\s*(.*?)\\s*");
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String text;
  private int end;
  private @Nullable Duration interval;
  private @Nullable Duration timeout;

  /**
   * Decodes the text and reads the settings.
   *
   * @throws ModuleException if it is not UTF-8, or a setting is not a duration
   */
  SourceText(byte[] bytes) throws ModuleException {
    text = decode(bytes);
    readHead();
  }

  private static String decode(byte[] bytes) throws ModuleException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new ModuleException("it is not UTF-8: save it as such");
    }
  }

  /** Moves {@code end} to the first character that is neither blank nor comment. */
  private void readHead() throws ModuleException {
    while (end < text.length()) {
      if (Character.isWhitespace(text.charAt(end))) {
        end++;
      } else if (text.startsWith("//", end)) {
        int begin = end;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
          end++;
        }
        readComment(text.substring(begin, end), begin);
      } else if (text.startsWith("/*", end)) {
        int close = text.indexOf("*/", end + 2);
        end = close < 0 ? text.length() : close + 2;
      } else {
        return;
      }
    }
  }

  private void readComment(String comment, int offset) throws ModuleException {
    Matcher setting = SETTING.matcher(comment);
    if (!setting.matches()) {
      return;
    }
    Duration duration = ModuleCode.Times.parse(setting.group(2));
    if (duration == null) {
      throw error(
          String.format(
              "%s must be a duration like 30s or 1m30s, but is \"%s\"",
              setting.group(1), setting.group(2)),
          offset);
    }
    if (setting.group(1).equals("interval")) {
      interval = duration;
    } else {
      timeout = duration;
    }
  }

  @Override
  public String toString() {
    return text;
  }

  ModuleCode.Times times() {
    return new ModuleCode.Times(interval, timeout);
  }

  /** Returns where imports may be inserted: after the package declaration, if there is one. */
  int importOffset() {
    if (text.startsWith("package", end)) {
      int semicolon = text.indexOf(';', end);
      return semicolon < 0 ? 0 : semicolon + 1;
    }
    return 0;
  }

  /**
   * Returns an error with its line and column.
   *
   * @param offset of a character, or less than 0 if unknown
   */
  ModuleException error(String message, long offset) {
    if (offset < 0) {
      return new ModuleException(message);
    }
    int line = 1;
    int lineBegin = 0;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      char c = text.charAt(i);
      boolean isFirstOfTwo = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !isFirstOfTwo)) {
        line++;
        lineBegin = i + 1;
      }
    }
    return new ModuleException(message, line, offset - lineBegin + 1);
  }
}
