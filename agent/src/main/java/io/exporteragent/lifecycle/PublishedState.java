package io.exporteragent.lifecycle;

import java.util.Properties;

/**
 * What can be seen of the agent from outside the JVM without loading anything into it: the system
 * property {@code exporter.agent}, as {@code version;state;URL;error;arguments}. The bootstrap has
 * inserted its key; here only the value changes, because inserting would disturb an application
 * that is walking through its properties.
 *
 * <p>Why a request was not fulfilled is the error, beside the state that stays. Any thread.
 */
final class PublishedState {
  private static final String PROPERTY = "exporter.agent";

  private final String version;
  private String arguments = "";
  private String state = "starting";
  private String url = "";
  private String error = "";
  private boolean ended;

  PublishedState(String version) {
    this.version = version;
  }

  /** Keeps the arguments of the request under way, to be published with its outcome. */
  synchronized void requested(String given) {
    arguments = given;
  }

  void serving(String at) {
    now("serving", at, "");
  }

  /** Publishes that the agent does not serve yet, for the reason given. */
  void waiting(String reason) {
    now("waiting", "", reason);
  }

  void failed(String reason) {
    now("failed", "", reason);
  }

  /** Publishes that the request has changed nothing. */
  synchronized void unchanged() {
    publish(error);
  }

  /** Publishes that the request was not fulfilled and everything is as it was before. */
  synchronized void refused(String reason) {
    publish(reason);
  }

  /** Publishes nothing from now on: whoever asked for the end reports it. */
  synchronized void end() {
    ended = true;
  }

  private synchronized void now(String newState, String newUrl, String newError) {
    state = newState;
    url = newUrl;
    error = newError;
    publish(newError);
  }

  private void publish(String reason) {
    if (ended) {
      return;
    }
    Properties properties = System.getProperties();
    properties.replace(
        PROPERTY, String.join(";", version, state, url, field(reason), field(arguments)));
  }

  private static String field(String text) {
    return text.replace(';', ',');
  }
}
