package io.exporteragent.config;

/** What the user wrote cannot be used. The message is one line that says what to write instead. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }
}
