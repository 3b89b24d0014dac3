package io.exporteragent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the page is served. */
public final class ServerSettings {
  /** Every interface, which is what a scraper on another host needs, and port 8000. */
  public static final ServerSettings DEFAULT = new ServerSettings("0.0.0.0", 8000);

  private final String host;
  private final int port;
  private final List<String> allowedHosts;

  public ServerSettings(String host, int port) {
    this(host, port, Collections.emptyList());
  }

  private ServerSettings(String host, int port, List<String> allowedHosts) {
    this.host = host;
    this.port = port;
    this.allowedHosts = allowedHosts;
  }

  /** The same for clients that may call the server by other names, too. */
  ServerSettings withAllowedHosts(List<String> names) {
    return new ServerSettings(host, port, Collections.unmodifiableList(new ArrayList<>(names)));
  }

  /** The address or name to listen on, an IPv6 address without brackets. */
  public String host() {
    return host;
  }

  /** The port to listen on, 0 for any free one. */
  public int port() {
    return port;
  }

  /**
   * The names, beside {@code localhost} and {@link #host}, by which a client may call a server that
   * listens on a loopback address only.
   */
  public List<String> allowedHosts() {
    return allowedHosts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerSettings
        && host.equals(((ServerSettings) other).host)
        && port == ((ServerSettings) other).port
        && allowedHosts.equals(((ServerSettings) other).allowedHosts);
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
