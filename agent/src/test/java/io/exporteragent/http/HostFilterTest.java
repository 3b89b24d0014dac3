package io.exporteragent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFilterTest {
  private static final List<String> ALLOWED = List.of("Metrics.Example.", "proxy");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:8000",
        "10.1.2.3",
        "[::1]",
        "[::1]:8000",
        "localhost",
        "LOCALHOST.:80",
        "a.b.localhost",
        "metrics.example",
        "METRICS.example.:8000",
        "proxy"
      })
  void addressesAndKnownNames_areLetThrough(String host) throws UnknownHostException {
    assertThat(refusal("127.0.0.1", host)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "notlocalhost",
        "127.1",
        "1.2.3.4.5",
        "0x7f.0.0.1",
        "sub.metrics.example",
        ""
      })
  void otherNames_areRefusedOnALoopbackAddress(String host) throws UnknownHostException {
    assertThat(refusal("127.0.0.1", host)).isNotNull();
    assertThat(refusal("::1", host)).isNotNull();
    assertThat(refusal("0.0.0.0", host)).isNull();
  }

  @Test
  void clientWithoutAHost_isLetThrough() throws UnknownHostException {
    assertThat(refusal("127.0.0.1", null)).isNull();
  }

  @Test
  void refusal_namesTheHostAndTheKey() throws Exception {
    try (RunningServer server =
            new RunningServer(scrape -> List.of(), ALLOWED, new AnswerMemory(1 << 20));
        Socket socket =
            server.connect(
                "GET /metrics HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n")) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403 Forbidden\r\n")
          .endsWith(
              "The host \"evil.example\" is not allowed here. If it is meant, name it in the configuration file: server: {allowed_hosts: [\"evil.example\"]}\n");
    }
  }

  @Test
  void hostOfTheTarget_counts() throws Exception {
    try (RunningServer server =
            new RunningServer(scrape -> List.of(), ALLOWED, new AnswerMemory(1 << 20));
        Socket socket =
            server.connect(
                "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403 Forbidden\r\n");
    }
  }

  private static Answer refusal(String listeningOn, String host) throws UnknownHostException {
    Request request = new Request("GET", "/", "", host, true, List.of());
    return new HostFilter(InetAddress.getByName(listeningOn), ALLOWED).refusal(request);
  }
}
