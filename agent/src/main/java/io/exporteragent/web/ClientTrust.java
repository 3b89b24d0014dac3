package io.exporteragent.web;

import io.exporteragent.tls.X509Certificates;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Tells which certificates of clients are accepted: those that a known authority has issued, and of
 * these perhaps only such with certain names. Never uses the authorities that the application
 * trusts. Immutable.
 */
final class ClientTrust extends X509ExtendedTrustManager {
  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;

  private final @Nullable X509ExtendedTrustManager authorities;
  private final @Nullable List<String> names;

  private ClientTrust(
      @Nullable X509ExtendedTrustManager authorities, @Nullable List<String> names) {
    this.authorities = authorities;
    this.names = names;
  }

  /** Accepts every certificate, for servers that only want to see one. */
  static ClientTrust everybody() {
    return new ClientTrust(null, null);
  }

  /**
   * Accepts those that an authority has issued.
   *
   * @param names one of which must be among those of the certificate; absent for any certificate
   * @throws GeneralSecurityException if this JVM cannot verify certificates
   */
  static ClientTrust of(Collection<X509Certificate> authorities, Optional<List<String>> names)
      throws GeneralSecurityException {
    return new ClientTrust(X509Certificates.trusting(authorities), names.orElse(null));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, type, engine);
    }
    requireName(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, type, socket);
    }
    requireName(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, type);
    }
    requireName(chain[0]);
  }

  private void requireName(X509Certificate certificate) throws CertificateException {
    if (names != null && !hasOneOf(names, certificate)) {
      throw new CertificateException("the certificate of the client has none of the names allowed");
    }
  }

  private static boolean hasOneOf(List<String> names, X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    for (List<?> each : all == null ? Collections.<List<?>>emptyList() : all) {
      int kind = (Integer) each.get(0);
      if (kind == EMAIL || kind == DNS || kind == URI || kind == IP) {
        String name = String.valueOf(each.get(1));
        if (kind == IP ? hasAddress(names, name) : names.contains(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The same address of IPv6 can be written in many ways. */
  private static boolean hasAddress(List<String> names, String address) {
    try {
      InetAddress wanted = InetAddress.getByName(address);
      for (String each : names) {
        if (isAddress(each) && InetAddress.getByName(each).equals(wanted)) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether it is an address as written, for which nobody is asked. */
  private static boolean isAddress(String text) {
    return text.indexOf(':') >= 0
        ? text.matches("[0-9a-fA-F:.]+")
        : text.matches("[0-9]{1,3}([.][0-9]{1,3}){3}");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw noServers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw noServers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw noServers();
  }

  private static CertificateException noServers() {
    return new CertificateException("this is for the certificates of clients");
  }

  /** Returns the authorities, which the server names when it asks for a certificate. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
  }
}
