package io.exporteragent.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A version of TLS, by the name that Prometheus and its exporters have for it. Ordered by age. */
public enum TlsVersion {
  /** 1.0, which most JVMs refuse to speak. */
  TLS10("TLSv1"),
  /** 1.1, likewise. */
  TLS11("TLSv1.1"),
  /** 1.2. */
  TLS12("TLSv1.2"),
  /** 1.3, which Java 8 has from update 261 or 272 on. */
  TLS13("TLSv1.3");

  private final String protocol;

  TlsVersion(String protocol) {
    this.protocol = protocol;
  }

  /** Returns the name that Java has for it. */
  public String protocol() {
    return protocol;
  }

  /**
   * Returns Java's names of those from one version to another that a context can speak; empty if
   * there are none. Any other name given to Java would fail each handshake.
   */
  public static String[] protocols(SSLContext context, TlsVersion from, TlsVersion to) {
    List<String> supported = Arrays.asList(context.getSupportedSSLParameters().getProtocols());
    List<String> protocols = new ArrayList<>();
    for (TlsVersion each : values()) {
      if (each.compareTo(from) >= 0
          && each.compareTo(to) <= 0
          && supported.contains(each.protocol)) {
        protocols.add(each.protocol);
      }
    }
    return protocols.toArray(new String[0]);
  }
}
