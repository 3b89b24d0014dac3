package io.exporteragent.source.mbean.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.config.JsonWriter;
import io.exporteragent.guest.Messages;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an answer, as text or as JSON with one object a line. They are written as they are
 * found, so that an answer takes no memory, and only up to a limit, since the temporary directory
 * may itself be memory. What is said to it as {@link Messages} is part of the answer. Any thread.
 */
final class Answer implements Messages {
  private static final int MAX_BYTES = 64 << 20;

  private final OutputStream out;
  private final boolean isJson;
  private final @Nullable Pattern pattern;
  private final int maxBytes;
  private long written;
  private boolean isClosed;
  private @Nullable IOException failure;

  Answer(OutputStream out, boolean isJson, @Nullable Pattern pattern) {
    this(out, isJson, pattern, MAX_BYTES);
  }

  Answer(OutputStream out, boolean isJson, @Nullable Pattern pattern, int maxBytes) {
    this.out = new BufferedOutputStream(out, 1 << 16);
    this.isJson = isJson;
    this.pattern = pattern;
    this.maxBytes = maxBytes;
  }

  /** Returns whether lines with any of these texts are wanted. */
  boolean wants(String... texts) {
    Pattern wanted = pattern;
    if (wanted == null) {
      return true;
    }
    for (String text : texts) {
      if (wanted.matcher(text).find()) {
        return true;
      }
    }
    return false;
  }

  /** Adds a finding: its text, which may have line feeds, or its object. */
  void add(String text, Map<String, @Nullable Object> object) {
    write(isJson ? JsonWriter.write(object) : text);
  }

  /** Adds a remark. */
  @Override
  public void say(String line) {
    write(isJson ? JsonWriter.write(Collections.singletonMap("note", line)) : line);
  }

  private synchronized void write(String text) {
    byte[] bytes = (text + "\n").getBytes(UTF_8);
    if (isClosed || failure != null || written > maxBytes) {
      return;
    }
    try {
      written += bytes.length;
      out.write(written > maxBytes ? end() : bytes);
    } catch (IOException e) {
      failure = e;
    }
  }

  private byte[] end() {
    String line =
        String.format("the rest is left out, since it is more than %d bytes; use --grep", maxBytes);
    Map<String, @Nullable Object> note = new LinkedHashMap<>();
    note.put("note", line);
    return ((isJson ? JsonWriter.write(note) : line) + "\n").getBytes(UTF_8);
  }

  /**
   * Ends the answer: whatever a thread that was left behind adds later is dropped.
   *
   * @throws IOException if any of it could not be written
   */
  synchronized void end(boolean isWanted) throws IOException {
    isClosed = true;
    if (failure != null) {
      throw failure;
    }
    if (isWanted) {
      out.flush();
    }
  }
}
