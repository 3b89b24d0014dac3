package io.exporteragent.http;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages from reading a server that listens on the loopback interface only. A foreign site
 * can make its own name resolve to 127.0.0.1 (DNS rebinding); the browser then sends that name as
 * {@code Host}. This does not work with addresses and {@code localhost}.
 */
final class HostFilter {
  private static final String LOCALHOST = "localhost";

  private final boolean isActive;
  private final Set<String> names = new HashSet<>();

  /**
   * @param listeningOn nothing is refused unless it is a loopback address
   * @param allowed names that are accepted besides {@code localhost}
   */
  HostFilter(InetAddress listeningOn, Collection<String> allowed) {
    isActive = listeningOn.isLoopbackAddress();
    for (String name : allowed) {
      names.add(normalized(name));
    }
  }

  /** Returns the answer to a request for a host that is not allowed, null for any other. */
  @Nullable Answer refusal(Request request) {
    String authority = request.host();
    if (!isActive || authority == null) {
      return null;
    }
    String host = normalized(withoutPort(authority));
    if (isAddress(host)
        || host.equals(LOCALHOST)
        || host.endsWith("." + LOCALHOST)
        || names.contains(host)) {
      return null;
    }
    return Answer.line(
        403,
        "The host \""
            + host
            + "\" is not allowed here. If it is meant, name it in the configuration file: server: {allowed_hosts: [\""
            + host
            + "\"]}");
  }

  private static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }

  private static String normalized(String name) {
    String host = name.toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static boolean isAddress(String host) {
    return (host.startsWith("[") && host.endsWith("]")) || isIpv4(host);
  }

  private static boolean isIpv4(String host) {
    String[] numbers = host.split("\\.", -1);
    if (numbers.length != 4) {
      return false;
    }
    for (String number : numbers) {
      if (number.isEmpty() || number.length() > 3) {
        return false;
      }
      for (int i = 0; i < number.length(); i++) {
        if (number.charAt(i) < '0' || number.charAt(i) > '9') {
          return false;
        }
      }
    }
    return true;
  }
}
