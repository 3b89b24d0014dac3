package io.exporteragent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.testing.Openssl;
import io.exporteragent.tls.FilesRead;
import io.exporteragent.tls.OneCertificate;
import io.exporteragent.tls.PemText;
import io.exporteragent.tls.X509Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the server's side of TLS lets in, by handshakes of the JDK in memory. */
class TlsTest {
  private static final String VERIFIED =
      "client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem";

  @TempDir static Path directory;

  @BeforeAll
  static void makeCertificates() {
    Openssl openssl = new Openssl(directory);
    openssl.selfSigned("server");
    openssl.run("genrsa -out rsa.key 2048");
    openssl.certificate("rsa", "rsa.key");
    openssl.run("genpkey -algorithm ed25519 -out ed.key");
    openssl.certificate("ed", "ed.key");
    openssl.run("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.key");
    openssl.certificate("pss", "pss.key");
    openssl.selfSigned("ca");
    openssl.issued(
        "client",
        "ca",
        "-addext",
        "subjectAltName=DNS:prometheus.example,email:ops@example.org,IP:10.1.2.3,IP:2001:db8::1,URI:spiffe://example/scraper");
    openssl.selfSigned("stranger");
  }

  private static SSLEngine server(String keys) throws IOException, ConfigurationException {
    return server("server", keys);
  }

  private static SSLEngine server(String name, String keys)
      throws IOException, ConfigurationException {
    String certificate = "cert_file: " + name + ".pem, key_file: " + name + ".key";
    Path file = directory.resolve("web.yml");
    String more = keys.isEmpty() ? "" : ", " + keys;
    Files.write(file, ("tls_server_config: {" + certificate + more + "}").getBytes(UTF_8));
    return WebConfiguration.read(file.toString()).door(Runnable::run).engine();
  }

  /** Makes the side of a client that trusts the server. */
  private static SSLEngine client(@Nullable String certificate)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> trusted = new ArrayList<>();
    for (String each : List.of("server", "rsa", "ed", "pss")) {
      trusted.addAll(certificates(each));
    }
    KeyManager[] keys =
        certificate == null ? new KeyManager[0] : new KeyManager[] {own(certificate)};
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {X509Certificates.trusting(trusted)}, null);
    SSLEngine engine = context.createSSLEngine("127.0.0.1", 1);
    engine.setUseClientMode(true);
    return engine;
  }

  private static List<X509Certificate> certificates(String name) {
    try {
      return X509Certificates.read(pem(name + ".pem"), directory, new FilesRead());
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  /** Shown even if it is of an authority that was not asked for, as Go does. */
  private static OneCertificate own(String name) {
    try {
      return OneCertificate.read(
          pem(name + ".pem"), pem(name + ".key"), directory, new FilesRead());
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  private static PemText pem(String file) {
    return new PemText("file", null, file, true);
  }

  private static SSLSession connect(SSLEngine client, SSLEngine server) throws SSLException {
    return new Handshake(client, server).run();
  }

  @ParameterizedTest
  @CsvSource({
    "server, TLSv1.2", "server, TLSv1.3", "rsa, TLSv1.2", "rsa, TLSv1.3",
    "ed, TLSv1.2", "ed, TLSv1.3", "pss, TLSv1.2", "pss, TLSv1.3"
  })
  void everyKindOfKey_isShown(String key, String protocol) throws Exception {
    SSLEngine client = client(null);
    client.setEnabledProtocols(new String[] {protocol});

    SSLSession session = connect(client, server(key, ""));

    assertThat(session.getProtocol()).isEqualTo(protocol);
    assertThat(session.getPeerCertificates()[0]).isEqualTo(certificates(key).get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NoClientCert | | yes",
        "RequestClientCert | | yes",
        "RequestClientCert | stranger | yes",
        "RequireAnyClientCert | | no",
        "RequireAnyClientCert | stranger | yes",
        "RequireClientCert | stranger | yes",
        "VerifyClientCertIfGiven, client_ca_file: ca.pem | | yes",
        "VerifyClientCertIfGiven, client_ca_file: ca.pem | client | yes",
        "VerifyClientCertIfGiven, client_ca_file: ca.pem | stranger | no",
        "RequireAndVerifyClientCert, client_ca_file: ca.pem | | no",
        "RequireAndVerifyClientCert, client_ca_file: ca.pem | client | yes",
        "RequireAndVerifyClientCert, client_ca_file: ca.pem | stranger | no",
        "RequireAndVerifyClientCert, client_ca_file: stranger.pem | stranger | yes",
      })
  void client_isLetInByItsCertificate(String asked, @Nullable String certificate, String isLetIn)
      throws Exception {
    SSLEngine server = server("client_auth_type: " + asked);
    SSLEngine client = client(certificate);

    if (isLetIn.equals("yes")) {
      assertThat(connect(client, server).isValid()).isTrue();
    } else {
      assertThatThrownBy(() -> connect(client, server)).isInstanceOf(SSLException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prometheus.example",
        "ops@example.org",
        "10.1.2.3",
        "'2001:db8::1'",
        "'2001:0DB8:0:0:0:0:0:1'",
        "'spiffe://example/scraper'",
        "other.example, prometheus.example"
      })
  void clientWithAnAllowedName_isLetIn(String names) throws Exception {
    SSLEngine server = server(VERIFIED + ", client_allowed_sans: [" + names + "]");

    assertThat(connect(client("client"), server).isValid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "client", "PROMETHEUS.example", "10.1.2.4", "localhost", "10.1.2"})
  void clientWithoutAnAllowedName_isTurnedAway(String names) throws Exception {
    SSLEngine server = server(VERIFIED + ", client_allowed_sans: [" + names + "]");
    SSLEngine client = client("client");

    assertThatThrownBy(() -> connect(client, server)).isInstanceOf(SSLException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "TLS12, TLS12, TLSv1.2, yes",
    "TLS12, TLS12, TLSv1.3, no",
    "TLS13, TLS13, TLSv1.2, no",
    "TLS13, TLS13, TLSv1.3, yes"
  })
  void versions_areThoseGiven(String min, String max, String protocol, String isSpoken)
      throws Exception {
    SSLEngine server = server("min_version: " + min + ", max_version: " + max);
    SSLEngine client = client(null);
    client.setEnabledProtocols(new String[] {protocol});

    if (isSpoken.equals("yes")) {
      assertThat(connect(client, server).getProtocol()).isEqualTo(protocol);
    } else {
      assertThatThrownBy(() -> connect(client, server)).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void suitesOfTls13_cannotBeSwitchedOff() throws Exception {
    SSLEngine server = server("cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]");

    assertThat(connect(client(null), server).getProtocol()).isEqualTo("TLSv1.3");
  }

  @ParameterizedTest
  @CsvSource({"true, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "false, ECDSA_WITH_AES_128_CBC_SHA"})
  void suites_areInTheOrderOfTheServerOrOfTheClient(String isServers, String chosen)
      throws Exception {
    SSLEngine server =
        server(
            "max_version: TLS12, cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA], prefer_server_cipher_suites: "
                + isServers);
    SSLEngine client = client(null);
    client.setEnabledCipherSuites(
        new String[] {
          "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"
        });

    assertThat(connect(client, server).getCipherSuite()).endsWith(chosen);
  }

  @Test
  void clientWithoutACommonSuite_isTurnedAway() throws Exception {
    SSLEngine server =
        server("max_version: TLS12, cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]");
    SSLEngine client = client(null);
    client.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"});

    assertThatThrownBy(() -> connect(client, server)).isInstanceOf(SSLException.class);
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_19)
  void curves_areRefusedWhereTheyWouldBeThoseOfTheApplicationToo() {
    assertThatThrownBy(() -> server("curve_preferences: [X25519]"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("before Java 20")
        .hasMessageContaining("remove curve_preferences");
  }

  @Test
  void oldVersions_areSaidToBeSwitchedOff() throws Exception {
    server("min_version: TLS10");

    assertThat(
            WebConfiguration.read(directory.resolve("web.yml").toString())
                .describe(java.time.Instant.now()))
        .anyMatch(line -> line.startsWith("TLS10 is switched off in this JVM"))
        .anyMatch(line -> line.startsWith("TLS11 is switched off in this JVM"))
        .noneMatch(line -> line.startsWith("TLS12 is switched off"));
  }
}
