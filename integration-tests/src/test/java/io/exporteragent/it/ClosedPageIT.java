package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Openssl;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands for other JVMs show to pages that are closed, and what they make of them. */
class ClosedPageIT {
  private static final Jdk JDK = Jdk.all().get(0);

  /** Of secret. */
  private static final String USERS =
      "basic_auth_users: {alice: $2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW}\n";

  private static final String TLS =
      "tls_server_config: {cert_file: server.pem, key_file: server.key";

  @TempDir private Path directory;
  private Path web;

  @BeforeEach
  void makeCertificates() {
    Openssl openssl = new Openssl(directory);
    openssl.selfSigned("ca");
    openssl.selfSigned("stranger");
    openssl.issued("server", "ca", "-addext", "subjectAltName=DNS:shop.example");
    web = directory.resolve("web.yml");
  }

  private static Finished run(Jdk jdk, Path directory, String input, String... arguments) {
    List<String> words = new ArrayList<>(List.of(jdk.tool("java"), "-jar"));
    words.add(Program.AGENT.toAbsolutePath().toString());
    words.addAll(List.of(arguments));
    return Finished.run(directory, input.getBytes(UTF_8), words);
  }

  private Finished run(String... arguments) {
    return run(JDK, directory, "", arguments);
  }

  private static Program start(Jdk jdk, String arguments) {
    return Program.java(jdk).agent(arguments).fixture(Obedient.class).start();
  }

  /** Java 22 to 24 have a console also where there is no terminal. */
  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void password_isReadFromStandardInput(Jdk jdk) throws IOException {
    Files.writeString(web, TLS + "}\n" + USERS);
    try (Program program = start(jdk, "127.0.0.1:0,web=" + web)) {
      URI page = program.serving().resolve("/metrics");
      String pid = Long.toString(program.pid());
      String[] command = {"status", pid, "--ca-file", "ca.pem", "--user", "alice"};
      Finished status = run(jdk, directory, "secret\n", command);
      assertThat(status.output()).matches("serving \\d\\S+ " + page + "\\R");
      assertThat(status.exit()).isZero();

      Finished refused = run(jdk, directory, "wrong\n", command);
      assertThat(refused.output())
          .isEqualTo(
              "exporter-agent: process %s: its agent serves, but %s cannot be fetched: it does not know this password of alice; try it: curl -v --cacert ca.pem --user alice %s\n",
              pid, page, page);
      assertThat(refused.exit()).isEqualTo(8);
    }
  }

  @Test
  void attach_fetchesThePage() throws IOException {
    Files.writeString(web, TLS + "}\n" + USERS);
    try (Program program = Program.java(JDK).fixture(Obedient.class).start()) {
      String[] attach = {
        "attach", Long.toString(program.pid()), "127.0.0.1:0,web=web.yml", "--user", "alice:secret"
      };
      Finished unknown = run(attach);
      assertThat(unknown.output())
          .contains("its certificate is not accepted: ", "curl -v --user alice https://127.0.0.1:");
      assertThat(unknown.exit()).isEqualTo(8);

      Finished stranger = run(with(attach, "--ca-file", "stranger.pem"));
      assertThat(stranger.output()).contains("its certificate is not accepted: ").hasLineCount(1);
      assertThat(stranger.exit()).isEqualTo(8);

      Finished attached = run(with(attach, "--ca-file", "ca.pem"));
      assertThat(attached.output()).matches("https://127.0.0.1:\\d+/metrics\\R");
      assertThat(attached.exit()).isZero();
      program.runsOn();
    }
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void certificateThatIsAskedFor_isProofEnough_butNotOfAPassword() throws IOException {
    Files.writeString(
        web,
        TLS + ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem}\n" + USERS);
    try (Program program = start(JDK, "127.0.0.1:0,web=" + web)) {
      program.serving();
      String[] status = {"status", Long.toString(program.pid()), "--ca-file", "ca.pem"};
      assertThat(run(status).exit()).isZero();

      Finished asked = run(with(status, "--user", "alice:secret"));
      assertThat(asked.output())
          .contains("it asks for a certificate, which is not shown here; without --user ");
      assertThat(asked.exit()).isEqualTo(8);
    }
  }

  @Test
  void list_showsThePasswordToWhoHasACertificateOnly() throws IOException {
    Files.writeString(web, TLS + "}\n" + USERS);
    Path plain = directory.resolve("plain.yml");
    Files.writeString(plain, USERS);
    try (Program secure = start(JDK, "127.0.0.1:0,web=" + web);
        Program open = start(JDK, "127.0.0.1:0,web=" + plain);
        Program none = Program.java(JDK).fixture(Obedient.class).start()) {
      secure.serving();
      open.serving();
      String[] list = {"list", "--ca-file", "ca.pem", "--user", "alice:secret"};
      assertThat(run(list).output())
          .containsPattern("^PID +JAVA +USER +AGENT +FETCHED +ATTACHABLE +MAIN\\R")
          .containsPattern(row(secure, "https://\\S+ +yes"))
          .containsPattern(row(open, "http://\\S+ +yes"))
          .containsPattern(row(none, "- +-"));

      String[] wrong = {"list", "--json", "--ca-file", "ca.pem", "--user", "alice:wrong"};
      assertThat(run(wrong).output())
          .containsPattern(
              "\"pid\":" + secure.pid() + "[^}]+}?,\"fetched\":false,\"fetch_problem\":\"its agent")
          .containsPattern(
              "\"pid\":" + open.pid() + "[^}]+}?,\"fetched\":true,\"fetch_problem\":null");

      Finished careless = run("list", "--user", "alice:secret");
      assertThat(careless.output()).contains("give --ca-file as well").hasLineCount(1);
      assertThat(careless.exit()).isEqualTo(2);
    }
  }

  private static String row(Program program, String agentAndFetched) {
    return "(?m)^"
        + program.pid()
        + " .* "
        + agentAndFetched
        + " +yes +"
        + Obedient.class.getName();
  }

  @Test
  void fileThatCannotBeUsed_isNamed() {
    for (String[] wrong :
        List.of(
            new String[] {"none.pem", "--ca-file \"none.pem\" cannot be read: no such file"},
            new String[] {"ca.key", "--ca-file \"ca.key\": there is no certificate in it"})) {
      for (String[] command : List.of(new String[] {"status", "1"}, new String[] {"list"})) {
        Finished finished = run(with(command, "--ca-file", wrong[0]));
        assertThat(finished.output()).startsWith("exporter-agent: " + wrong[1]).hasLineCount(1);
        assertThat(finished.exit()).isEqualTo(2);
      }
    }
    Finished silent = run("status", "1", "--user", "alice");
    assertThat(silent.output()).startsWith("exporter-agent: --user has no password; write it");
    assertThat(silent.exit()).isEqualTo(2);
  }
}
