package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.attach.linux.SharedFile;
import io.exporteragent.config.BoundedRead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The file by which a question gets into a target and its answer out of it, in the form that the
 * class {@code Question} of the bootstrap describes. Removed when it is closed, or when the command
 * is interrupted.
 */
final class QuestionFile implements AutoCloseable {
  private static final byte ASKED = '?';
  private static final byte TAKEN = '.';
  private static final byte FAILED = 'x';
  private static final int HEAD = 1 + 4;

  /** More than an answer has. */
  private static final int MAX_BYTES = 65 << 20;

  private static final Duration TIME_TO_REMOVE = Duration.ofSeconds(2);

  private final SharedFile file;
  private final int length;
  private final Thread hook = new Thread(this::removeInTime, "exporter-agent-remove");
  private final AtomicBoolean isRemoved = new AtomicBoolean();

  private QuestionFile(SharedFile file, int length) {
    this.file = file;
    this.length = length;
  }

  /**
   * Writes a question.
   *
   * @param file is empty; closed with what is returned
   * @throws IOException if it cannot be written; the file is closed then
   */
  static QuestionFile ask(SharedFile file, String question) throws IOException {
    byte[] text = question.getBytes(UTF_8);
    QuestionFile asked = new QuestionFile(file, text.length);
    Runtime.getRuntime().addShutdownHook(asked.hook);
    ByteBuffer content = ByteBuffer.allocate(HEAD + text.length);
    content.put(ASKED).putInt(text.length).put(text).flip();
    boolean isWritten = false;
    try {
      while (content.hasRemaining()) {
        file.channel().write(content);
      }
      isWritten = true;
      return asked;
    } finally {
      if (!isWritten) {
        asked.close();
      }
    }
  }

  /** Returns the name by which the target knows it. */
  String name() {
    return file.path().toString();
  }

  /** Returns whether the target has not seen it. */
  boolean isNotTaken() throws IOException {
    return state() == ASKED;
  }

  /** Returns whether the answer is not complete. */
  boolean isPending() throws IOException {
    return state() == TAKEN;
  }

  /** Returns whether the answer is why there is none. */
  boolean hasFailed() throws IOException {
    return state() == FAILED;
  }

  private byte state() throws IOException {
    ByteBuffer state = ByteBuffer.allocate(1);
    SeekableByteChannel channel = file.channel().position(0);
    if (channel.read(state) != 1) {
      throw new IOException("it was emptied");
    }
    return state.get(0);
  }

  /** Reads the answer. */
  List<String> lines() throws IOException {
    SeekableByteChannel channel = file.channel().position(HEAD + (long) length);
    String text =
        new String(BoundedRead.beginning(Channels.newInputStream(channel), MAX_BYTES), UTF_8);
    return text.isEmpty()
        ? Collections.emptyList()
        : Arrays.asList(text.replaceFirst("\\R\\z", "").split("\n", -1));
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook has been there.
      return;
    }
  }

  private void remove() {
    if (isRemoved.getAndSet(true)) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      // The target has removed it, or its directory.
      return;
    }
  }

  /** The file system may be one of the target's making, which does not answer. */
  private void removeInTime() {
    try {
      TimeLimit.in(TIME_TO_REMOVE)
          .run(
              () -> {
                remove();
                return true;
              });
    } catch (AttachException | TimeoutException e) {
      return;
    }
  }
}
