package io.exporteragent.httpclient;

import static io.exporteragent.httpclient.HttpFailure.Reason.TLS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.testing.Certificates;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Openssl;
import io.exporteragent.testing.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client shows and asks for in a handshake, against the server of openssl. */
class ClientCertificateTest {
  @TempDir static Path directory;

  @BeforeAll
  static void makeCertificates() throws IOException {
    Openssl openssl = new Openssl(directory);
    openssl.selfSigned("ca");
    openssl.selfSigned("stranger");
    openssl.issued("server", "ca", "-addext", "subjectAltName=IP:127.0.0.1");
    openssl.issued("inner", "ca", "-addext", "subjectAltName=DNS:inner,DNS:db.example");
    openssl.issued("client", "ca");
    Files.writeString(directory.resolve("status"), "{\"size\": 7}");
  }

  /** A server of files in the directory of the test. */
  private static final class Server implements AutoCloseable {
    private final Process process;
    private final URI page;

    Server(String... options) throws IOException {
      List<String> words = new ArrayList<>();
      words.addAll(List.of(Tool.OPENSSL.path(), "s_server", "-WWW", "-accept", "127.0.0.1:0"));
      words.addAll(List.of("-cert", "server.pem", "-key", "server.key"));
      words.addAll(List.of(options));
      process =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String line = out.readLine();
      while (line != null && !line.startsWith("ACCEPT ")) {
        line = out.readLine();
      }
      page = URI.create("https://" + String.valueOf(line).substring(7) + "/status");
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static HttpTarget.Builder target(URI page, String tls) throws ConfigurationException {
    String yaml = tls.replaceAll("_file: ", "_file: " + directory + "/");
    return HttpTarget.to(page)
        .tls(
            TlsSettings.SCHEMA.read(
                Objects.requireNonNull(
                    ConfigurationFile.parse(
                        "{" + yaml + "}",
                        "exporter.yml",
                        new ArgumentGrammar(List.of()).parse(null, Map.of())))));
  }

  private static String get(URI page, String tls) throws HttpFailure, ConfigurationException {
    return HttpClientTest.body(HttpClientTest.get(target(page, tls)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void certificate_isShownToAServerThatAsks(String version) throws Exception {
    try (Server server =
        new Server(version, "-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem")) {
      String certificate = ", cert_file: client.pem, key_file: client.key";
      assertThat(get(server.page, "ca_file: ca.pem" + certificate)).contains("\"size\": 7");
      assertThat(get(server.page, "insecure_skip_verify: true" + certificate))
          .contains("\"size\": 7");

      HttpClientTest.fails(target(server.page, "ca_file: ca.pem"), TLS, "TLS handshake failed: ");
      HttpClientTest.fails(
          target(server.page, "ca_file: ca.pem, cert_file: stranger.pem, key_file: stranger.key"),
          TLS,
          "TLS handshake failed: ");
    }
  }

  @Test
  void certificate_isFollowed() throws Exception {
    copy("stranger");
    try (Server server = new Server("-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem");
        HttpClient client =
            new HttpClient(
                target(server.page, "ca_file: ca.pem, cert_file: own.pem, key_file: own.key")
                    .build(),
                () -> true)) {
      assertThatThrownBy(() -> client.get(Call.within(Duration.ofSeconds(30))))
          .isInstanceOf(HttpFailure.class);
      copy("client");
      assertThat(client.get(Call.within(Duration.ofSeconds(30))).status()).isEqualTo(200);
    }
  }

  private static void copy(String name) throws IOException {
    for (String kind : List.of(".pem", ".key")) {
      Files.copy(
          directory.resolve(name + kind),
          directory.resolve("own" + kind),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @ParameterizedTest
  @CsvSource({"inner", "db.example"})
  void serverName_isToldAndVerified(String name) throws Exception {
    try (Server server =
        new Server("-servername", name, "-cert2", "inner.pem", "-key2", "inner.key")) {
      assertThat(get(server.page, "ca_file: ca.pem, server_name: " + name)).contains("size");
      assertThat(get(server.page, "ca_file: ca.pem")).contains("size");
      HttpClientTest.fails(
          target(server.page, "ca_file: ca.pem, server_name: other.example"), TLS, "other.example");
    }
  }

  @Test
  void minVersion_isTheOldestThatIsSpoken() throws Exception {
    try (Server server = new Server("-tls1_2")) {
      assertThat(get(server.page, "ca_file: ca.pem, min_version: TLS12")).contains("size");
      HttpClientTest.fails(
          target(server.page, "ca_file: ca.pem, min_version: TLS13"), TLS, "TLS handshake failed");
    }
  }

  /** The server asks whoever comes; only the origin is shown who that is. */
  @Test
  void certificate_isNotShownWhereARedirectLeads() throws Exception {
    try (Server server = new Server("-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem");
        MisbehavingServer elsewhere =
            MisbehavingServer.saying(HttpClientTest.redirectTo(server.page.toString()))) {
      elsewhere.present(Certificates.selfSigned(directory, "origin", "ip:127.0.0.1"));
      String tls = "insecure_skip_verify: true, cert_file: client.pem, key_file: client.key";
      HttpClientTest.fails(
          target(elsewhere.url(), tls).followRedirects(true), TLS, "TLS handshake failed: ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none.pem | client.key | tls.cert_file \"%/none.pem\" cannot be read: no such file",
        "client.pem | none.key | tls.key_file \"%/none.key\" cannot be read: no such file",
        "client.key | client.key | there is no certificate in it",
        "client.pem | client.pem | there is no private key in it",
        "client.pem | server.key | it is not the private key of the certificate in %/client.pem",
      })
  void fileThatIsWrong_isNamed(String certificate, String key, String message) throws Exception {
    try (Server server = new Server()) {
      HttpClientTest.fails(
          target(server.page, "ca_file: ca.pem, cert_file: " + certificate + ", key_file: " + key),
          TLS,
          message.replace("%", directory.toString()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cert_file: client.pem | cert_file without key_file; ",
        "key_file: client.key | key_file without cert_file; ",
        "min_version: '1.2' | expected one of TLS10, TLS11, TLS12, TLS13",
        "server_name: a b | expected the name of a host",
      })
  void settingsThatCannotBe_areRefused(String tls, String message) {
    assertThatThrownBy(() -> target(URI.create("https://localhost"), tls))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }
}
