package io.exporteragent.web;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.YamlDocument;
import io.exporteragent.config.YamlValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a web configuration file says, before any certificate is read. Immutable; shows neither keys
 * nor hashes.
 */
final class WebSettings {
  private static final String TLS = "tls_server_config";
  private static final String HTTP = "http_server_config";
  private static final String USERS = "basic_auth_users";
  private static final String LIMIT = "rate_limit";

  /** The headers that may be set, and their values; any if there are none. */
  private static final Map<String, List<String>> HEADERS = new LinkedHashMap<>();

  static {
    HEADERS.put("Content-Security-Policy", Collections.emptyList());
    HEADERS.put("X-Frame-Options", Arrays.asList("deny", "sameorigin"));
    HEADERS.put("X-Content-Type-Options", Collections.singletonList("nosniff"));
    HEADERS.put("X-XSS-Protection", Collections.emptyList());
    HEADERS.put("Strict-Transport-Security", Collections.emptyList());
  }

  private @Nullable TlsSettings tls;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, PasswordHash> users = new LinkedHashMap<>();
  private Duration interval = Duration.ZERO;
  private int burst;

  private WebSettings() {}

  /**
   * Reads the text of a file. There are no placeholders in it, since a hash may look like one.
   *
   * @param fileName for messages
   * @throws ConfigurationException if it is not YAML, or says what cannot be meant
   */
  static WebSettings parse(String text, String fileName) throws ConfigurationException {
    WebSettings settings = new WebSettings();
    YamlValue root = YamlDocument.of(text, fileName).verbatim();
    if (root != null) {
      settings.read(root.entries(TLS, HTTP, USERS, LIMIT));
    }
    return settings;
  }

  private void read(Map<String, YamlValue> sections) throws ConfigurationException {
    for (Map.Entry<String, YamlValue> each : sections.entrySet()) {
      YamlValue at = each.getValue();
      if (at.isNothing()) {
        continue;
      }
      switch (each.getKey()) {
        case TLS:
          tls = TlsSettings.SCHEMA.read(at);
          break;
        case HTTP:
          readHttp(at.entries("http2", "headers"));
          break;
        case USERS:
          readUsers(at.entries());
          break;
        default:
          readLimit(at.entries("interval", "burst"));
      }
    }
  }

  private void readHttp(Map<String, YamlValue> entries) throws ConfigurationException {
    YamlValue http2 = entries.get("http2");
    if (http2 != null) {
      // HTTP/2 is only offered: clients that prefer it take HTTP/1.1 as well.
      GoValues.bool().read(http2);
    }
    YamlValue written = entries.get("headers");
    if (written == null || written.isNothing()) {
      return;
    }
    for (Map.Entry<String, YamlValue> each : written.entries().entrySet()) {
      List<String> values = HEADERS.get(each.getKey());
      if (values == null) {
        throw each.getValue()
            .errorOfKey(
                "header " + Quoted.of(each.getKey()) + " cannot be set",
                "those that can: " + String.join(", ", HEADERS.keySet()));
      }
      String value = GoValues.text().read(each.getValue());
      boolean isAllowed = values.isEmpty() || values.contains(value) || value.isEmpty();
      if (!isAllowed || !isOfOneLine(value)) {
        throw each.getValue()
            .expected(values.isEmpty() ? "a text of one line" : String.join(" or ", values));
      }
      if (!value.isEmpty()) {
        headers.put(each.getKey(), value);
      }
    }
  }

  private static boolean isOfOneLine(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private void readUsers(Map<String, YamlValue> entries) throws ConfigurationException {
    for (Map.Entry<String, YamlValue> each : entries.entrySet()) {
      users.put(each.getKey(), PasswordHash.read(each.getValue()));
    }
  }

  private void readLimit(Map<String, YamlValue> entries) throws ConfigurationException {
    YamlValue everyAt = entries.get("interval");
    YamlValue burstAt = entries.get("burst");
    if (everyAt != null && !everyAt.isNothing()) {
      Duration every = GoDuration.parse(everyAt.text());
      if (every == null) {
        throw everyAt.expected("a duration such as 500ms, 1s or 1m30s");
      }
      interval = every;
    }
    if (burstAt != null && !burstAt.isNothing()) {
      burst = burstAt.integer(0, Integer.MAX_VALUE);
    }
    if (everyAt != null && !interval.isZero() && burst == 0) {
      throw everyAt.error(
          "an interval without a burst: every request would be refused",
          "give as burst how many requests may come at once");
    }
  }

  /** Returns what is said of TLS; null if it is off. */
  @Nullable TlsSettings tls() {
    return tls != null && tls.isOn() ? tls : null;
  }

  /** Returns the headers of every answer. */
  Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /** Returns who may ask for the page; nobody has to show a password if there is none. */
  Map<String, PasswordHash> users() {
    return Collections.unmodifiableMap(users);
  }

  /** Returns after how long one more request may come; zero for no limit. */
  Duration interval() {
    return interval;
  }

  /** Returns how many requests may come at once. */
  int burst() {
    return burst;
  }
}
