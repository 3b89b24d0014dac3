package io.exporteragent.config;

import org.jspecify.annotations.Nullable;

/** Where the page is served. */
public final class ServerSettings {
  /** Every interface, which is what a scraper on another host needs, and port 8000. */
  public static final ServerSettings DEFAULT = new ServerSettings("0.0.0.0", 8000);

  private final String host;
  private final int port;

  public ServerSettings(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** The address or name to listen on, an IPv6 address without brackets. */
  public String host() {
    return host;
  }

  /** The port to listen on, 0 for any free one. */
  public int port() {
    return port;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerSettings
        && host.equals(((ServerSettings) other).host)
        && port == ((ServerSettings) other).port;
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
