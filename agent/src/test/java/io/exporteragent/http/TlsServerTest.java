package io.exporteragent.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.testing.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsServerTest {
  private static final String HEALTHY = "GET /-/healthy HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  private static final String LAST =
      "GET /-/healthy HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  private static final String BODY = "exporter-agent is healthy.\n";
  private static final int MANY = 100_000;

  @TempDir static Path directory;
  private static SSLContext serverSide;
  private static SSLContext clientSide;

  @BeforeAll
  static void makeCertificate() throws Exception {
    serverSide = Certificates.selfSigned(directory, "server");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(directory.resolve("server.pem"))) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    clientSide = SSLContext.getInstance("TLS");
    clientSide.init(null, trust.getTrustManagers(), null);
  }

  private static List<Family> none(Scrape scrape) {
    return List.of();
  }

  private static List<Family> many(Scrape scrape) {
    ScalarFamily family = new ScalarFamily("points", MetricType.GAUGE, "Many points.");
    for (int i = 0; i < MANY; i++) {
      family.add(i, "number", Integer.toString(i));
    }
    return List.of(family);
  }

  private static SSLSocket connect(RunningServer server, String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            clientSide
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.server.port());
    socket.setSoTimeout(30_000);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /** Reads one answer, whose body is of a known length. */
  private static String readAnswer(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    while (!answer.toString(ISO_8859_1).endsWith(BODY)) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("it ended after " + answer.toString(ISO_8859_1));
      }
      answer.write(next);
    }
    return answer.toString(ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void requests_areAnsweredOverOneConnection(String protocol) throws Exception {
    try (RunningServer server =
            new RunningServer(TlsServerTest::none, GuardedDoor.tls(serverSide));
        SSLSocket socket = connect(server, protocol)) {
      for (int i = 0; i < 3; i++) {
        send(socket, HEALTHY);

        assertThat(readAnswer(socket))
            .startsWith("HTTP/1.1 200 OK\r\n")
            .contains("\r\nX-Frame-Options: deny\r\n", "\r\nConnection: keep-alive\r\n");
      }
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);

      send(socket, LAST);
      assertThat(readAll(socket)).endsWith(BODY);
      assertThat(server.messages).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void largePage_arrivesWhole(String protocol) throws Exception {
    String request = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    try (RunningServer server =
            new RunningServer(TlsServerTest::many, GuardedDoor.tls(serverSide));
        SSLSocket socket = connect(server, protocol)) {
      send(socket, request);
      String answer = readAll(socket);

      int body = answer.indexOf("\r\n\r\n") + 4;
      assertThat(answer).contains("\r\nContent-Length: " + (answer.length() - body) + "\r\n");
      assertThat(answer.substring(body).lines().skip(2))
          .hasSize(MANY)
          .last()
          .isEqualTo("points{number=\"99999\"} 99999.0");
    }
  }

  @Test
  void pipelinedRequests_areAllAnswered() throws Exception {
    int number = 2_000;
    try (RunningServer server =
            new RunningServer(TlsServerTest::none, GuardedDoor.tls(serverSide));
        SSLSocket socket = connect(server)) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  send(socket, HEALTHY.repeat(number - 1) + LAST);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      sender.start();
      String answers = readAll(socket);
      sender.join();

      assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(number + 1);
    }
  }

  @Test
  void plainHttp_isToldThatThePortSpeaksTls() throws Exception {
    try (RunningServer server =
            new RunningServer(TlsServerTest::none, GuardedDoor.tls(serverSide));
        Socket socket = server.connect(HEALTHY)) {
      assertThat(readAll(socket))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .endsWith("This port speaks TLS, the client sent plain HTTP.\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0",
        "\26\3\1\0\5hello",
        "\26\3\1\377\377",
        "\27\3\3\0\1x",
        "\25\3\3\0\2\2\50",
        "!\r\n\r\n"
      })
  void garbage_isClosed(String sent) throws Exception {
    try (RunningServer server =
            new RunningServer(TlsServerTest::none, GuardedDoor.tls(serverSide));
        Socket socket = server.connect(sent)) {
      socket.shutdownOutput();
      assertThat(readAll(socket)).doesNotContain("200");
      assertThat(server.messages).isEmpty();
      assertIsServed(server);
    }
  }

  private static void assertIsServed(RunningServer server) throws IOException {
    try (SSLSocket socket = connect(server)) {
      send(socket, LAST);
      assertThat(readAll(socket)).startsWith("HTTP/1.1 200 OK").endsWith(BODY);
    }
  }

  @Test
  void halfOpenHandshakes_holdNobodyUp() throws Exception {
    List<Socket> halfOpen = new ArrayList<>();
    try (RunningServer server =
        new RunningServer(TlsServerTest::none, GuardedDoor.tls(serverSide))) {
      for (int i = 0; i < 200; i++) {
        halfOpen.add(server.connect("\26\3\1"));
      }

      assertIsServed(server);
      assertThat(RunningServer.threads("exporter-agent-tls")).isLessThanOrEqualTo(1);
    } finally {
      for (Socket socket : halfOpen) {
        socket.close();
      }
    }
  }

  @Test
  void handshakeInSingleBytes_succeeds() throws Exception {
    try (RunningServer server =
            new RunningServer(TlsServerTest::none, GuardedDoor.tls(serverSide));
        Drip drip = new Drip(server.server.port());
        SSLSocket socket =
            (SSLSocket)
                clientSide
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), drip.port())) {
      socket.setSoTimeout(30_000);
      send(socket, LAST);

      assertThat(readAll(socket)).endsWith(BODY);
    }
  }

  @Test
  void renegotiation_isRefused() throws Exception {
    try (RunningServer server =
            new RunningServer(TlsServerTest::none, GuardedDoor.tls(serverSide));
        SSLSocket socket = connect(server, "TLSv1.2")) {
      send(socket, HEALTHY);
      readAnswer(socket);

      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                send(socket, HEALTHY);
                readAnswer(socket);
              })
          .isInstanceOf(IOException.class);
      assertIsServed(server);
      assertThat(server.messages).isEmpty();
    }
  }

  @Test
  void connectionOfAnOlderVersion_isClosedWithItsNextAnswer() throws Exception {
    GuardedDoor door = GuardedDoor.tls(serverSide);
    try (RunningServer server = new RunningServer(TlsServerTest::none, door);
        SSLSocket socket = connect(server)) {
      send(socket, HEALTHY);
      assertThat(readAnswer(socket)).contains("Connection: keep-alive");

      door.change(new GuardedDoor.Guard(null, (authorization, later) -> Door.Verdict.ADMITTED));
      send(socket, HEALTHY);
      assertThat(readAll(socket)).contains("Connection: close").endsWith(BODY);

      try (Socket plain = server.connect(LAST)) {
        assertThat(readAll(plain)).startsWith("HTTP/1.1 200 OK").endsWith(BODY);
      }
    }
  }

  @Test
  void clientThatTrustsNobody_isClosedQuietly() throws Exception {
    try (RunningServer server =
        new RunningServer(TlsServerTest::none, GuardedDoor.tls(serverSide))) {
      try (SSLSocket socket =
          (SSLSocket)
              SSLContext.getDefault()
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), server.server.port())) {
        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
      }
      assertIsServed(server);
      assertThat(server.messages).isEmpty();
    }
  }

  @Test
  void server_endsItsThreads() throws Exception {
    RunningServer server = new RunningServer(TlsServerTest::none, GuardedDoor.tls(serverSide));
    assertIsServed(server);
    server.close();

    await().until(() -> RunningServer.threads("exporter-agent-tls") == 0);
  }
}
