package io.exporteragent.web;

/** A version of TLS, by the name that exporter-toolkit has for it. Ordered by age. */
enum TlsVersion {
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
  String protocol() {
    return protocol;
  }
}
