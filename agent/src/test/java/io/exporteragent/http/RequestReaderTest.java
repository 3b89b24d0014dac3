package io.exporteragent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood, and that everything else is refused, however it is split on its way. */
class RequestReaderTest {
  private static final String HOST = "Host: localhost\r\n";
  private static final int MOST_HEAD_BYTES = RequestReader.MOST_HEAD_BYTES;

  @Test
  void request_isReadWhole() throws BadRequest {
    Request request =
        only(
            "GET /metrics?name[]=a%20b HTTP/1.1\r\nhOST: localhost:8000\r\nAccept: text/plain\r\nX-Empty:\r\nACCEPT:  */* \t\r\n\r\n");

    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/metrics");
    assertThat(request.query()).isEqualTo("name[]=a%20b");
    assertThat(request.host()).isEqualTo("localhost:8000");
    assertThat(request.headers("accept")).containsExactly("text/plain", "*/*");
    assertThat(request.header("x-empty")).isEmpty();
    assertThat(request.header("absent")).isNull();
    assertThat(request.keepsAlive()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, , true",
    "HTTP/1.1, keep-alive, true",
    "HTTP/1.1, close, false",
    "HTTP/1.1, 'TE , CLOSE', false",
    "HTTP/1.1, 'keep-alive, close', false",
    "HTTP/1.2, , true",
    "HTTP/1.0, , false",
    "HTTP/1.0, Keep-Alive, true",
    "HTTP/1.0, 'keep-alive, close', false"
  })
  void connection_isKeptAsVersionAndHeaderSay(String version, String connection, boolean kept)
      throws BadRequest {
    String header = connection == null ? "" : "Connection: " + connection + "\r\n";
    assertThat(only("GET / " + version + "\r\n" + HOST + header + "\r\n").keepsAlive())
        .isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "http://other.example:80/metrics?a, /metrics, a, other.example:80",
    "HTTP://other.example, /, '', other.example",
    "https://other.example?a, /, a, other.example",
    "/%6Detrics, /metrics, '', localhost",
    "//x, //x, '', localhost",
    "/?a?b, /, a?b, localhost"
  })
  void target_isUnderstoodInAllItsForms(String target, String path, String query, String host)
      throws BadRequest {
    Request request = only("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
    assertThat(request.path()).isEqualTo(path);
    assertThat(request.query()).isEqualTo(query);
    assertThat(request.host()).isEqualTo(host);
  }

  @Test
  void oldClient_needNotNameAHost() throws BadRequest {
    assertThat(only("GET / HTTP/1.0\r\n\r\n").host()).isNull();
  }

  @Test
  void emptyLineBeforeARequest_isPassedOver() throws BadRequest {
    assertThat(
            read("\r\nGET /a HTTP/1.1\r\n" + HOST + "\r\n\r\nGET /b HTTP/1.1\r\n" + HOST + "\r\n"))
        .extracting(Request::path)
        .containsExactly("/a", "/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 5\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\n A: b\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nA: b\u0000c\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\nA: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nA: b\rc\r\n\r\n",
        "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n",
        "GET /\r\n\r\n",
        "GET  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\tx HTTP/1.1\r\nHost: a\r\n\r\n",
        " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / http/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.10\r\nHost: a\r\n\r\n",
        "GET / HTTP/11\r\nHost: a\r\n\r\n",
        "GET metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET ftp://a/metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http:///metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://u@v/metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%g1 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%1 HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"
      })
  void whatIsMalformedOrAmbiguous_isRefused(String request) {
    assertRefused(400, request);
  }

  @Test
  void otherVersions_areRefused() {
    assertRefused(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assertRefused(505, "GET / HTTP/0.9\r\nHost: a\r\n\r\n");
  }

  @Test
  void otherMethods_areForTheRouter() throws BadRequest {
    assertThat(only("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n").method()).isEqualTo("OPTIONS");
    assertThat(only("CONNECT a:80 HTTP/1.1\r\n" + HOST + "\r\n").method()).isEqualTo("CONNECT");
    assertThat(only("get / HTTP/1.1\r\n" + HOST + "\r\n").method()).isEqualTo("get");
  }

  @Test
  void limits_areThoseThatAreDocumented() throws BadRequest {
    String longest = "/" + "x".repeat(8 * 1024 - 1);
    assertThat(only("GET " + longest + " HTTP/1.1\r\n" + HOST + "\r\n").path()).isEqualTo(longest);
    assertRefused(414, "GET " + longest + "x HTTP/1.1\r\n" + HOST + "\r\n");
    assertRefused(414, "GET /" + "x".repeat(100_000));

    String start = "GET / HTTP/1.1\r\n" + HOST + "A: ";
    String rest = "x".repeat(MOST_HEAD_BYTES - start.length() - 4);
    assertThat(only(start + rest + "\r\n\r\n").header("A")).isEqualTo(rest);
    assertRefused(431, start + rest + "x\r\n\r\n");
    assertRefused(431, "GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(10_000));
  }

  /** 100,000 requests, most of them mutated; more with {@code -Dlong}. */
  @Test
  void randomRequests_giveTheSameHoweverTheyAreSplit() {
    int count = Boolean.getBoolean("long") ? 2_000_000 : 100_000;
    long seed = 20261129;
    int requests = 0;
    for (int i = 0; i < count; i++) {
      Random random = new Random(seed + i);
      byte[] bytes = MutatedRequests.next(random);

      List<String> whole = outcomes(bytes, random, bytes.length);
      List<String> split = outcomes(bytes, random, 1 + random.nextInt(40));

      assertThat(split).as("seed %d", seed + i).isEqualTo(whole);
      requests += whole.size();
    }
    assertThat(requests).as("some are understood, some refused").isGreaterThan(count / 2);
  }

  private static List<String> outcomes(byte[] bytes, Random random, int mostAtOnce) {
    List<String> outcomes = new ArrayList<>();
    RequestReader reader = new RequestReader();
    try {
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(1 + random.nextInt(mostAtOnce), bytes.length - at);
        count = Math.min(count, reader.room());
        reader.append(ByteBuffer.wrap(bytes, at, count));
        at += count;
        for (Request next = reader.next(); next != null; next = reader.next()) {
          outcomes.add(next.method() + " " + next.path() + " " + next.query() + " " + next.host());
        }
      }
    } catch (BadRequest e) {
      outcomes.add(String.valueOf(e.getMessage()));
    }
    return outcomes;
  }

  private static List<Request> read(String bytes) throws BadRequest {
    RequestReader reader = new RequestReader();
    List<Request> requests = new ArrayList<>();
    ByteBuffer all = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    while (all.hasRemaining()) {
      ByteBuffer some = all.slice();
      some.limit(Math.min(some.limit(), reader.room()));
      all.position(all.position() + some.limit());
      reader.append(some);
      for (Request next = reader.next(); next != null; next = reader.next()) {
        requests.add(next);
      }
    }
    return requests;
  }

  private static Request only(String bytes) throws BadRequest {
    List<Request> requests = read(bytes);
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  private static void assertRefused(int status, String request) {
    assertThatThrownBy(() -> read(request))
        .isInstanceOfSatisfying(
            BadRequest.class,
            e ->
                assertThat(new String(e.answer().head(false, "", 0), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 " + status + " "));
  }
}
