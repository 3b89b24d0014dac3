package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.it.fixtures.OwnLogManager;
import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Openssl;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS and passwords as clients that are not ours meet them. */
class WebConfigurationIT {
  private static final Jdk JDK = Jdk.all().get(0);

  /** Of secret. */
  private static final String USERS =
      "basic_auth_users: {alice: $2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW}\n";

  private static final String TLS =
      """
      tls_server_config:
        cert_file: server.pem
        key_file: server.key
      """;

  private static final String VERIFIED =
      TLS
          + """
            client_auth_type: RequireAndVerifyClientCert
            client_ca_file: ca.pem
          """;

  @TempDir private Path directory;
  private Openssl openssl;
  private Path web;

  @BeforeEach
  void makeCertificates() {
    openssl = new Openssl(directory);
    openssl.selfSigned("ca");
    openssl.issued("server", "ca", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost");
    openssl.issued("client", "ca");
    web = directory.resolve("web.yml");
  }

  private Program start(Jdk jdk, String arguments) {
    return Program.java(jdk).agent(arguments).fixture(Obedient.class).start();
  }

  private Finished curl(URI page, String... options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(Tool.CURL.path(), "--silent", "--show-error", "--max-time", "90"));
    words.addAll(List.of("--output", "body", "--write-out", "%{http_code} %{num_connects}"));
    words.addAll(List.of("--cacert", "ca.pem"));
    words.addAll(List.of(options));
    words.add(page.toString());
    return Finished.run(directory, new byte[0], words);
  }

  private static URI page(URI server) {
    return server.resolve("/metrics");
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void page_isForThoseWithCertificateAndPassword(Jdk jdk) throws IOException {
    Files.writeString(web, VERIFIED + USERS);
    try (Program program = start(jdk, "127.0.0.1:0,web=" + web)) {
      URI page = page(program.serving());
      assertThat(page.getScheme()).isEqualTo("https");

      for (String version : List.of("1.2", "1.3")) {
        String[] certificate = {
          "--tlsv" + version, "--tls-max", version, "--cert", "client.pem", "--key", "client.key"
        };
        assertThat(curl(page, with(certificate, "--user", "alice:secret")).output())
            .startsWith("200 ");
        assertThat(Files.readString(directory.resolve("body")))
            .contains("jvm_runtime_info", "exporter_agent_certificate_expiry_timestamp_seconds 1.");
        assertThat(curl(page, certificate).output()).startsWith("401 ");
        assertThat(curl(page, with(certificate, "--user", "alice:wrong")).output())
            .startsWith("401 ");
        assertThat(curl(page, with(certificate, "--user", "bob:secret")).output())
            .startsWith("401 ");
        assertThat(
                curl(page, "--tlsv" + version, "--tls-max", version, "--user", "alice:secret")
                    .exit())
            .isNotZero();
      }
      assertThat(curl(plain(page)).output()).startsWith("400 ");
      assertThat(program.errorLinesWith("exporter-agent")).isEqualTo(1);
      program.runsOn();
    }
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void certificatesAreReplaced_withoutARestart() throws IOException {
    Files.writeString(web, TLS);
    try (Program program = start(JDK, "127.0.0.1:0,web=" + web)) {
      URI page = page(program.serving());
      assertThat(curl(page).output()).startsWith("200 ");

      openssl.issued("other", "ca", "-addext", "subjectAltName=DNS:other.example");
      move("other.pem", "server.pem");
      program.awaitError(compile("it is not the private key of the certificate"));
      assertThat(curl(page).output()).startsWith("200 ");
      move("other.key", "server.key");
      program.awaitError(compile("the new version of \\S+web.yml is in effect"));

      assertThat(curl(page).exit()).isNotZero();
      assertThat(
              curl(
                      URI.create("https://other.example:" + page.getPort() + "/metrics"),
                      "--resolve",
                      "other.example:" + page.getPort() + ":127.0.0.1",
                      "--header",
                      "Host: localhost")
                  .output())
          .startsWith("200 ");
    }
  }

  private void move(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void wrongFileAtTheStart_opensNothingUntilItIsMended() throws IOException {
    Files.writeString(web, "basic_auth_users: {alice: secret}\n");
    int port = Ports.free();
    try (Program program = start(JDK, "127.0.0.1:" + port + ",web=" + web)) {
      program.awaitError(
          compile("web.yml:1:27: too short for a bcrypt hash.*no metrics are served until this"));
      URI page = URI.create("http://127.0.0.1:" + port + "/metrics");
      assertThat(curl(page).exit()).isNotZero();

      Files.writeString(web, USERS);
      assertThat(page(program.serving())).isEqualTo(page);
      assertThat(curl(page).output()).startsWith("401 ");
      assertThat(curl(page, "--user", "alice:secret").output()).startsWith("200 ");
      program.runsOn();
    }
  }

  @Test
  void tls_isSwitchedOnAndOffOnTheSamePort() throws IOException {
    Path own = directory.resolve("exporter.yml");
    String plain = "server: {host: 127.0.0.1, port: " + Ports.free() + "}\n";
    Files.writeString(own, plain);
    Files.writeString(web, TLS);
    try (Program program = start(JDK, "config=" + own)) {
      URI http = page(program.serving());
      URI https = URI.create(http.toString().replace("http", "https"));
      assertThat(curl(http).output()).startsWith("200 ");

      Files.writeString(own, plain.replace("}", ", web_config_file: " + web + "}"));
      await().atMost(2, MINUTES).until(() -> curl(https).output().startsWith("200 "));
      program.awaitError(compile("serving " + https));

      Files.writeString(own, plain);
      await().atMost(2, MINUTES).until(() -> curl(http).output().startsWith("200 "));
    }
  }

  @Test
  void wrongFileLater_leavesWhatIsInEffect() throws IOException {
    Files.writeString(web, USERS);
    try (Program program = start(JDK, "127.0.0.1:0,web=" + web)) {
      URI page = page(program.serving());
      Files.writeString(web, "basic_auth_user: {}\n");
      program.awaitError(
          compile("did you mean \"basic_auth_users\".*what was in effect stays so until this"));
      assertThat(curl(page).output()).startsWith("401 ");
      assertThat(curl(page, "--user", "alice:secret").output()).startsWith("200 ");
      assertThat(program.errorLinesWith("did you mean")).isEqualTo(1);
    }
  }

  @Test
  void attachAndCheck_copeWithTlsAndPasswords() throws IOException {
    Files.writeString(web, VERIFIED + USERS);
    try (Program program = Program.java(JDK).fixture(Obedient.class).start()) {
      Finished attached = run("attach", Long.toString(program.pid()), "127.0.0.1:0,web=" + web);
      assertThat(attached.exit()).as(attached.output()).isZero();
      assertThat(attached.output()).contains("https://127.0.0.1:");
      assertThat(run("status", Long.toString(program.pid())).output()).contains("https://");
    }
    Finished checked = run("check", "--web", web.toString());
    assertThat(checked.exit()).isZero();
    assertThat(checked.output())
        .contains("TLS: from TLS12 to TLS13", "certificate: CN=server, 29 days left")
        .contains("clients' certificates: RequireAndVerifyClientCert", "users: alice");
    Path own = directory.resolve("exporter.yml");
    Files.writeString(own, "server: {web_config_file: " + web + "}\n");
    assertThat(run("check", own.toString()).output()).contains("# users: alice");
  }

  private Finished run(String... arguments) {
    List<String> words = new ArrayList<>(List.of(JDK.tool("java"), "-jar"));
    words.add(Program.AGENT.toAbsolutePath().toString());
    words.addAll(List.of(arguments));
    return Finished.run(directory, new byte[0], words);
  }

  @Test
  void prometheus_scrapesOverTlsWithCertificateAndPassword() throws IOException {
    Files.writeString(web, VERIFIED + USERS);
    try (Program program = start(JDK, "127.0.0.1:0,web=" + web)) {
      URI server = program.serving();
      String credentials =
          """
              scheme: https
              tls_config: {ca_file: ca.pem, cert_file: client.pem, key_file: client.key}
              basic_auth: {username: alice, password: secret}
          """;
      try (PrometheusServer prometheus =
          PrometheusServer.scraping(server, credentials, directory)) {
        prometheus.awaitScrapes(2);
        prometheus.assertNoTrouble();
      }
    }
  }

  @Test
  void tls_waitsForTheLogManagerOfTheApplication() throws IOException {
    Files.writeString(web, TLS);
    String manager = OwnLogManager.Manager.class.getName();
    try (Program program =
        Program.java(JDK)
            .with("-Djava.util.logging.manager=" + manager)
            .agent("127.0.0.1:0,web=" + web)
            .fixture(OwnLogManager.class)
            .start()) {
      program.awaitOutput(compile("ready"));
      program.tell("");
      URI page = page(program.serving());

      assertThat(curl(page).output()).startsWith("200 ");
      assertThat(program.output())
          .contains("log manager created by main\n", "log manager is " + manager + "\n");
    }
  }

  @Test
  void nodeExporterWithTheSameFile_letsTheSameClientsIn() throws IOException {
    Files.writeString(web, VERIFIED + USERS);
    int port = Ports.free();
    try (Program program = start(JDK, "127.0.0.1:0,web=" + web);
        Program nodeExporter =
            Program.command(Tool.NODE_EXPORTER.path())
                .with("--web.listen-address=127.0.0.1:" + port, "--web.config.file=" + web)
                .start()) {
      URI ours = page(program.serving());
      URI theirs = URI.create("https://127.0.0.1:" + port + "/metrics");
      String[] certificate = {"--cert", "client.pem", "--key", "client.key"};
      await().atMost(2, MINUTES).until(() -> outcome(theirs, certificate).equals("401"));
      assertThat(nodeExporter.isAlive()).isTrue();
      for (String[] options :
          List.of(
              new String[0],
              certificate,
              with(certificate, "--user", "alice:secret"),
              with(certificate, "--user", "alice:wrong"),
              with(certificate, "--user", "nobody:secret"),
              with(certificate, "--user", "alice:secret", "--tls-max", "1.2"),
              new String[] {"--cert", "ca.pem", "--key", "client.key"})) {
        assertThat(outcome(ours, options))
            .as(String.join(" ", options))
            .isEqualTo(outcome(theirs, options));
      }
      assertThat(outcome(plain(ours))).isEqualTo(outcome(plain(theirs))).isEqualTo("400");
    }
  }

  private static URI plain(URI page) {
    return URI.create(page.toString().replace("https", "http"));
  }

  /** The status, or that there was none. */
  private String outcome(URI page, String... options) {
    Finished curl = curl(page, options);
    return curl.exit() == 0 ? curl.output().substring(0, 3) : "none";
  }

  @Test
  void heap_keepsNeitherPasswordNorKey() throws IOException {
    String password = "Correct-Horse-42";
    Files.writeString(
        web,
        TLS
            + "basic_auth_users: {alice: $2y$04$abcdefghijklmnopqrstuubJgXlUswoMvZalKrrDae0VS1DnXfwmy}\n");
    try (Program program = start(JDK, "127.0.0.1:0,web=" + web)) {
      URI page = page(program.serving());
      assertThat(curl(page, "--user", "alice:" + password).output()).startsWith("200 ");
      assertThat(curl(page, "--user", "alice:" + password + "!").output()).startsWith("401 ");

      Path dump = directory.resolve("heap.hprof");
      Finished.run(JDK.tool("jcmd"), Long.toString(program.pid()), "GC.heap_dump", dump.toString())
          .succeeded();
      String heap = new String(Files.readAllBytes(dump), ISO_8859_1);
      List<String> key = Files.readAllLines(directory.resolve("server.key"));
      assertThat(heap.contains("web.yml")).isTrue();
      assertThat(heap.contains(password)).isFalse();
      assertThat(heap.contains(String.join("\0", password.split("")))).isFalse();
      assertThat(heap.contains(key.get(1))).isFalse();
    }
  }

  @Test
  void pageWithoutTls_isReadWithAPasswordAlone() throws IOException {
    Files.writeString(web, USERS + "http_server_config: {headers: {X-Frame-Options: deny}}\n");
    try (Program program = start(JDK, "127.0.0.1:0,web=" + web)) {
      Page page = Page.metrics(program.serving(), "Authorization", "Basic YWxpY2U6c2VjcmV0");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.response().headers().firstValue("X-Frame-Options")).contains("deny");
      assertThat(Page.metrics(program.serving()).status()).isEqualTo(401);
    }
  }
}
