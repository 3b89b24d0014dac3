package io.exporteragent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Openssl;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file may say, with promtool, which asks exporter-toolkit, as the judge. */
class WebConfigurationTest {
  private static final String HASH = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";
  private static final String CERTIFICATE = "cert_file: server.pem, key_file: server.key";

  @TempDir static Path directory;

  @BeforeAll
  static void makeCertificates() {
    Openssl openssl = new Openssl(directory);
    openssl.selfSigned("server", "-addext", "subjectAltName=IP:127.0.0.1");
    openssl.selfSigned("other");
  }

  private static Path write(String content) throws IOException {
    return Files.write(directory.resolve("web.yml"), content.getBytes(UTF_8));
  }

  private static WebConfiguration read(String content) throws IOException, ConfigurationException {
    return WebConfiguration.read(write(content).toString());
  }

  private static boolean isValidForPromtool(Path file) {
    return Finished.run(
                directory,
                new byte[0],
                List.of(Tool.PROMTOOL.path(), "check", "web-config", file.toString()))
            .exit()
        == 0;
  }

  static String tls(String keys) {
    return "tls_server_config: {" + keys + "}\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing\n",
        "tls_server_config:\nhttp_server_config:\nbasic_auth_users:\n",
        "tls_server_config: {cert_file: server.pem, key_file: server.key}",
        "tls_server_config: {cert_file: server.pem, key_file: server.key, min_version: TLS12, max_version: TLS13}",
        "tls_server_config: {cert_file: server.pem, key_file: server.key, client_auth_type: RequireClientCert}",
        "tls_server_config: {cert_file: server.pem, key_file: server.key, client_auth_type: RequestClientCert, client_ca_file: other.pem}",
        "tls_server_config: {cert_file: server.pem, key_file: server.key, client_auth_type: RequireAndVerifyClientCert, client_ca_file: other.pem}",
        "tls_server_config: {cert_file: server.pem, key_file: server.key, client_auth_type: VerifyClientCertIfGiven, client_ca_file: other.pem}",
        "tls_server_config: {cert_file: server.pem, key_file: server.key, cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA]}",
        "tls_server_config: {cert_file: server.pem, key_file: server.key, prefer_server_cipher_suites: no}",
        "http_server_config: {http2: off}",
        "http_server_config: {headers: {X-Frame-Options: deny, X-Content-Type-Options: nosniff, X-XSS-Protection: 1, Strict-Transport-Security: max-age=1, Content-Security-Policy: default-src 'self'}}",
        "basic_auth_users: {alice: " + HASH + "}",
      })
  void file_isValidForBoth(String content) throws IOException, ConfigurationException {
    assertThat(isValidForPromtool(write(content))).isTrue();

    assertThat(read(content).describe(Instant.now())).isNotEmpty();
  }

  static Stream<Arguments> filesWrongForBoth() {
    return Stream.of(
        arguments("word\nanother word\n", "expected a mapping"),
        arguments(tls("cert_filse: server.pem"), "did you mean \"cert_file\"?"),
        arguments("basic_auth_users: {a: " + HASH + ", a: " + HASH + "}", "duplicate key"),
        arguments(tls("cert_file: \"\", key_file: server.key"), "one of cert and cert_file"),
        arguments(tls("cert_file: \"\", key_file: \"\", client_auth_type: x"), "expected one of"),
        arguments(tls("cert_file: server.pem, key_file: \"\""), "one of key and key_file"),
        arguments(tls("cert_file: none.pem, key_file: server.key"), "no such file"),
        arguments(tls("cert_file: server.pem, key_file: none.key"), "no such file"),
        arguments(tls(CERTIFICATE + ", client_ca_file: other.pem"), "without client_auth_type"),
        arguments(
            tls(CERTIFICATE + ", client_ca_file: no, client_auth_type: RequireClientCert"),
            "no such file"),
        arguments(tls("cert_file: other.pem, key_file: server.key"), "not the private key of"),
        arguments(tls("cert_file: server.key, key_file: server.key"), "no certificate in it"),
        arguments(tls("cert_file: server.pem, key_file: server.pem"), "no private key in it"),
        arguments(tls(CERTIFICATE + ", cipher_suites: [TLS_AES_128_GCM_SHA2048]"), "expected one"),
        arguments(tls(CERTIFICATE + ", curve_preferences: [CurveP257]"), "expected one of"),
        arguments(tls(CERTIFICATE + ", min_version: TLS111"), "expected one of TLS10, TLS11"),
        arguments("basic_auth_users: {john: doe}", "too short for a bcrypt hash"),
        arguments("basic_auth_users: {john: }", "too short for a bcrypt hash"),
        arguments("basic_auth_users: {john: " + HASH.replace("$10$", "$40$") + "}", "of cost 40"),
        arguments("http_server_config: {headers: {X-Frame-Options: foo}}", "deny or sameorigin"),
        arguments("http_server_config: {headers: {X-Content-Type-Options: sniff}}", "nosniff"),
        arguments("http_server_config: {headers: {Content-Type: foo}}", "cannot be set"),
        arguments("http_server_config: {http2: maybe}", "expected true or false"));
  }

  @ParameterizedTest
  @MethodSource("filesWrongForBoth")
  void file_isWrongForBoth(String content, String reason) throws IOException {
    assertThat(isValidForPromtool(write(content))).isFalse();

    assertThatThrownBy(() -> read(content))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  static Stream<Arguments> filesOpenWithoutSaying() {
    return Stream.of(
        arguments(tls("min_version: TLS13"), "would be served without TLS"),
        arguments(
            tls(CERTIFICATE + ", client_auth_type: RequireAndVerifyClientCert"),
            "let strangers in"),
        arguments(
            tls(CERTIFICATE + ", min_version: TLS13, max_version: TLS12"),
            "no client could connect"),
        arguments(
            tls(
                CERTIFICATE
                    + ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: empty.pem"),
            "no certificate in it"));
  }

  @ParameterizedTest
  @MethodSource("filesOpenWithoutSaying")
  void file_isRefusedThoughToolkitTakesIt(String content, String reason) throws IOException {
    Files.write(directory.resolve("empty.pem"), new byte[0]);
    assertThat(isValidForPromtool(write(content))).isTrue();

    assertThatThrownBy(() -> read(content))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(reason);
  }

  /** Debian's promtool does not know these keys yet. */
  static Stream<Arguments> filesOfNewerToolkit() {
    return Stream.of(
        arguments(tls(CERTIFICATE + ", client_allowed_sans: [a]"), "anybody can write any name"),
        arguments("rate_limit: {interval: 1s, burst: 0}", "every request would be refused"),
        arguments("rate_limit: {interval: 1d, burst: 1}", "expected a duration"),
        arguments("rate_limit: {interval: 1s, burst: -1}", "expected a whole number"),
        arguments("rate_limit: {intervall: 1s}", "did you mean \"interval\"?"));
  }

  @ParameterizedTest
  @MethodSource("filesOfNewerToolkit")
  void fileOfNewerToolkit_isRefused(String content, String reason) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void certificateAndKey_mayBeInTheFileItself() throws IOException, ConfigurationException {
    String certificate = Files.readString(directory.resolve("server.pem")).indent(6);
    String key = Files.readString(directory.resolve("server.key")).indent(6);

    WebConfiguration web =
        read("tls_server_config:\n  cert: |\n" + certificate + "  key: |\n" + key);

    assertThat(web.describe(Instant.now())).contains("TLS: from TLS12 to TLS13");
  }

  @Test
  void description_tellsWhatIsAskedAndNoHash() throws IOException, ConfigurationException {
    WebConfiguration web =
        read(
            tls(
                    CERTIFICATE
                        + ", client_auth_type: VerifyClientCertIfGiven, client_ca_file: other.pem")
                + "basic_auth_users: {alice: "
                + HASH
                + ", bob: "
                + HASH.replace("$10$", "$15$")
                + "}\nrate_limit: {interval: 1.5s, burst: 10}\n");

    assertThat(web.describe(Instant.now()))
        .contains(
            "clients' certificates: VerifyClientCertIfGiven",
            "users: alice, bob",
            "requests: 10 at once, then one each 1.5 s")
        .anyMatch(line -> line.matches("certificate: CN=server, 29 days left \\(.*Z\\)"))
        .anyMatch(line -> line.startsWith("user bob: a hash of cost 15"))
        .noneMatch(line -> line.contains(HASH.substring(7)));
  }

  @Test
  void certificate_isSaidToHaveExpired() throws IOException, ConfigurationException {
    WebConfiguration web = read(tls(CERTIFICATE));

    assertThat(web.describe(Instant.now().plus(31, ChronoUnit.DAYS)))
        .anyMatch(line -> line.startsWith("certificate: CN=server, EXPIRED ("));
  }

  @Test
  void secrets_areInNoMessage() throws IOException {
    String secret = "$2y$10$short";
    assertThatThrownBy(() -> read("basic_auth_users: {john: " + secret + "}"))
        .hasMessageNotContaining(secret);

    String notBcrypt = "x".repeat(59);
    assertThatThrownBy(() -> read("basic_auth_users: {john: " + notBcrypt + "}"))
        .hasMessageNotContaining(notBcrypt.substring(0, 10))
        .hasMessageContaining("does not begin like");

    assertThatThrownBy(
            () -> read("tls_server_config: {cert_file: server.pem, key: c2VjcmV0IGtleQ}"))
        .hasMessageNotContaining("c2VjcmV0IGtleQ")
        .hasMessageContaining("no private key in it");
  }
}
