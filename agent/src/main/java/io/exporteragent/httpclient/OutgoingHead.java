package io.exporteragent.httpclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The request line and headers of a request. */
final class OutgoingHead {
  private OutgoingHead() {}

  /** Writes a GET of a page, whose connection may be kept alive. */
  static byte[] get(URI url, String accept, Map<String, String> headers) {
    StringBuilder request = new StringBuilder(256).append("GET ");
    String path = url.getRawPath();
    request.append(path == null || path.isEmpty() ? "/" : path);
    if (url.getRawQuery() != null) {
      request.append('?').append(url.getRawQuery());
    }
    request.append(" HTTP/1.1\r\n");
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String authority = url.getRawAuthority();
    all.put("Host", authority.substring(authority.lastIndexOf('@') + 1));
    all.put("User-Agent", "exporter-agent");
    all.put("Accept", accept);
    // Compressing would cost the application more than it saves on a small page.
    all.put("Accept-Encoding", "identity");
    all.putAll(headers);
    all.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    return request.append("\r\n").toString().getBytes(UTF_8);
  }

  /**
   * Returns the headers that only the origin of the target may see. Reads the secrets anew.
   *
   * @throws HttpFailure if a secret cannot be read or sent
   */
  static Map<String, String> confidential(HttpTarget target) throws HttpFailure {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(target.headers());
    BasicAuthSettings basic = target.basicAuth();
    if (basic != null) {
      headers.put("Authorization", "Basic " + basic(basic.username(), read(basic.password())));
    }
    AuthorizationSettings authorization = target.authorization();
    if (authorization != null) {
      headers.put("Authorization", authorization.type() + " " + read(authorization.credentials()));
    }
    return headers;
  }

  /** Encodes user name and password as RFC 7617 does. */
  static String basic(String username, String password) {
    return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
  }

  private static String read(Secret secret) throws HttpFailure {
    String text;
    try {
      text = secret.read();
    } catch (IOException e) {
      throw new HttpFailure(
          HttpFailure.Reason.CREDENTIALS,
          "cannot read a secret: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
          "let the user who runs this JVM read the file " + secret);
    }
    if (!HeaderRules.isValue(text)) {
      throw new HttpFailure(
          HttpFailure.Reason.CREDENTIALS,
          "the secret has a line break or control character",
          "leave nothing but the secret in " + secret);
    }
    return text;
  }
}
