package io.exporteragent.config;

/** An invalid configuration. The message is one line that says what to write instead. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for the user. */
  public ConfigurationException(String message) {
    super(message);
  }
}
