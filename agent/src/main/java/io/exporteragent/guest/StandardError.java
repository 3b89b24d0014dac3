package io.exporteragent.guest;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent speaks: one line each, marked as its own, on the standard error the JVM was
 * started with. {@link System#err} may by now be a logger of the application, whose locks and
 * formats are none of our business. Any thread.
 */
public final class StandardError implements Messages {
  private static final String MARK = "exporter-agent: ";

  private final boolean isDebug = "1".equals(System.getenv("EXPORTER_AGENT_DEBUG"));

  @Override
  public void say(String message) {
    write(line(message));
  }

  @Override
  public void say(String message, @Nullable Throwable cause) {
    // In one piece, so that no other line comes between.
    write(isDebug && cause != null ? line(message) + trace(cause) : line(message));
  }

  private static String line(String message) {
    return MARK + message.replaceAll("\\R", " ") + System.lineSeparator();
  }

  private static String trace(Throwable cause) {
    StringWriter trace = new StringWriter();
    try {
      cause.printStackTrace(new PrintWriter(trace, true));
    } catch (RuntimeException e) {
      // The exception may be the application's, and so may its methods.
      trace.append(cause.getClass().getName());
    }
    StringBuilder lines = new StringBuilder();
    for (String each : trace.toString().trim().split("\\R", -1)) {
      lines.append(line("  " + each));
    }
    return lines.toString();
  }

  private static void write(String text) {
    try {
      @SuppressWarnings("resource") // closing it would close the JVM's standard error
      FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
      stderr.write(text.getBytes(Charset.defaultCharset()));
    } catch (IOException e) {
      // Standard error is closed: there is nobody left to tell.
      return;
    } catch (SecurityException e) {
      // A security manager guards the descriptor, and leaves the stream.
      System.err.print(text);
    }
  }
}
