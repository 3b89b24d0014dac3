package io.exporteragent;

import java.util.Properties;

/**
 * What can be seen of the agent from outside the JVM without loading anything into it: the system
 * property {@code exporter.agent}, as {@code version;state;URL;error}. The bootstrap has inserted
 * its key; here only the value changes, because inserting would disturb an application that is
 * walking through its properties.
 */
final class PublishedState {
  private static final String PROPERTY = "exporter.agent";

  private final String version;

  PublishedState(String version) {
    this.version = version;
  }

  void serving(String url) {
    publish("serving", url, "");
  }

  /** Not serving yet, for the reason given; tried again. */
  void waiting(String reason) {
    publish("waiting", "", reason);
  }

  void failed(String reason) {
    publish("failed", "", reason);
  }

  void stopped() {
    publish("stopped", "", "");
  }

  private void publish(String state, String url, String error) {
    Properties properties = System.getProperties();
    properties.replace(PROPERTY, version + ";" + state + ";" + url + ";" + error.replace(';', ','));
  }
}
