package io.exporteragent.bootstrap;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A question of a command, answered by a core of its own beside the one that may run here. The
 * loading asks for it with {@code jar=URI ask FILE}; the file, made and removed by whoever asks,
 * has
 *
 * <pre>
 *   state     1 byte: ? asked, . taken, ! answered, x failed
 *   length    4 bytes, of the question, big-endian
 *   question  UTF-8, for the core
 *   answer    as the core writes it; if it failed, why, in UTF-8
 * </pre>
 *
 * <p>The state is taken before the loading returns, and changes last. By then nothing of the core
 * is left, except where code of the application does not return.
 */
final class Question implements Runnable {
  private static final String TYPE = "io.exporteragent.ExporterAgent";
  private static final char TAKEN = '.';
  private static final char ANSWERED = '!';
  private static final char FAILED = 'x';
  private static final int HEAD = 1 + 4;

  private final RandomAccessFile file;
  private final File jar;
  private final Instrumentation instrumentation;

  private Question(RandomAccessFile file, File jar, Instrumentation instrumentation) {
    this.file = file;
    this.jar = jar;
    this.instrumentation = instrumentation;
  }

  /**
   * Takes a question.
   *
   * @param jar whose core shall answer
   * @throws IOException if whoever asked has gone
   */
  static Question take(File name, File jar, Instrumentation instrumentation) throws IOException {
    if (!name.isFile()) {
      throw new FileNotFoundException(name + " is not there any more");
    }
    RandomAccessFile file = new RandomAccessFile(name, "rw");
    boolean isTaken = false;
    try {
      if (file.length() < HEAD) {
        // It was removed before it was opened, which made it anew.
        if (!name.delete()) {
          throw new IOException(name + " is no question, and cannot be removed");
        }
        throw new FileNotFoundException(name + " is not there any more");
      }
      state(file, TAKEN);
      isTaken = true;
      return new Question(file, jar, instrumentation);
    } finally {
      if (!isTaken) {
        file.close();
      }
    }
  }

  private static void state(RandomAccessFile file, char state) throws IOException {
    file.seek(0);
    file.write(state);
  }

  @Override
  public void run() {
    try {
      try {
        answer();
        state(file, ANSWERED);
      } catch (InvocationTargetException e) {
        fail(e.getCause() == null ? e : e.getCause());
      } catch (Throwable t) {
        fail(t);
      } finally {
        file.close();
      }
    } catch (Throwable t) {
      Say.failure("cannot answer a question: " + t + "; the application keeps running", t);
    }
  }

  private void answer() throws IOException, ReflectiveOperationException {
    String question = read();
    AgentClassLoader loader = new AgentClassLoader(jar);
    try {
      context(loader);
      @SuppressWarnings("resource") // closing it would close the file
      OutputStream out = new FileOutputStream(file.getFD());
      Class.forName(TYPE, true, loader)
          .getMethod("answer", String.class, OutputStream.class, Instrumentation.class)
          .invoke(null, question, out, instrumentation);
    } finally {
      context(null);
      loader.close();
    }
  }

  /** Reads the question, and leaves the file where the answer begins. */
  private String read() throws IOException {
    file.seek(1);
    byte[] question = new byte[file.readInt()];
    file.readFully(question);
    return new String(question, StandardCharsets.UTF_8);
  }

  private void fail(Throwable cause) throws IOException {
    String message = cause.getMessage();
    read();
    file.setLength(file.getFilePointer());
    file.write(
        (cause instanceof Exception && message != null ? message : cause.toString())
            .getBytes(StandardCharsets.UTF_8));
    state(file, FAILED);
  }

  private static void context(@Nullable ClassLoader loader) {
    try {
      Thread.currentThread().setContextClassLoader(loader);
    } catch (SecurityException e) {
      return;
    }
  }
}
