package io.exporteragent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.testing.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StatusServerTest {
  private static final Status STATUS = new Status(1, 2, 3.5, true);

  private final StatusServer server;

  StatusServerTest() throws IOException {
    server = StatusServer.start(anyPort(), () -> STATUS);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void get_answersTheStatusAsJson() throws Exception {
    Page response = send("GET", "/status");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.body()).isEqualTo(STATUS.toJson());
  }

  @Test
  void query_isIgnored() throws Exception {
    assertThat(send("GET", "/status?pretty=1").body()).isEqualTo(STATUS.toJson());
  }

  @Test
  void head_answersTheHeadersOfGet() throws Exception {
    Page response = send("HEAD", "/status");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.header("Content-Length"))
        .isEqualTo(Integer.toString(STATUS.toJson().length()));
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/status/", "/statusX", "/metrics", "/a/status"})
  void otherPath_is404(String path) throws Exception {
    assertThat(send("GET", path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void otherMethod_is405(String method) throws Exception {
    Page response = send(method, "/status");

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void connectionIsKept_evenAfterARefusedBody() throws Exception {
    try (Socket socket = connect()) {
      write(
          socket,
          "POST /status HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
              + "HEAD /status HTTP/1.1\r\nHost: a\r\n\r\n"
              + "GET /status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      String answers = readAll(socket);

      assertThat(answers.split("HTTP/1.1 ", -1))
          .satisfiesExactly(
              nothing -> assertThat(nothing).isEmpty(),
              post -> assertThat(post).startsWith("405 "),
              head -> assertThat(head).startsWith("200 ").endsWith("\r\n\r\n"),
              get -> assertThat(get).startsWith("200 ").endsWith(STATUS.toJson()));
    }
  }

  @Test
  void clientsThatSendHalfARequest_keepNobodyWaiting() throws Exception {
    Socket[] slow = new Socket[20];
    try {
      for (int i = 0; i < slow.length; i++) {
        slow[i] = connect();
        write(slow[i], "GET /sta");
      }

      assertThat(send("GET", "/status").status()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }

  @Test
  void portBusy_isToldToTheCaller() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), url().getPort());

    assertThatThrownBy(() -> StatusServer.start(taken, () -> STATUS))
        .isInstanceOf(BindException.class);
  }

  @Test
  void closed_portIsFree() throws Exception {
    server.close();
    InetSocketAddress same =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), url().getPort());

    StatusServer.start(same, () -> STATUS).close();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private URI url() {
    return URI.create(server.url());
  }

  private Page send(String method, String path) {
    return Page.send(method, url().resolve(path));
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), url().getPort());
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String readAll(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
