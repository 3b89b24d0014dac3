package io.exporteragent.config;

import org.jspecify.annotations.Nullable;

/** The Authorization header of a probe. */
public final class AuthorizationSettings {
  private final String type;
  private final Secret credentials;

  public AuthorizationSettings(String type, Secret credentials) {
    this.type = type;
    this.credentials = credentials;
  }

  /** The scheme before the credentials, by default {@code Bearer}. */
  public String type() {
    return type;
  }

  public Secret credentials() {
    return credentials;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuthorizationSettings
        && type.equals(((AuthorizationSettings) other).type)
        && credentials.equals(((AuthorizationSettings) other).credentials);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + credentials.hashCode();
  }

  @Override
  public String toString() {
    return type + " " + credentials;
  }
}
