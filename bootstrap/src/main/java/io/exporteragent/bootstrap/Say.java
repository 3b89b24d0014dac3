package io.exporteragent.bootstrap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;

/** Writes to standard error, past {@link System#err}. */
final class Say {
  private static final String MARK = "exporter-agent: ";

  private Say() {}

  /** Loads what a last line takes: from a jar that was changed it cannot be. */
  static void prepare() {
    Denied.advice(null);
  }

  static void line(String message) {
    write(MARK + message + System.lineSeparator());
  }

  /** The same for a line about something thrown, whose stack trace follows if that is wanted. */
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
      // Standard error is closed: there is nobody left to tell.
      return;
    } catch (SecurityException e) {
      // A security manager guards the descriptor, and leaves the stream.
      System.err.print(text);
    }
  }
}
