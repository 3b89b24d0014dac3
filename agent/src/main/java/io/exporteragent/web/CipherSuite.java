package io.exporteragent.web;

import io.exporteragent.tls.TlsVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The cipher suites that may be chosen, which are those that Go calls secure. Java has the same
 * names for them.
 */
enum CipherSuite {
  TLS_AES_128_GCM_SHA256(true),
  TLS_AES_256_GCM_SHA384(true),
  TLS_CHACHA20_POLY1305_SHA256(true),
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA(false),
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA(false),
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA(false),
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA(false),
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(false),
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(false),
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(false),
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(false),
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(false),
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(false);

  private final boolean isOf13;

  CipherSuite(boolean isOf13) {
    this.isOf13 = isOf13;
  }

  /**
   * Returns the names to give to Java, where the list is for all versions of TLS; in Go the suites
   * of TLS 1.3 cannot be switched off.
   *
   * @param chosen in order of preference
   * @param supported by this JVM
   */
  static List<String> names(
      Collection<CipherSuite> chosen, TlsVersion newest, Collection<String> supported) {
    List<String> names = new ArrayList<>();
    chosen.forEach(each -> names.add(each.name()));
    for (CipherSuite each : values()) {
      if (each.isOf13 && newest == TlsVersion.TLS13 && !names.contains(each.name())) {
        names.add(each.name());
      }
    }
    names.retainAll(supported);
    return names;
  }
}
