package io.exporteragent.web;

/** A curve for the exchange of keys, by the name that Go has for it. */
enum Curve {
  /** NIST's of 256 bits. */
  P256("CurveP256", "secp256r1"),
  /** NIST's of 384 bits. */
  P384("CurveP384", "secp384r1"),
  /** NIST's of 521 bits. */
  P521("CurveP521", "secp521r1"),
  /** That of RFC 7748, which Java has from 11 on. */
  X25519("X25519", "x25519");

  private final String name;
  private final String group;

  Curve(String name, String group) {
    this.name = name;
    this.group = group;
  }

  /** Returns the name that Java has for it. */
  String group() {
    return group;
  }

  @Override
  public String toString() {
    return name;
  }
}
