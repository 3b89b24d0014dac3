package io.exporteragent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.function.Consumer;

/**
 * Where the agent speaks: one line each, marked as its own, on the standard error the JVM was
 * started with. {@link System#err} may by now be a logger of the application, whose locks and
 * formats are none of our business. Any thread.
 */
final class StandardError implements Consumer<String> {

  @Override
  public void accept(String message) {
    String line = "exporter-agent: " + message.replaceAll("\\R", " ") + System.lineSeparator();
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
