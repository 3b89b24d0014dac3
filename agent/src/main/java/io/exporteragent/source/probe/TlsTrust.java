package io.exporteragent.source.probe;

import io.exporteragent.httpclient.TlsSettings;
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
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom one probe believes. Has a context of its own: the JVM's default one may have been replaced
 * by the application, with its trust and its client certificate, and asking for it first would fix
 * it before the application has configured it. Nothing is set up before the first connection, since
 * that may initialise {@code java.util.logging}. One thread at a time.
 */
final class TlsTrust {
  private final TlsSettings settings;
  private final BooleanSupplier ready;
  private byte @Nullable [] authorities;
  private @Nullable SSLSocketFactory factory;

  /**
   * @param ready whether TLS may be used: it initialises the application's logging
   */
  TlsTrust(TlsSettings settings, BooleanSupplier ready) {
    this.settings = settings;
    this.ready = ready;
  }

  /** Whether there can be a handshake now. */
  boolean isReady() {
    return ready.getAsBoolean();
  }

  /**
   * Shakes hands over a connection; the TLS socket then owns it.
   *
   * @throws IOException if the handshake fails
   * @throws GeneralSecurityException if the authorities cannot be used
   */
  Socket handshake(Socket tcp, String host, int port, Deadline deadline)
      throws IOException, GeneralSecurityException {
    SSLSocket tls = (SSLSocket) factory().createSocket(tcp, host, port, true);
    if (!settings.insecureSkipVerify()) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
    }
    tls.setSoTimeout(deadline.remainingMillis());
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

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(
          "cannot read ca_file: " + e.getClass().getSimpleName() + ": " + file, e);
    }
  }

  private TrustManager[] trustManagers(byte @Nullable [] pem)
      throws IOException, GeneralSecurityException {
    if (settings.insecureSkipVerify()) {
      return new TrustManager[] {new TrustsEveryone()};
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
}
