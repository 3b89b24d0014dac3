package io.exporteragent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * The state of the agent as others can read it without loading anything into this JVM: the system
 * property {@code exporter.agent}, whose value is {@code version;state;URL;error;arguments}. The
 * core writes it while it runs; this class, before a core starts and after it has ended.
 */
final class PublishedProperty {
  private static final String NAME = "exporter.agent";

  private PublishedProperty() {}

  /** Describes the agent that is in this JVM; null if there never was one. */
  static @Nullable String description() {
    if (read() == null) {
      return null;
    }
    String version = field(0);
    String url = field(2);
    return (version.isEmpty() ? "" : "version " + version + ", ")
        + field(1)
        + (url.isEmpty() ? "" : " " + url);
  }

  private static @Nullable String read() {
    return System.getProperty(NAME);
  }

  /**
   * Publishes that a request has come in and will be worked on. A request to detach inserts no
   * property where no agent ever was.
   */
  static void accepted(LoadRequest request) {
    if (!request.isDetach()) {
      write(field(0), "starting", "", request.arguments());
    } else if (read() != null) {
      write(field(0), "stopping", "", field(4));
    }
  }

  /** Publishes that the agent does not work, and why. */
  static void failed(String reason) {
    if (read() != null) {
      write(field(0), "failed", reason, field(4));
    }
  }

  /** Adds why a request was not fulfilled to the state of the core that keeps running. */
  static void refused(String reason) {
    String[] fields = fields();
    if (fields.length == 5) {
      fields[3] = reason.replace(';', ',');
      System.setProperty(NAME, String.join(";", fields));
    }
  }

  /** Publishes that the agent has ended, as it was asked to. */
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
    String[] fields = fields();
    return index < fields.length ? fields[index] : "";
  }

  private static String[] fields() {
    String value = read();
    return value == null ? new String[0] : value.split(";", -1);
  }
}
