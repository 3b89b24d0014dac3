package io.exporteragent.config;

import org.jspecify.annotations.Nullable;

/** Who a probe says it is, by HTTP basic authentication. */
public final class BasicAuthSettings {
  private final String username;
  private final Secret password;

  public BasicAuthSettings(String username, Secret password) {
    this.username = username;
    this.password = password;
  }

  public String username() {
    return username;
  }

  public Secret password() {
    return password;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BasicAuthSettings
        && username.equals(((BasicAuthSettings) other).username)
        && password.equals(((BasicAuthSettings) other).password);
  }

  @Override
  public int hashCode() {
    return 31 * username.hashCode() + password.hashCode();
  }

  @Override
  public String toString() {
    return username + ":" + password;
  }
}
