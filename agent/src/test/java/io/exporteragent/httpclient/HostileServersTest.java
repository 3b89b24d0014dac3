package io.exporteragent.httpclient;

import static io.exporteragent.httpclient.HttpClientTest.body;
import static io.exporteragent.httpclient.HttpClientTest.fails;
import static io.exporteragent.httpclient.HttpClientTest.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.testing.MisbehavingServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that never finish, send too much, or do not speak HTTP. */
class HostileServersTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void acceptsAndSaysNothing_isTimeout() throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.that(
            (out, closed) -> {
              closed.await();
              return false;
            })) {
      isTimeout(server);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void drips_isTimeout(String beginning) throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.that(
            (out, closed) -> {
              out.write(beginning.getBytes(US_ASCII));
              while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                out.write('1');
                out.flush();
              }
              return false;
            })) {
      isTimeout(server);
    }
  }

  private static void isTimeout(MisbehavingServer server) {
    fails(
        HttpTarget.to(server.url()),
        SHORT,
        HttpFailure.Reason.TIMEOUT,
        "no complete answer within 0.3 s");
  }

  static Stream<Arguments> whatIsNotHttp_isHttp() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    return Stream.of(
        Arguments.of("", "the response ends before its body begins"),
        Arguments.of("\0\1\2\3\4\n", "not an HTTP/1.1 response"),
        Arguments.of("SSH-2.0-OpenSSH_9.2\r\n\r\n", "not an HTTP/1.1 response"),
        Arguments.of("HTTP/1.1 OK\r\n\r\n", "not an HTTP/1.1 response"),
        Arguments.of(ok + "no colon\r\n\r\n{}", "the response has a header without a name"),
        Arguments.of(ok + "Content-Length: -5\r\n\r\n{}", "a Content-Length that is not a number"),
        Arguments.of(ok + "Content-Length: 50\r\n\r\n{}", "the response ends before its body does"),
        Arguments.of(chunked + "zz\r\n{}", "a chunk size that is not a number"),
        Arguments.of(chunked + "1\r\n{}\r\n0\r\n\r\n", "a chunk that is longer than it says"),
        Arguments.of(chunked + "5\r\n{}", "the response ends before its body does"),
        Arguments.of(ok + "Transfer-Encoding: exotic\r\n\r\n{}", "other than chunked"),
        Arguments.of(ok + "Content-Encoding: br\r\n\r\n{}", "something other than gzip"),
        Arguments.of(
            ok + "Content-Encoding: gzip\r\n\r\n{}",
            "cannot read the response: Not in GZIP format"));
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNotHttp_isHttp(String raw, String message) throws Exception {
    try (MisbehavingServer server = MisbehavingServer.saying(raw)) {
      fails(HttpTarget.to(server.url()), HttpFailure.Reason.HTTP, message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\n\r\n{\"size\": 6}",
        "HTTP/1.1 200\r\n\r\n{\"size\": 6}",
        "HTTP/1.1 200 \n\n{\"size\": 6}",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{\"size\": 6}",
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"size\": 6} and more",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5;x=y\r\n{\"siz\r\n6\r\ne\": 6}\r\n0\r\nTrailer: x\r\n\r\n"
      })
  void unusualButProperAnswers_areRead(String raw) throws Exception {
    try (MisbehavingServer server = MisbehavingServer.saying(raw)) {
      assertThat(body(get(HttpTarget.to(server.url())))).isEqualTo("{\"size\": 6}");
    }
  }

  @Test
  void endlessHeaders_isHttp() throws Exception {
    try (MisbehavingServer server = endless("HTTP/1.1 200 OK\r\nX: ")) {
      fails(HttpTarget.to(server.url()), HttpFailure.Reason.HTTP, "larger than 64 KiB");
    }
  }

  @Test
  void endlessBody_isTooBig() throws Exception {
    try (MisbehavingServer server = endless("HTTP/1.1 200 OK\r\n\r\n")) {
      fails(
          HttpTarget.to(server.url()),
          HttpFailure.Reason.TOO_BIG,
          "the body is larger than 1048576 bytes");
    }
  }

  private static MisbehavingServer endless(String beginning) throws IOException {
    byte[] block = "x".repeat(10_000).getBytes(US_ASCII);
    return MisbehavingServer.that(
        (out, closed) -> {
          out.write(beginning.getBytes(US_ASCII));
          while (closed.getCount() > 0) {
            out.write(block);
          }
          return false;
        });
  }

  @Test
  void bodyAtTheLimit_isTaken_oneByteMoreIsTooBig() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{\"size\": 1}")) {
      assertThat(get(HttpTarget.to(server.url()).maxBody(11)).body()).hasSize(11);
      fails(
          HttpTarget.to(server.url()).maxBody(10),
          HttpFailure.Reason.TOO_BIG,
          "larger than 10 bytes");
    }
  }

  @Test
  void gzipBomb_isTooBig() throws Exception {
    byte[] bomb = gzip(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(1 << 17);
    try (MisbehavingServer server = gzipped(bomb)) {
      fails(HttpTarget.to(server.url()), HttpFailure.Reason.TOO_BIG, "larger than 1048576 bytes");
    }
  }

  @Test
  void gzipThatNobodyAskedFor_isRead() throws Exception {
    try (MisbehavingServer server = gzipped(gzip("{\"size\": 8}".getBytes(US_ASCII)))) {
      assertThat(body(get(HttpTarget.to(server.url())))).isEqualTo("{\"size\": 8}");
      assertThat(server.requests().get(0)).contains("Accept-Encoding: identity");
    }
  }

  private static MisbehavingServer gzipped(byte[] body) throws IOException {
    byte[] page = MisbehavingServer.ok(body, "Content-Encoding: gzip");
    return MisbehavingServer.that(
        (out, closed) -> {
          out.write(page);
          return false;
        });
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(text);
    }
    return compressed.toByteArray();
  }
}
