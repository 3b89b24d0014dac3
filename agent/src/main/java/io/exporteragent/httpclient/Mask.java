package io.exporteragent.httpclient;

import io.exporteragent.config.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a target's secrets out of a text: credentials, the values of its headers, and what follows
 * the question mark of its URL. A server may echo any of them. Immutable.
 */
public final class Mask {
  /** Changes nothing: for texts of our own, which quote nobody. */
  public static final Mask NOTHING = new Mask();

  private static final String MASKED = "<secret>";

  /** For headers and query: {@code pretty=true} must not mask every {@code true}. */
  private static final int SHORTEST_SECRET = 6;

  private final List<String> secrets = new ArrayList<>();

  private Mask() {}

  /** Reads the secrets of a target; may block as long as the file system does. */
  public static Mask of(HttpTarget target) {
    Mask mask = new Mask();
    mask.addParameters(target.url().getRawQuery());
    mask.addParameters(target.url().getQuery());
    target.headers().values().forEach(mask::addIfLong);
    BasicAuthSettings basic = target.basicAuth();
    if (basic != null) {
      String password = mask.add(basic.password());
      mask.add(OutgoingHead.basic(basic.username(), password));
    }
    AuthorizationSettings authorization = target.authorization();
    if (authorization != null) {
      mask.add(authorization.credentials());
    }
    mask.secrets.sort(Comparator.comparingInt(String::length).reversed());
    return mask;
  }

  /** Returns the text with {@code <secret>} in place of each secret. */
  public String apply(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASKED);
    }
    return masked;
  }

  private void addParameters(@Nullable String query) {
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        addIfLong(parameter.substring(parameter.indexOf('=') + 1));
      }
    }
  }

  private void addIfLong(String perhapsSecret) {
    if (perhapsSecret.length() >= SHORTEST_SECRET) {
      add(perhapsSecret);
    }
  }

  private String add(Secret secret) {
    try {
      String text = secret.read();
      add(text);
      return text;
    } catch (IOException e) {
      // What cannot be read was not sent, and nobody can echo it.
      return "";
    }
  }

  private void add(@Nullable String secret) {
    if (secret != null && !secret.isEmpty()) {
      secrets.add(secret);
    }
  }
}
