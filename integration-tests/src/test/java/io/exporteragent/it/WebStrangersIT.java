package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Openssl;
import io.exporteragent.testing.Tool;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that nobody has invited, many at once or with what is no request, at the built jar. */
class WebStrangersIT {
  private static final Jdk JDK = Jdk.all().get(0);

  /** Of secret. */
  private static final String USERS =
      "basic_auth_users: {alice: $2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW}\n";

  private static final String TLS =
      "tls_server_config: {cert_file: server.pem, key_file: server.key";

  /** The header of a record and the beginning of a ClientHello. */
  private static final byte[] HALF_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3};

  @TempDir private Path directory;
  private Path web;

  @BeforeEach
  void makeCertificates() {
    Openssl openssl = new Openssl(directory);
    openssl.selfSigned("server", "-addext", "subjectAltName=IP:127.0.0.1");
    web = directory.resolve("web.yml");
  }

  private Program start(Jdk jdk) {
    return Program.java(jdk).agent("127.0.0.1:0,web=" + web).fixture(Obedient.class).start();
  }

  /** What a new client is told, which knows the password. */
  private void isServed(URI server) {
    List<String> words = new ArrayList<>(List.of(Tool.CURL.path(), "-sS", "--max-time", "90"));
    words.addAll(List.of("--cacert", "server.pem", "--user", "alice:secret"));
    words.add(server.resolve("/metrics").toString());
    assertThat(Finished.run(directory, new byte[0], words).succeeded().output())
        .contains("jvm_runtime_info{");
  }

  /** What clients that trust the server's certificate make sockets by. */
  private SocketFactory sockets(URI server) throws IOException, GeneralSecurityException {
    if (server.getScheme().equals("http")) {
      return SocketFactory.getDefault();
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(directory.resolve("server.pem"))) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  /** Logs in once after the other over one connection, and adds the status of each. */
  private static void login(
      SocketFactory sockets, URI server, List<String> passwords, List<String> statuses)
      throws IOException {
    try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), server.getPort())) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      while (statuses.size() < passwords.size()) {
        String login = "alice:" + passwords.get(statuses.size());
        String request =
            "HEAD /metrics HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(login.getBytes(US_ASCII))
                + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        String status = in.readLine();
        String line = status;
        while (line != null && !line.isEmpty()) {
          line = in.readLine();
        }
        if (line == null) {
          throw new EOFException("closed");
        }
        statuses.add(status.replaceFirst("HTTP/1.1 (\\d+) .*", "$1"));
      }
    }
  }

  /** A connection that has to wait for too long is made anew. */
  private static List<String> statuses(SocketFactory sockets, URI server, List<String> passwords) {
    List<String> statuses = new ArrayList<>();
    await()
        .atMost(5, MINUTES)
        .ignoreExceptions()
        .until(
            () -> {
              login(sockets, server, passwords, statuses);
              return true;
            });
    return statuses;
  }

  /**
   * What cannot be checked in time is told to come again, and is never let in. By TLS several
   * logins share a connection: handshakes of strangers are not given much of a processor.
   */
  @ParameterizedTest
  @CsvSource({"plain, 300, 1", "TLS, 30, 10"})
  void loginsAtOnce_getTheirOwnAnswers(String kind, int clients, int logins) throws Exception {
    Files.writeString(web, (kind.equals("TLS") ? TLS + "}\n" : "") + USERS);
    try (Program program = start(JDK)) {
      URI server = program.serving();
      isServed(server);
      SocketFactory sockets = sockets(server);
      List<Callable<List<String>>> all = new ArrayList<>();
      List<String> passwords = new ArrayList<>();
      for (int i = 0; i < clients * logins; i++) {
        passwords.add(i % 3 == 0 ? "secret" : "wrong" + i % 7);
      }
      for (int i = 0; i < clients; i++) {
        List<String> own = passwords.subList(i * logins, (i + 1) * logins);
        all.add(() -> statuses(sockets, server, own));
      }
      List<String> statuses = new ArrayList<>();
      ExecutorService threads = Executors.newFixedThreadPool(clients);
      try {
        for (Future<List<String>> each : threads.invokeAll(all)) {
          statuses.addAll(each.get());
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(statuses).hasSize(300);
      for (int i = 0; i < statuses.size(); i++) {
        assertThat(statuses.get(i)).isIn(i % 3 == 0 ? List.of("200") : List.of("401", "429"));
      }
      program.runsOn();
    }
  }

  private static long descriptors(Program program) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + program.pid() + "/fd"))) {
      return all.count();
    }
  }

  @Test
  void halfOpenHandshakes_holdNobodyUp_andAreGivenUp() throws Exception {
    Files.writeString(web, TLS + "}\n" + USERS);
    try (Program program = start(JDK)) {
      URI server = program.serving();
      isServed(server);
      long before = descriptors(program);
      List<Socket> open = new ArrayList<>();
      try {
        for (int i = 0; i < 200; i++) {
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
          open.add(socket);
          socket.getOutputStream().write(HALF_HELLO);
        }
        isServed(server);
        await().atMost(2, MINUTES).until(() -> descriptors(program) <= before);
      } finally {
        for (Socket each : open) {
          each.close();
        }
      }
      assertThat(program.errorLinesWith("exporter-agent")).isEqualTo(1);
      program.runsOn();
    }
  }

  @Test
  void whatIsNoTls_isClosed_andNothingLeaks() throws Exception {
    Files.writeString(web, TLS + "}\n" + USERS);
    try (Program program = start(JDK)) {
      URI server = program.serving();
      isServed(server);
      long before = descriptors(program);
      byte[] oversized = {22, 3, 3, 127, 127, 1};
      byte[] alert = {21, 3, 3, 0, 2, 2, 40};
      byte[] data = {23, 3, 3, 0, 1, 0};
      for (byte[] sent :
          List.of(new byte[5000], "\0\0\0".getBytes(US_ASCII), oversized, alert, data)) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
          socket.getOutputStream().write(sent);
          socket.shutdownOutput();
          assertThat(socket.getInputStream().readAllBytes().length).isLessThan(1000);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("reset");
        }
      }
      await().atMost(1, MINUTES).until(() -> descriptors(program) <= before);
      isServed(server);
      assertThat(program.errorLinesWith("exporter-agent")).isEqualTo(1);
    }
  }

  private Finished openssl(URI server, String input, String... options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(Tool.OPENSSL.path(), "s_client", "-connect", server.getAuthority()));
    words.addAll(List.of("-CAfile", "server.pem", "-verify_return_error"));
    words.addAll(List.of(options));
    return Finished.run(directory, input.getBytes(US_ASCII), words);
  }

  /** A line with R alone makes the client of openssl ask for it. */
  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void renegotiation_isNotThere(Jdk jdk) throws Exception {
    Files.writeString(web, TLS + "}\n" + USERS);
    try (Program program = start(jdk)) {
      URI server = program.serving();
      assertThat(openssl(server, "Q\n", "-tls1_2").output()).contains("Verify return code: 0 (ok)");
      assertThat(openssl(server, "R\n", "-tls1_2").output())
          .contains("RENEGOTIATING")
          .doesNotContain("jvm_");
      isServed(server);
    }
  }

  /** Which can be chosen for one connection since Java 20. */
  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void curves_areThoseOfTheFile(Jdk jdk) throws Exception {
    Files.writeString(web, TLS + ", min_version: TLS13, curve_preferences: [CurveP521]}\n" + USERS);
    try (Program program = start(jdk)) {
      if (jdk.feature() < 20) {
        program.awaitError(compile("before Java 20 curves can be chosen for all connections"));
        program.runsOn();
        return;
      }
      URI server = program.serving();
      assertThat(openssl(server, "Q\n", "-groups", "P-521").output())
          .contains("Server Temp Key: ECDH, secp521r1", "Verify return code: 0 (ok)");
      assertThat(openssl(server, "Q\n", "-groups", "P-384").exit()).isNotZero();
    }
  }
}
