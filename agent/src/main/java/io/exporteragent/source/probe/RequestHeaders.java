package io.exporteragent.source.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Secret;
import io.exporteragent.httpclient.AuthorizationSettings;
import io.exporteragent.httpclient.BasicAuthSettings;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a request says. */
final class RequestHeaders {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F]");

  private RequestHeaders() {}

  /**
   * @throws ConfigurationException if a header would make another request of it
   */
  static void check(ProbeSettings probe) throws ConfigurationException {
    for (Map.Entry<String, String> header : probe.headers().entrySet()) {
      String name = header.getKey();
      if (!TOKEN.matcher(name).matches()) {
        throw new ConfigurationException(
            probe.location()
                + ": \""
                + name
                + "\" is not the name of a header; write for instance X-Team");
      }
      if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")) {
        throw new ConfigurationException(
            probe.location() + ": a probe sends no body; remove the header " + name);
      }
      if (CONTROL.matcher(header.getValue()).find()) {
        throw new ConfigurationException(
            probe.location()
                + ": the header "
                + name
                + " has a line break or control character; remove it");
      }
    }
  }

  /** The request for a page, whose answer may be kept alive. */
  static byte[] get(URI url, Map<String, String> headers) {
    StringBuilder request = new StringBuilder(256).append("GET ");
    String path = url.getRawPath();
    request.append(path == null || path.isEmpty() ? "/" : path);
    if (url.getRawQuery() != null) {
      request.append('?').append(url.getRawQuery());
    }
    request.append(" HTTP/1.1\r\n");
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Host", url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
    all.put("User-Agent", "exporter-agent");
    all.put("Accept", "application/json");
    // Compressing would cost the application more than it saves on a small page.
    all.put("Accept-Encoding", "identity");
    all.putAll(headers);
    all.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    return request.append("\r\n").toString().getBytes(UTF_8);
  }

  /**
   * What only the host that was configured may see. Reads the secrets anew.
   *
   * @throws ProbeFailure if one cannot be read or sent
   */
  static Map<String, String> confidential(ProbeSettings probe) throws ProbeFailure {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(probe.headers());
    BasicAuthSettings basic = probe.basicAuth();
    if (basic != null) {
      headers.put("Authorization", "Basic " + basic(basic.username(), read(basic.password())));
    }
    AuthorizationSettings authorization = probe.authorization();
    if (authorization != null) {
      headers.put("Authorization", authorization.type() + " " + read(authorization.credentials()));
    }
    return headers;
  }

  /** User name and password as RFC 7617 encodes them. */
  static String basic(String username, String password) {
    return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
  }

  private static String read(Secret secret) throws ProbeFailure {
    String text;
    try {
      text = secret.read();
    } catch (IOException e) {
      throw new ProbeFailure(
          FailureReason.CREDENTIALS,
          "cannot read a secret: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
          "let the user who runs this JVM read the file " + secret);
    }
    if (CONTROL.matcher(text).find()) {
      throw new ProbeFailure(
          FailureReason.CREDENTIALS,
          "the secret has a line break or control character",
          "leave nothing but the secret in " + secret);
    }
    return text;
  }
}
