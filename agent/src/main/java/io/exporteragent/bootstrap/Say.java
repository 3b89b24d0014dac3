package io.exporteragent.bootstrap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;

/** Writes to standard error, past {@link System#err}. */
final class Say {
  private Say() {}

  /** Loads what a last line takes: from a jar that was changed it cannot be. */
  static void prepare() {
    Denied.advice(null);
  }

  static void line(String message) {
    String line = "exporter-agent: " + message + System.lineSeparator();
    try {
      @SuppressWarnings("resource") // closing it would close the JVM's standard error
      FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
      stderr.write(line.getBytes(Charset.defaultCharset()));
    } catch (IOException e) {
      // Standard error is closed: there is nobody left to tell.
      return;
    } catch (SecurityException e) {
      // A security manager guards the descriptor, and leaves the stream.
      System.err.print(line);
    }
  }
}
