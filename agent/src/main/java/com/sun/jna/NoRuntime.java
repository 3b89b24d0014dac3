package com.sun.jna;

import java.io.IOException;

/**
 * Stands in JNA's {@code NativeLibrary} for {@link Runtime}, of which it runs {@code ldconfig} to
 * find the folders of libraries; the name is changed there when the jar is packed. Without it JNA
 * looks in the folders it knows, and the system's loader in the others.
 */
final class NoRuntime {
  private static final NoRuntime NONE = new NoRuntime();

  private NoRuntime() {}

  static NoRuntime getRuntime() {
    return NONE;
  }

  /** Runs nothing, as if the command were not installed. */
  @SuppressWarnings("DoNotCallSuggester") // JNA calls it, and copes
  Process exec(String command) throws IOException {
    throw new IOException(command + " is not run");
  }
}
