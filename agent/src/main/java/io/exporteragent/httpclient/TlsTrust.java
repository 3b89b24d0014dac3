package io.exporteragent.httpclient;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.tls.FilesRead;
import io.exporteragent.tls.OneCertificate;
import io.exporteragent.tls.PemText;
import io.exporteragent.tls.TlsVersion;
import io.exporteragent.tls.X509Certificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates one target trusts, and which it is shown. Has a context of its own: the
 * application may have replaced the JVM's default one, with its trust and its client certificate,
 * and asking for it first would fix it before the application has configured it. Nothing is set up
 * before the first connection, since that may initialise {@code java.util.logging}. One thread at a
 * time.
 */
final class TlsTrust {
  private static final Path WORKING_DIRECTORY = Paths.get("");

  /** A name without a dot, which the JDK by itself does not tell the server. */
  private static final Pattern IS_LABEL = Pattern.compile("[A-Za-z0-9-]+");

  private final TlsSettings settings;
  private final HttpOrigin origin;
  private final BooleanSupplier ready;

  /** That of the origin, and that of where it redirects to, which sees no certificate of ours. */
  private @Nullable Context own;

  private @Nullable Context others;

  /**
   * Sets nothing up yet.
   *
   * @param origin the only server that sees the certificate, and has the name that is configured
   * @param ready whether TLS may be used: it initialises the application's logging
   */
  TlsTrust(TlsSettings settings, HttpOrigin origin, BooleanSupplier ready) {
    this.settings = settings;
    this.origin = origin;
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
   * @throws GeneralSecurityException if this JVM has no such TLS
   * @throws ConfigurationException if a certificate or key cannot be read or used
   */
  Socket handshake(Socket tcp, HttpOrigin server, Call exchange)
      throws IOException, GeneralSecurityException, ConfigurationException {
    boolean isOrigin = server.equals(origin);
    String name = isOrigin ? settings.serverName() : null;
    String host = name == null ? server.host() : name;
    SSLContext context = context(isOrigin).tls;
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(tcp, host, server.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    if (name != null && IS_LABEL.matcher(name).matches()) {
      parameters.setServerNames(Collections.singletonList(new SNIHostName(name)));
    }
    if (!settings.insecureSkipVerify()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    TlsVersion oldest = settings.minVersion();
    if (oldest != null) {
      parameters.setProtocols(TlsVersion.protocols(context, oldest, TlsVersion.TLS13));
    }
    tls.setSSLParameters(parameters);
    tls.setSoTimeout(exchange.remainingMillis());
    tls.startHandshake();
    return tls;
  }

  /** Follows the files when they are replaced. */
  private Context context(boolean isOrigin)
      throws GeneralSecurityException, ConfigurationException {
    Context context = isOrigin ? own : others;
    if (context == null || !context.files.areUnchanged()) {
      context = new Context(settings, isOrigin);
      if (isOrigin) {
        own = context;
      } else {
        others = context;
      }
    }
    return context;
  }

  /** What was made of one version of the files. */
  private static final class Context {
    private final FilesRead files = new FilesRead();
    private final SSLContext tls;

    Context(TlsSettings settings, boolean showsCertificate)
        throws GeneralSecurityException, ConfigurationException {
      Path certificate = showsCertificate ? settings.certFile() : null;
      Path key = settings.keyFile();
      KeyManager[] keys = {};
      if (certificate != null && key != null) {
        keys =
            new KeyManager[] {
              OneCertificate.read(
                  pem("tls.cert_file", certificate),
                  pem("tls.key_file", key),
                  WORKING_DIRECTORY,
                  files)
            };
      }
      tls = SSLContext.getInstance("TLS");
      tls.init(keys, trust(settings), null);
    }

    private static PemText pem(String key, Path file) {
      return new PemText(key, null, file.toString(), true);
    }

    /** Null makes the JDK use what the JVM trusts. */
    private TrustManager @Nullable [] trust(TlsSettings settings)
        throws GeneralSecurityException, ConfigurationException {
      if (settings.insecureSkipVerify()) {
        return new TrustManager[] {new EverybodyTrusted()};
      }
      Path authorities = settings.caFile();
      if (authorities == null) {
        return null;
      }
      return new TrustManager[] {
        X509Certificates.trusting(
            X509Certificates.read(pem("tls.ca_file", authorities), WORKING_DIRECTORY, files))
      };
    }
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
