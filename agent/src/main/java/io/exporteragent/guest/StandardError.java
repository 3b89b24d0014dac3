package io.exporteragent.guest;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Prints messages, one line each with the agent's prefix, to the standard error the JVM was started
 * with. {@link System#err} may have been redirected to a logger of the application, with its locks
 * and formats. Any thread.
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
    // In one write, so that no other output comes between the lines.
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
      // The exception may be of a class of the application, with methods that throw.
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
      // Standard error is closed: there is no other place to report that.
      return;
    } catch (SecurityException e) {
      // The security manager forbids the descriptor, but not the stream.
      System.err.print(text);
    }
  }
}
