package io.exporteragent.guest;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Makes addresses to listen on, without a look-up where possible: at the first look-up of a name
 * the JDK reads {@code networkaddress.cache.ttl}, which the application may still set in {@code
 * main}, and keeps it for good.
 */
public final class ListenAddress {
  private ListenAddress() {}

  /**
   * Returns the address of a host.
   *
   * @param host {@code localhost}, an address, or a name that has to be looked up
   * @throws UnknownHostException if the name cannot be resolved
   */
  public static InetAddress of(String host) throws UnknownHostException {
    if (host.equalsIgnoreCase("localhost")) {
      return InetAddress.getLoopbackAddress();
    }
    String[] parts = host.split("\\.", -1);
    byte[] address = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (parts.length != 4 || !isNumber(parts[i])) {
        return InetAddress.getByName(host);
      }
      address[i] = (byte) Integer.parseInt(parts[i]);
    }
    return InetAddress.getByAddress(address);
  }

  private static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > 3) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return Integer.parseInt(text) <= 255;
  }
}
