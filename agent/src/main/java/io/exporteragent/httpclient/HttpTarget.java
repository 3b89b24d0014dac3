package io.exporteragent.httpclient;

import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What to ask, how to authenticate, and what to accept. Immutable. */
public final class HttpTarget {
  private final URI url;
  private final String accept;
  private final Map<String, String> headers;
  private final @Nullable BasicAuthSettings basicAuth;
  private final @Nullable AuthorizationSettings authorization;
  private final TlsSettings tls;
  private final IntPredicate wantedStatus;
  private final int maxBody;
  private final boolean followRedirects;

  private HttpTarget(Builder builder) {
    this.url = builder.url;
    this.accept = builder.accept;
    this.headers = Collections.unmodifiableMap(builder.headers);
    this.basicAuth = builder.basicAuth;
    this.authorization = builder.authorization;
    this.tls = builder.tls;
    this.wantedStatus = builder.wantedStatus;
    this.maxBody = builder.maxBody;
    this.followRedirects = builder.followRedirects;
  }

  /**
   * Begins with the defaults of everything else.
   *
   * @throws IllegalArgumentException if the URL is not absolute, not HTTP, or without a valid host
   *     and port
   */
  public static Builder to(URI url) {
    return new Builder(url);
  }

  URI url() {
    return url;
  }

  String accept() {
    return accept;
  }

  Map<String, String> headers() {
    return headers;
  }

  @Nullable BasicAuthSettings basicAuth() {
    return basicAuth;
  }

  @Nullable AuthorizationSettings authorization() {
    return authorization;
  }

  TlsSettings tls() {
    return tls;
  }

  boolean wants(int status) {
    return wantedStatus.test(status);
  }

  int maxBody() {
    return maxBody;
  }

  boolean followRedirects() {
    return followRedirects;
  }

  /** Collects what differs from the defaults; not thread-safe. */
  public static final class Builder {
    private final URI url;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String accept = "*/*";
    private @Nullable BasicAuthSettings basicAuth;
    private @Nullable AuthorizationSettings authorization;
    private TlsSettings tls = TlsSettings.DEFAULT;
    private IntPredicate wantedStatus = status -> true;
    private int maxBody = 1 << 20;
    private boolean followRedirects;

    private Builder(URI url) {
      HttpOrigin.of(url);
      this.url = url;
    }

    /** Asks for a media type, also where a redirect leads; by default any. */
    public Builder accept(String mediaType) {
      accept = mediaType;
      return this;
    }

    /**
     * Adds request headers, which may be secret: only the origin of the URL gets them.
     *
     * @throws IllegalArgumentException if one breaks {@link HeaderRules}; the message names the
     *     header, never its value
     */
    public Builder headers(Map<String, String> added) {
      for (Map.Entry<String, String> header : added.entrySet()) {
        String name = header.getKey();
        if (!HeaderRules.isToken(name)) {
          throw new IllegalArgumentException("\"" + name + "\" is not the name of a header");
        }
        if (HeaderRules.belongsToConnection(name)) {
          throw new IllegalArgumentException("the header " + name + " is set by the client alone");
        }
        if (!HeaderRules.isValue(header.getValue())) {
          throw new IllegalArgumentException(
              "the header " + name + " has a line break or control character");
        }
        headers.put(name, header.getValue());
      }
      return this;
    }

    /** Authenticates with user name and password; null for not. Only the origin gets them. */
    public Builder basicAuth(@Nullable BasicAuthSettings value) {
      basicAuth = value;
      return this;
    }

    /**
     * Authenticates with a token or the like; null for not. Only the origin gets it.
     *
     * @throws IllegalArgumentException if the scheme is not a token
     */
    public Builder authorization(@Nullable AuthorizationSettings value) {
      if (value != null && !HeaderRules.isToken(value.type())) {
        throw new IllegalArgumentException("not an authentication scheme");
      }
      authorization = value;
      return this;
    }

    /** Sets which certificates to trust; by default those the JVM trusts. */
    public Builder tls(TlsSettings value) {
      tls = value;
      return this;
    }

    /** Limits the statuses whose body is read; other responses come without. By default all. */
    public Builder bodyOf(IntPredicate statuses) {
      wantedStatus = statuses;
      return this;
    }

    /** Limits the body to this many bytes, decompressed; by default 1 MiB. */
    public Builder maxBody(int bytes) {
      maxBody = bytes;
      return this;
    }

    /**
     * Sets whether to follow redirects, at most five and never from https to http; by default a
     * redirect is a response like any other.
     */
    public Builder followRedirects(boolean value) {
      followRedirects = value;
      return this;
    }

    /** Creates the target. The builder is not to be used again. */
    public HttpTarget build() {
      return new HttpTarget(this);
    }
  }
}
