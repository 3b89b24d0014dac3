package io.exporteragent.httpclient;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of a URL: what a connection leads to, and who may see credentials. Unlike
 * {@link URI#getHost} it knows host names with an underscore, as containers often have.
 */
final class HttpOrigin {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:.*@)?(\\[[^\\]]++]|[^:\\[\\]@]++)(?::(\\d{0,5}))?");

  private final boolean tls;
  private final String host;
  private final int port;

  private HttpOrigin(boolean tls, String host, int port) {
    this.tls = tls;
    this.host = host;
    this.port = port;
  }

  /**
   * Reads the origin of a URL.
   *
   * @throws IllegalArgumentException if the URL is not absolute, not HTTP, or without a valid host
   *     and port
   */
  static HttpOrigin of(URI url) {
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    String authority = url.getRawAuthority();
    Matcher matcher = AUTHORITY.matcher(authority == null ? "" : authority);
    if (!(tls || "http".equalsIgnoreCase(url.getScheme())) || !matcher.matches()) {
      throw new IllegalArgumentException("not a URL of a page over HTTP");
    }
    String digits = matcher.group(2);
    int port = digits == null || digits.isEmpty() ? (tls ? 443 : 80) : Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a URL with a port that is none");
    }
    String host = matcher.group(1).toLowerCase(Locale.ROOT);
    return new HttpOrigin(
        tls, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
  }

  boolean isTls() {
    return tls;
  }

  /** In lower case, without the brackets of an IPv6 address. */
  String host() {
    return host;
  }

  int port() {
    return port;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HttpOrigin
        && tls == ((HttpOrigin) other).tls
        && host.equals(((HttpOrigin) other).host)
        && port == ((HttpOrigin) other).port;
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }
}
