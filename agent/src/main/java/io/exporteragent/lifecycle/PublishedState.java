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

  public PublishedState(String version) {
    this.version = version;
  }

  /** The arguments of the request that is being worked on; published with its outcome. */
  public synchronized void requested(String given) {
    arguments = given;
  }

  void serving(String at) {
    now("serving", at, "");
  }

  /** Not serving yet, for the reason given; tried again. */
  void waiting(String reason) {
    now("waiting", "", reason);
  }

  public void failed(String reason) {
    now("failed", "", reason);
  }

  /** The request has changed nothing that is published. */
  public synchronized void unchanged() {
    publish(error);
  }

  /** The request was not fulfilled; everything is as it was before. */
  public synchronized void refused(String reason) {
    publish(reason);
  }

  /** Publishes nothing from now on: whoever asked for the end reports it. */
  public synchronized void end() {
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
