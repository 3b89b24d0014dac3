package io.exporteragent.config;

/** What the agent is to do. Immutable. */
public final class Settings {
  /** Served when nothing is given. */
  public static final int DEFAULT_PORT = 8000;

  /** Every interface, which is what a scraper on another host needs. */
  public static final String DEFAULT_HOST = "0.0.0.0";

  private final String host;
  private final int port;

  public Settings(String host, int port) {
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
}
