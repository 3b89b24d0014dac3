package io.exporteragent.web;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.tls.PemText;
import io.exporteragent.tls.TlsVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The section {@code tls_server_config}. Immutable; shows no key. */
final class TlsSettings extends Settings {
  private static final Key<String> CERT = text("cert", "the certificate, then its chain, in PEM");
  private static final Key<String> CERT_FILE = text("cert_file", "a file with them");
  private static final Key<String> KEY = text("key", "the private key in PEM");
  private static final Key<String> KEY_FILE = text("key_file", "a file with it");
  private static final Key<Optional<ClientAuthentication>> CLIENT_AUTH_TYPE =
      Key.of(
          "client_auth_type",
          GoValues.oneOf(ClientAuthentication.class),
          Optional.empty(),
          "what is asked of clients");
  private static final Key<String> CLIENT_CA =
      text("client_ca", "the authorities of clients in PEM");
  private static final Key<String> CLIENT_CA_FILE = text("client_ca_file", "a file with them");
  private static final Key<Optional<List<String>>> CLIENT_ALLOWED_SANS =
      Key.of(
          "client_allowed_sans",
          GoValues.list(GoValues.text()),
          Optional.empty(),
          "names of which a client's certificate must have one");
  private static final Key<Optional<TlsVersion>> MIN_VERSION =
      Key.of("min_version", GoValues.oneOf(TlsVersion.class), Optional.empty(), "the oldest TLS");
  private static final Key<Optional<TlsVersion>> MAX_VERSION =
      Key.of("max_version", GoValues.oneOf(TlsVersion.class), Optional.empty(), "the newest TLS");
  private static final Key<Optional<List<Optional<CipherSuite>>>> CIPHER_SUITES =
      Key.of(
          "cipher_suites",
          GoValues.list(GoValues.oneOf(CipherSuite.class)),
          Optional.empty(),
          "those of TLS before 1.3");
  private static final Key<Optional<List<Optional<Curve>>>> CURVE_PREFERENCES =
      Key.of(
          "curve_preferences",
          GoValues.list(GoValues.oneOf(Curve.class)),
          Optional.empty(),
          "the curves for the exchange of keys, best first");
  private static final Key<Boolean> PREFER_SERVER_CIPHER_SUITES =
      Key.of(
          "prefer_server_cipher_suites",
          GoValues.bool(),
          true,
          "whether the order of the suites is the server's");

  /** Those without which there is no TLS. */
  private static final List<Key<String>> OF_TLS =
      Arrays.asList(CERT, CERT_FILE, KEY, KEY_FILE, CLIENT_CA, CLIENT_CA_FILE);

  private static final List<Key<?>> FURTHER =
      Arrays.asList(
          CLIENT_ALLOWED_SANS,
          MIN_VERSION,
          MAX_VERSION,
          CIPHER_SUITES,
          CURVE_PREFERENCES,
          PREFER_SERVER_CIPHER_SUITES);

  static final Mapping<TlsSettings> SCHEMA =
      Schema.mapping(
          TlsSettings::new,
          CERT,
          CERT_FILE,
          KEY,
          KEY_FILE,
          CLIENT_AUTH_TYPE,
          CLIENT_CA,
          CLIENT_CA_FILE,
          CLIENT_ALLOWED_SANS,
          MIN_VERSION,
          MAX_VERSION,
          CIPHER_SUITES,
          CURVE_PREFERENCES,
          PREFER_SERVER_CIPHER_SUITES);

  private static Key<String> text(String name, String help) {
    return Key.of(name, GoValues.text(), "", help);
  }

  private TlsSettings(Values values) throws ConfigurationException {
    super(values);
    if (isOn()) {
      checkCertificate();
      checkClients();
      checkVersions();
    } else {
      checkNothingElse();
    }
  }

  /** Returns whether TLS is spoken: exporter-toolkit tells it by the same keys. */
  boolean isOn() {
    boolean isAny = values().get(CLIENT_AUTH_TYPE).isPresent();
    for (Key<String> each : OF_TLS) {
      isAny |= !values().get(each).isEmpty();
    }
    return isAny;
  }

  private void checkNothingElse() throws ConfigurationException {
    for (Key<?> each : FURTHER) {
      if (values().has(each)) {
        throw values()
            .errorAt(
                each.name(),
                String.format(
                    "key \"%s\" without a certificate: the page would be served without TLS",
                    each.name()),
                "give cert_file and key_file, or remove tls_server_config");
      }
    }
  }

  private void checkCertificate() throws ConfigurationException {
    if (certificate() == null) {
      throw values().error("one of cert and cert_file is missing", "TLS takes a certificate");
    }
    if (privateKey() == null) {
      throw values()
          .error("one of key and key_file is missing", "the certificate takes its private key");
    }
  }

  private void checkClients() throws ConfigurationException {
    boolean isVerified = clientAuthentication().isVerified();
    PemText authorities = clientAuthorities();
    if (isVerified && authorities == null) {
      throw values()
          .errorAt(
              CLIENT_AUTH_TYPE.name(),
              clientAuthentication()
                  + " without client_ca_file: the authorities of the whole system would be taken, and let strangers in",
              "give client_ca_file");
    }
    if (authorities != null && clientAuthentication() == ClientAuthentication.NONE) {
      throw values()
          .error(
              String.format(
                  "%s without client_auth_type: no client would be asked for a certificate",
                  authorities.name()),
              "give client_auth_type: " + ClientAuthentication.VERIFIED);
    }
    if (clientAllowedSans().isPresent() && !isVerified) {
      throw values()
          .errorAt(
              CLIENT_ALLOWED_SANS.name(),
              "client_allowed_sans without verified certificates: anybody can write any name into one",
              "give client_auth_type: " + ClientAuthentication.VERIFIED);
    }
  }

  private void checkVersions() throws ConfigurationException {
    if (minVersion().compareTo(maxVersion()) > 0) {
      throw values()
          .errorAt(
              MIN_VERSION.name(),
              String.format(
                  "min_version %s is above max_version %s: no client could connect",
                  minVersion(), maxVersion()),
              "swap them, or give one of them alone");
    }
  }

  /** Returns the certificate and its chain; null only if TLS is off. */
  @Nullable PemText certificate() {
    return pem(CERT_FILE, CERT);
  }

  /** Returns the private key; null only if TLS is off. */
  @Nullable PemText privateKey() {
    return pem(KEY_FILE, KEY);
  }

  /** Returns the authorities that issue the certificates of clients; null if there are none. */
  @Nullable PemText clientAuthorities() {
    return pem(CLIENT_CA_FILE, CLIENT_CA);
  }

  /** As in exporter-toolkit the file comes first. */
  private @Nullable PemText pem(Key<String> file, Key<String> inline) {
    boolean isFile = !values().get(file).isEmpty();
    Key<String> key = isFile ? file : inline;
    String text = values().get(key);
    return text.isEmpty()
        ? null
        : new PemText(key.name(), values().place(key.name()), text, isFile);
  }

  ClientAuthentication clientAuthentication() {
    return values().get(CLIENT_AUTH_TYPE).orElse(ClientAuthentication.NONE);
  }

  /** Returns the names of which a certificate must have one; absent for any certificate. */
  Optional<List<String>> clientAllowedSans() {
    return values().get(CLIENT_ALLOWED_SANS);
  }

  TlsVersion minVersion() {
    return values().get(MIN_VERSION).orElse(TlsVersion.TLS12);
  }

  TlsVersion maxVersion() {
    return values().get(MAX_VERSION).orElse(TlsVersion.TLS13);
  }

  /** Returns the suites that are chosen, best first; none for those of the JVM. */
  List<CipherSuite> cipherSuites() {
    return present(values().get(CIPHER_SUITES));
  }

  /** Returns the curves that are chosen, best first; none for those of the JVM. */
  List<Curve> curves() {
    return present(values().get(CURVE_PREFERENCES));
  }

  private static <T> List<T> present(Optional<List<Optional<T>>> all) {
    List<T> present = new ArrayList<>();
    all.orElse(Collections.emptyList()).forEach(each -> each.ifPresent(present::add));
    return present;
  }

  boolean prefersOwnCipherSuites() {
    return values().get(PREFER_SERVER_CIPHER_SUITES);
  }

  /** Makes an error about the suites that are chosen. */
  ConfigurationException errorOfCipherSuites(String problem, String remedy) {
    return values().errorAt(CIPHER_SUITES.name(), problem, remedy);
  }

  /** Makes an error about the curves that are chosen. */
  ConfigurationException errorOfCurves(String problem, String remedy) {
    return values().errorAt(CURVE_PREFERENCES.name(), problem, remedy);
  }

  /** Makes an error about the versions that are chosen. */
  ConfigurationException errorOfVersions(String problem, String remedy) {
    return values()
        .errorAt(
            values().has(MIN_VERSION) ? MIN_VERSION.name() : MAX_VERSION.name(), problem, remedy);
  }
}
