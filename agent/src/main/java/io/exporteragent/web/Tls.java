package io.exporteragent.web;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.tls.FilesRead;
import io.exporteragent.tls.OneCertificate;
import io.exporteragent.tls.PemText;
import io.exporteragent.tls.TlsVersion;
import io.exporteragent.tls.X509Certificates;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS as one version of the web configuration asks for it: certificates are read, and everything is
 * known to be possible in this JVM. Loads hundreds of classes of the JDK, which ask for its
 * loggers. Immutable.
 */
final class Tls {
  private static final String DISABLED = "jdk.tls.disabledAlgorithms";

  private final SSLContext context;
  private final SSLParameters parameters;
  private final X509Certificate certificate;
  private final TlsSettings settings;

  private Tls(
      SSLContext context,
      SSLParameters parameters,
      X509Certificate certificate,
      TlsSettings settings) {
    this.context = context;
    this.parameters = parameters;
    this.certificate = certificate;
    this.settings = settings;
  }

  /**
   * Reads certificates and keys.
   *
   * @param settings that ask for TLS
   * @param directory that to which names of files are relative
   * @param files notes those that are read
   * @throws ConfigurationException if a file is not as it should be, or this JVM cannot do it
   */
  static Tls of(TlsSettings settings, Path directory, FilesRead files)
      throws ConfigurationException {
    PemText certificate = settings.certificate();
    PemText privateKey = settings.privateKey();
    if (certificate == null || privateKey == null) {
      throw new IllegalArgumentException("TLS is off");
    }
    OneCertificate own = OneCertificate.read(certificate, privateKey, directory, files);
    TrustManager trust = trust(settings, directory, files);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {own}, new TrustManager[] {trust}, null);
      return new Tls(context, parameters(context, settings), own.certificate(), settings);
    } catch (GeneralSecurityException e) {
      throw certificate.error("this JVM cannot use it for TLS: " + e, "use another kind of key");
    }
  }

  private static TrustManager trust(TlsSettings settings, Path directory, FilesRead files)
      throws ConfigurationException {
    PemText authorities = settings.clientAuthorities();
    if (authorities == null) {
      return ClientTrust.everybody();
    }
    List<X509Certificate> certificates = X509Certificates.read(authorities, directory, files);
    try {
      return settings.clientAuthentication().isVerified()
          ? ClientTrust.of(certificates, settings.clientAllowedSans())
          : ClientTrust.everybody();
    } catch (GeneralSecurityException e) {
      throw authorities.error("this JVM cannot use it: " + e, "use other certificates");
    }
  }

  private static SSLParameters parameters(SSLContext context, TlsSettings settings)
      throws ConfigurationException {
    SSLParameters supported = context.getSupportedSSLParameters();
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    // Those of the context are a client's, which the application may have limited.
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(protocols(settings, context));
    if (!settings.cipherSuites().isEmpty()) {
      List<String> suites =
          CipherSuite.names(
              settings.cipherSuites(),
              settings.maxVersion(),
              Arrays.asList(supported.getCipherSuites()));
      if (suites.isEmpty()) {
        throw settings.errorOfCipherSuites(
            "this JVM has none of these cipher suites", "give one with AES");
      }
      parameters.setCipherSuites(suites.toArray(new String[0]));
    }
    parameters.setUseCipherSuitesOrder(settings.prefersOwnCipherSuites());
    if (!settings.curves().isEmpty()) {
      setCurves(settings, parameters);
    }
    ClientAuthentication asked = settings.clientAuthentication();
    // Only one of the two may be set: each takes back the other.
    if (asked.isRequired()) {
      parameters.setNeedClientAuth(true);
    } else if (asked != ClientAuthentication.NONE) {
      parameters.setWantClientAuth(true);
    }
    return parameters;
  }

  private static String[] protocols(TlsSettings settings, SSLContext context)
      throws ConfigurationException {
    String[] protocols =
        TlsVersion.protocols(context, settings.minVersion(), settings.maxVersion());
    if (protocols.length == 0) {
      throw settings.errorOfVersions(
          String.format(
              "this JVM speaks nothing from %s to %s",
              settings.minVersion(), settings.maxVersion()),
          "give min_version: TLS12, or run it with a newer Java");
    }
    return protocols;
  }

  /** Since Java 20; before there is only a setting for all connections of the application. */
  private static void setCurves(TlsSettings settings, SSLParameters parameters)
      throws ConfigurationException {
    List<String> groups = new ArrayList<>();
    settings.curves().forEach(each -> groups.add(each.group()));
    try {
      SSLParameters.class
          .getMethod("setNamedGroups", String[].class)
          .invoke(parameters, (Object) groups.toArray(new String[0]));
    } catch (NoSuchMethodException e) {
      throw settings.errorOfCurves(
          "before Java 20 curves can be chosen for all connections of the application only",
          "remove curve_preferences");
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw settings.errorOfCurves("this JVM cannot use these curves: " + e, "give others");
    }
  }

  /** Makes the server's side of a connection. Any thread. */
  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Returns the certificate of the server. */
  X509Certificate certificate() {
    return certificate;
  }

  /** Returns which of the suites that were chosen this JVM does not have. */
  List<CipherSuite> missingCipherSuites() {
    List<CipherSuite> missing = new ArrayList<>(settings.cipherSuites());
    List<String> supported = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
    missing.removeIf(each -> supported.contains(each.name()));
    return missing;
  }

  /** Returns which of the versions that were chosen this JVM has switched off. */
  List<TlsVersion> disabledVersions() {
    List<TlsVersion> disabled = new ArrayList<>();
    List<String> names = disabledNames(Security.getProperty(DISABLED));
    for (TlsVersion each : TlsVersion.values()) {
      if (Arrays.asList(parameters.getProtocols()).contains(each.protocol())
          && names.contains(each.protocol().toLowerCase(Locale.ROOT))) {
        disabled.add(each);
      }
    }
    return disabled;
  }

  private static List<String> disabledNames(@Nullable String property) {
    return property == null
        ? Collections.emptyList()
        : Arrays.asList(property.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1));
  }
}
