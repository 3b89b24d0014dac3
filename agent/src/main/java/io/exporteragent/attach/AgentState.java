package io.exporteragent.attach;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The state that the agent of a JVM publishes in its system property {@code exporter.agent}: {@code
 * version;state;URL;error;arguments}, with fewer fields from older agents. Immutable.
 */
public final class AgentState {
  private static final String PROPERTY = "exporter.agent";
  private static final int FIELDS = 5;

  private final String[] fields;

  private AgentState(String text) {
    String[] given = text.split(";", FIELDS);
    this.fields = new String[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
      fields[i] = i < given.length ? given[i] : "";
    }
  }

  /** Returns null if there was never an agent. */
  static @Nullable AgentState of(Properties systemProperties) {
    String text = systemProperties.getProperty(PROPERTY);
    return text == null ? null : new AgentState(text);
  }

  public String version() {
    return fields[0];
  }

  /** Returns one of starting, serving, waiting, failed, stopping and stopped. */
  public String state() {
    return fields[1];
  }

  /** Returns where it serves, as reached from its own host; empty if it does not serve. */
  public String url() {
    return fields[2].replaceFirst("^(https?://)(0\\.0\\.0\\.0|\\[[0:]+])(?=[:/])", "$1localhost");
  }

  /** Returns what is wrong, empty if nothing. */
  public String error() {
    return fields[3];
  }

  public boolean isServing() {
    return state().equals("serving");
  }

  /** Returns whether the agent has left. */
  public boolean isStopped() {
    return state().equals("stopped");
  }

  boolean isChanging() {
    return state().equals("starting") || state().equals("stopping");
  }

  /**
   * Returns whether it serves what this version makes of these arguments; empty ones leave
   * everything as it is.
   */
  boolean serves(String version, String arguments) {
    return isServing()
        && error().isEmpty()
        && version().equals(version)
        && (arguments.isEmpty() || fields[4].trim().equals(arguments.replace(';', ',')));
  }

  /** Returns whether it listens, or tries to. */
  boolean isAlive() {
    return isServing() || state().equals("waiting");
  }

  /** Returns the port it listens on, -1 if none. */
  int port() {
    try {
      return new URI(fields[2]).getPort();
    } catch (URISyntaxException e) {
      return -1;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AgentState && Arrays.equals(fields, ((AgentState) other).fields);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(fields);
  }
}
