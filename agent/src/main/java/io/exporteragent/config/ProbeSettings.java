package io.exporteragent.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON status page to be asked, and the metrics to be made of the answer. */
public final class ProbeSettings {
  private final String name;
  private final URI url;
  private final Duration timeout;
  private final Map<String, String> headers;
  private final @Nullable BasicAuthSettings basicAuth;
  private final @Nullable AuthorizationSettings authorization;
  private final TlsSettings tls;
  private final List<StatusRange> validStatus;
  private final int maxBody;
  private final boolean followRedirects;
  private final List<ProbeMetricSettings> metrics;
  private final String location;

  private ProbeSettings(Builder builder) {
    this.name = builder.name;
    this.url = builder.url;
    this.timeout = builder.timeout;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
    this.basicAuth = builder.basicAuth;
    this.authorization = builder.authorization;
    this.tls = builder.tls;
    this.validStatus = Collections.unmodifiableList(new ArrayList<>(builder.validStatus));
    this.maxBody = builder.maxBody;
    this.followRedirects = builder.followRedirects;
    this.metrics = Collections.unmodifiableList(new ArrayList<>(builder.metrics));
    this.location = builder.location;
  }

  /** Begins with the defaults of everything else. */
  public static Builder builder(String name, URI url) {
    return new Builder(name, url);
  }

  /** What {@code <name>_up} is named after, and the value of the label {@code probe}. */
  public String name() {
    return name;
  }

  /**
   * Absolute, with scheme http or https, without user name and password. {@link URI#getHost} is
   * null where the name of the host has an underscore; {@link URI#toURL} knows it.
   */
  public URI url() {
    return url;
  }

  /** The URL for messages and pages, without its query, which is often a secret. */
  public String displayUrl() {
    String text = url.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query) + "?...";
  }

  /** For the whole exchange. Positive. */
  public Duration timeout() {
    return timeout;
  }

  /** Further request headers. Their values may be secret. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Null for none; never together with {@link #authorization}. */
  public @Nullable BasicAuthSettings basicAuth() {
    return basicAuth;
  }

  /** Null for none; never together with {@link #basicAuth}. */
  public @Nullable AuthorizationSettings authorization() {
    return authorization;
  }

  public TlsSettings tls() {
    return tls;
  }

  /** The statuses an answer may have. */
  public List<StatusRange> validStatus() {
    return validStatus;
  }

  /** How many bytes a body may have. Positive. */
  public int maxBody() {
    return maxBody;
  }

  public boolean followRedirects() {
    return followRedirects;
  }

  public List<ProbeMetricSettings> metrics() {
    return metrics;
  }

  /**
   * Where in the file the probe stands, for instance {@code exporter.yml:2:5 probes[0]}; empty if
   * it came from no file.
   */
  public String location() {
    return location;
  }

  private List<@Nullable Object> fields() {
    return Arrays.asList(
        name,
        url,
        timeout,
        headers,
        basicAuth,
        authorization,
        tls,
        validStatus,
        maxBody,
        followRedirects,
        metrics);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProbeSettings && fields().equals(((ProbeSettings) other).fields());
  }

  @Override
  public int hashCode() {
    return fields().hashCode();
  }

  /** Name and {@link #displayUrl}. */
  @Override
  public String toString() {
    return name + " " + displayUrl();
  }

  /** Gathers what is not default; checks nothing; not thread-safe. */
  public static final class Builder {
    private final String name;
    private final URI url;
    private Duration timeout = Duration.ofSeconds(2);
    private Map<String, String> headers = Collections.emptyMap();
    private @Nullable BasicAuthSettings basicAuth;
    private @Nullable AuthorizationSettings authorization;
    private TlsSettings tls = TlsSettings.DEFAULT;
    private List<StatusRange> validStatus = Collections.singletonList(StatusRange.SUCCESS);
    private int maxBody = 1 << 20;
    private boolean followRedirects;
    private List<ProbeMetricSettings> metrics = Collections.emptyList();
    private String location = "";

    private Builder(String name, URI url) {
      this.name = name;
      this.url = url;
    }

    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    public Builder headers(Map<String, String> value) {
      headers = value;
      return this;
    }

    public Builder basicAuth(@Nullable BasicAuthSettings value) {
      basicAuth = value;
      return this;
    }

    public Builder authorization(@Nullable AuthorizationSettings value) {
      authorization = value;
      return this;
    }

    public Builder tls(TlsSettings value) {
      tls = value;
      return this;
    }

    public Builder validStatus(List<StatusRange> value) {
      validStatus = value;
      return this;
    }

    public Builder maxBody(int bytes) {
      maxBody = bytes;
      return this;
    }

    public Builder followRedirects(boolean value) {
      followRedirects = value;
      return this;
    }

    public Builder metrics(List<ProbeMetricSettings> value) {
      metrics = value;
      return this;
    }

    public Builder location(String value) {
      location = value;
      return this;
    }

    public ProbeSettings build() {
      return new ProbeSettings(this);
    }
  }
}
