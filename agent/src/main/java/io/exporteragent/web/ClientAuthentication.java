package io.exporteragent.web;

/** What is asked of a client before it is served over TLS, by the names that Go has for it. */
enum ClientAuthentication {
  /** Nothing. */
  NONE("NoClientCert"),
  /** A certificate if there is one, whoever has issued it. */
  REQUESTED("RequestClientCert"),
  /** Any certificate. */
  ANY("RequireAnyClientCert"),
  /** The same by its older name. */
  ANY_BY_OLD_NAME("RequireClientCert"),
  /** No certificate, or one of a known authority. */
  VERIFIED_IF_GIVEN("VerifyClientCertIfGiven"),
  /** A certificate of a known authority: the only one that keeps strangers out. */
  VERIFIED("RequireAndVerifyClientCert");

  private final String name;

  ClientAuthentication(String name) {
    this.name = name;
  }

  /** Returns whether a client without a certificate is turned away. */
  boolean isRequired() {
    return this == ANY || this == ANY_BY_OLD_NAME || this == VERIFIED;
  }

  /** Returns whether the certificate must be one of a known authority. */
  boolean isVerified() {
    return this == VERIFIED_IF_GIVEN || this == VERIFIED;
  }

  @Override
  public String toString() {
    return name;
  }
}
