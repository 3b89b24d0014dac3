package io.exporteragent.attach;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Sees the certificate of a page of this host. That it is of this host is known by its address; so
 * its name is not compared, for an agent that listens on all addresses says {@code localhost},
 * which few certificates name. For one connection.
 */
final class PageWitness extends X509ExtendedTrustManager {
  private final @Nullable X509TrustManager authorities;
  private volatile boolean hasSeen;
  private volatile @Nullable String objection;

  /**
   * @param authorities that must have issued it; null to take any, which is enough to be told
   *     nothing but that somebody is there
   */
  PageWitness(@Nullable X509TrustManager authorities) {
    this.authorities = authorities;
  }

  /**
   * Begins TLS over a connection, without a handshake yet.
   *
   * @throws IOException if this JVM has no TLS
   */
  Socket secure(Socket plain, String host, int port) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, null);
      return context.getSocketFactory().createSocket(plain, host, port, true);
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM has no TLS: " + e, e);
    }
  }

  /** Returns whether there was a certificate, and it was accepted. */
  boolean hasSeenCertificate() {
    return hasSeen;
  }

  /** Returns why the certificate was not accepted; null if it was, or if there was none yet. */
  @Nullable String objection() {
    return objection;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (authorities != null) {
      try {
        authorities.checkServerTrusted(chain, type);
      } catch (CertificateException e) {
        objection = e.getMessage();
        throw e;
      }
    }
    hasSeen = true;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
