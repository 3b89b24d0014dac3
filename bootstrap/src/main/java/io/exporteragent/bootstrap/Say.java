package io.exporteragent.bootstrap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;

/**
 * Writes lines for the user to standard error, and not through {@link System#err}, which the
 * application may have turned into a logger. Throws nothing. Thread-safe.
 */
final class Say {
  private static final String MARK = "exporter-agent: ";

  private Say() {}

  /**
   * Loads the classes that report a failure, as long as they can be: once the jar is overwritten,
   * no class can be loaded from it.
   */
  static void prepare() {
    PublishedProperty.description();
  }

  /** Writes one line, marked as the agent's. */
  static void line(String message) {
    write(MARK + message + System.lineSeparator());
  }

  /** Writes one line about a failure; with {@code EXPORTER_AGENT_DEBUG=1} its stack trace too. */
  static void failure(String message, Throwable cause) {
    line(message);
    if (isDebug()) {
      StringBuilder lines = new StringBuilder();
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace, true));
      for (String each : trace.toString().trim().split("\\R", -1)) {
        lines.append(MARK).append("  ").append(each).append(System.lineSeparator());
      }
      write(lines.toString());
    }
  }

  private static boolean isDebug() {
    try {
      return "1".equals(System.getenv("EXPORTER_AGENT_DEBUG"));
    } catch (SecurityException e) {
      return false;
    }
  }

  private static void write(String text) {
    try {
      @SuppressWarnings("resource") // closing it would close the JVM's standard error
      FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
      stderr.write(text.getBytes(Charset.defaultCharset()));
    } catch (IOException e) {
      // Standard error is closed: nothing can be reported.
      return;
    } catch (SecurityException e) {
      // A security manager forbids the descriptor, but not the stream.
      System.err.print(text);
    }
  }
}
