package io.exporteragent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Who watches this JVM, readable from outside without loading anything into it: the system property
 * {@code exporter.agent}, as {@code version;state;URL;error;arguments}. The core writes its states;
 * here are those before its birth and after its end.
 */
final class PublishedProperty {
  private static final String NAME = "exporter.agent";

  private PublishedProperty() {}

  static @Nullable String read() {
    return System.getProperty(NAME);
  }

  /** A request has come in and will be worked on; asking to detach what never was leaves no key. */
  static void accepted(Request request) {
    if (!request.isDetach()) {
      write(field(0), "starting", "", request.arguments());
    } else if (read() != null) {
      write(field(0), "stopping", "", field(4));
    }
  }

  static void failed(String reason) {
    if (read() != null) {
      write(field(0), "failed", reason, field(4));
    }
  }

  /**
   * The last request was not fulfilled; the core that was here goes on as it has just published.
   */
  static void refused(String reason) {
    String value = read();
    String[] fields = value == null ? new String[0] : value.split(";", -1);
    if (fields.length == 5) {
      fields[3] = reason.replace(';', ',');
      System.setProperty(NAME, String.join(";", fields));
    }
  }

  static void stopped() {
    if (read() != null) {
      write(field(0), "stopped", "", field(4));
    }
  }

  private static void write(String version, String state, String error, String arguments) {
    System.setProperty(
        NAME,
        version + ";" + state + ";;" + error.replace(';', ',') + ";" + arguments.replace(';', ','));
  }

  private static String field(int index) {
    String value = read();
    String[] fields = value == null ? new String[0] : value.split(";", -1);
    return index < fields.length ? fields[index] : "";
  }
}
