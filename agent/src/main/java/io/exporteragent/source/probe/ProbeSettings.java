package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Place;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import io.exporteragent.httpclient.AuthorizationSettings;
import io.exporteragent.httpclient.BasicAuthSettings;
import io.exporteragent.httpclient.HeaderRules;
import io.exporteragent.httpclient.TlsSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON status page to be asked, and the metrics to be made of the answer: one of {@code probes}.
 */
public final class ProbeSettings extends Settings {
  private static final String URL_EXPECTED = "expected a URL such as http://localhost:8080/status";
  private static final int MAX_BODY_LIMIT = 64 << 20;

  /** URI knows no host name with an underscore, as containers often have. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]++]|[A-Za-z0-9._-]++)(:([0-9]{1,5}))?");

  private static final Pattern NAME_FORM = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*+");

  static final Key<String> NAME =
      Key.required(
          "name",
          Schema.scalar("name", ProbeSettings::readName),
          "gives app_up, 0 when anything below fails");
  static final Key<URI> URL =
      Key.required(
          "url",
          Schema.scalar("URL", ProbeSettings::readUrl, ProbeSettings::display),
          "http or https");
  static final Key<Duration> TIMEOUT =
      Key.of(
          "timeout",
          Schema.duration(),
          Duration.ofSeconds(2),
          "for the whole exchange, also where a scrape is over before");
  static final Key<Map<String, String>> HEADERS =
      Key.of(
          "headers",
          Schema.entriesOf(
              "headers",
              ProbeSettings::checkHeader,
              Schema.scalar("text", HeaderRules::readValue, text -> "<secret>")),
          Collections.emptyMap(),
          "further headers of the request");
  static final Key<BasicAuthSettings> BASIC_AUTH =
      Key.optional("basic_auth", BasicAuthSettings.SCHEMA, "none", "instead of authorization");
  static final Key<AuthorizationSettings> AUTHORIZATION =
      Key.optional("authorization", AuthorizationSettings.SCHEMA, "none", "instead of basic_auth");
  static final Key<TlsSettings> TLS =
      Key.of("tls", TlsSettings.SCHEMA, TlsSettings.DEFAULT, "for https");
  static final Key<List<StatusRange>> VALID_STATUS =
      Key.of(
          "valid_status",
          Schema.listOf(Schema.scalar("status", StatusRange::read)),
          Collections.singletonList(StatusRange.SUCCESS),
          "single ones as 200");
  static final Key<Integer> MAX_BODY =
      Key.of("max_body", Schema.bytes(MAX_BODY_LIMIT), 1 << 20, "64MiB at most");
  static final Key<Boolean> FOLLOW_REDIRECTS =
      Key.of("follow_redirects", Schema.bool(), false, "whether a redirect is followed");
  static final Key<List<ProbeMetricSettings>> METRICS =
      Key.of(
          "metrics",
          Schema.listOf(ProbeMetricSettings.SCHEMA),
          Collections.emptyList(),
          "what is made of the page");

  static final Mapping<ProbeSettings> SCHEMA =
      Schema.mapping(
          ProbeSettings::new,
          NAME,
          URL,
          TIMEOUT,
          HEADERS,
          BASIC_AUTH,
          AUTHORIZATION,
          TLS,
          VALID_STATUS,
          MAX_BODY,
          FOLLOW_REDIRECTS,
          METRICS);

  private ProbeSettings(Values values) throws ConfigurationException {
    super(values);
    boolean authorized = values.has(BASIC_AUTH) || values.has(AUTHORIZATION);
    if (values.has(BASIC_AUTH) && values.has(AUTHORIZATION)) {
      throw values.errorAt(
          AUTHORIZATION.name(),
          "both basic_auth and authorization",
          "a request has one of them, remove the other");
    }
    if (values.has(HEADERS)) {
      checkDistinct(values.written(HEADERS), authorized);
    }
    if (values.has(VALID_STATUS) && validStatus().isEmpty()) {
      throw values
          .written(VALID_STATUS)
          .error("an empty list", "expected at least one status, or remove the key for 2xx");
    }
  }

  private static String readName(YamlValue at) throws ConfigurationException {
    if (!NAME_FORM.matcher(at.text()).matches()) {
      throw at.expected(
          "letters, digits and underscores, no digit first, because the probe's success becomes the metric <name>_up");
    }
    return at.text();
  }

  /** Never shows the URL: a password or token may be in it. */
  private static URI readUrl(YamlValue at) throws ConfigurationException {
    URI url;
    try {
      url = new URI(at.text());
    } catch (URISyntaxException e) {
      throw at.error(
          String.format("not a URL (%s at index %d)", Quoted.plain(e.getReason()), e.getIndex()),
          URL_EXPECTED);
    }
    if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
      throw at.error("not a URL with http:// or https://", URL_EXPECTED);
    }
    String authority = url.getRawAuthority();
    if (authority != null && authority.indexOf('@') >= 0) {
      throw at.error("a URL with a user name", "give it as basic_auth instead");
    }
    Matcher matcher = AUTHORITY.matcher(authority == null ? "" : authority);
    if (!matcher.matches() || !isPort(matcher.group(3))) {
      throw at.error("a URL without a valid host and port", URL_EXPECTED);
    }
    if (url.getRawFragment() != null) {
      throw at.error("a URL with a fragment", "remove what follows the #");
    }
    return url;
  }

  private static boolean isPort(@Nullable String digits) {
    return digits == null || (Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65535);
  }

  private static void checkHeader(String name, YamlValue value) throws ConfigurationException {
    if (!HeaderRules.isToken(name)) {
      throw value.atKey().expected("the name of a header");
    }
    if (HeaderRules.belongsToConnection(name)) {
      throw value.errorOfKey(
          String.format("header %s cannot be given", Quoted.of(name)),
          "it belongs to the connection, remove it");
    }
  }

  private static void checkDistinct(YamlValue headers, boolean authorized)
      throws ConfigurationException {
    TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, YamlValue> entry : headers.entries().entrySet()) {
      String name = entry.getKey();
      if (!seen.add(name) || (authorized && name.equalsIgnoreCase("authorization"))) {
        throw entry
            .getValue()
            .errorOfKey(
                String.format("duplicate header %s", Quoted.of(name)), "remove one of them");
      }
    }
  }

  /** Returns what {@code <name>_up} is named after, and the value of the label {@code probe}. */
  public String name() {
    return values().get(NAME);
  }

  @Nullable Place placeOfName() {
    return values().place(NAME.name());
  }

  /**
   * Absolute, with scheme http or https, without user name and password. {@link URI#getHost} is
   * null where the name of the host has an underscore; {@link URI#toURL} knows it.
   */
  public URI url() {
    return values().get(URL);
  }

  /** Returns the URL for messages and pages, without its query, which is often a secret. */
  public String displayUrl() {
    return display(url());
  }

  private static String display(URI url) {
    String text = url.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query) + "?...";
  }

  /** Returns the time for the whole exchange. Positive. */
  public Duration timeout() {
    return values().get(TIMEOUT);
  }

  /** Returns further request headers. Their values may be secret. */
  public Map<String, String> headers() {
    return values().get(HEADERS);
  }

  /** Returns null for none; never together with {@link #authorization}. */
  public @Nullable BasicAuthSettings basicAuth() {
    return values().find(BASIC_AUTH);
  }

  /** Returns null for none; never together with {@link #basicAuth}. */
  public @Nullable AuthorizationSettings authorization() {
    return values().find(AUTHORIZATION);
  }

  /** Returns which certificates are trusted. */
  public TlsSettings tls() {
    return values().get(TLS);
  }

  /** Returns the statuses an answer may have. */
  public List<StatusRange> validStatus() {
    return values().get(VALID_STATUS);
  }

  /** Returns how many bytes a body may have. Positive. */
  public int maxBody() {
    return values().get(MAX_BODY);
  }

  /** Returns whether the client goes where a redirect leads. */
  public boolean followRedirects() {
    return values().get(FOLLOW_REDIRECTS);
  }

  /** Returns what is made of the page. */
  public List<ProbeMetricSettings> metrics() {
    return values().get(METRICS);
  }

  /** Returns name and {@link #displayUrl}. */
  @Override
  public String toString() {
    return name() + " " + displayUrl();
  }
}
