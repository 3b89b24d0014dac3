package io.exporteragent.httpclient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates one target trusts. Has a context of its own: the application may have replaced
 * the JVM's default one, with its trust and its client certificate, and asking for it first would
 * fix it before the application has configured it. Nothing is set up before the first connection,
 * since that may initialise {@code java.util.logging}. One thread at a time.
 */
final class TlsTrust {
  private final TlsSettings settings;
  private final BooleanSupplier ready;
  private byte @Nullable [] authorities;
  private @Nullable SSLSocketFactory factory;

  /**
   * Sets nothing up yet.
   *
   * @param ready whether TLS may be used: it initialises the application's logging
   */
  TlsTrust(TlsSettings settings, BooleanSupplier ready) {
    this.settings = settings;
    this.ready = ready;
  }

  /** Returns whether there can be a handshake now. */
  boolean isReady() {
    return ready.getAsBoolean();
  }

  /**
   * Begins TLS over a connection, which the TLS socket then owns.
   *
   * @throws IOException if the handshake fails
   * @throws GeneralSecurityException if the authorities cannot be read or used
   */
  Socket handshake(Socket tcp, HttpOrigin server, Call exchange)
      throws IOException, GeneralSecurityException {
    SSLSocket tls = (SSLSocket) factory().createSocket(tcp, server.host(), server.port(), true);
    if (!settings.insecureSkipVerify()) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
    }
    tls.setSoTimeout(exchange.remainingMillis());
    tls.startHandshake();
    return tls;
  }

  /** Follows the file of authorities when it is replaced. */
  private SSLSocketFactory factory() throws IOException, GeneralSecurityException {
    Path file = settings.caFile();
    byte[] current = file == null || settings.insecureSkipVerify() ? null : read(file);
    if (factory == null || !Arrays.equals(current, authorities)) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(current), null);
      factory = context.getSocketFactory();
      authorities = current;
    }
    return factory;
  }

  private static byte[] read(Path file) throws CertificateException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CertificateException(
          "cannot read ca_file: " + e.getClass().getSimpleName() + ": " + file, e);
    }
  }

  private TrustManager[] trustManagers(byte @Nullable [] pem)
      throws IOException, GeneralSecurityException {
    if (settings.insecureSkipVerify()) {
      return new TrustManager[] {new EverybodyTrusted()};
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(pem == null ? null : keyStore(pem));
    return managers.getTrustManagers();
  }

  private static KeyStore keyStore(byte[] pem) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      store.setCertificateEntry("authority-" + store.size(), certificate);
    }
    if (store.size() == 0) {
      throw new CertificateException("ca_file has no certificate");
    }
    return store;
  }

  /** Asked for by {@code insecure_skip_verify}. */
  private static final class EverybodyTrusted extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
