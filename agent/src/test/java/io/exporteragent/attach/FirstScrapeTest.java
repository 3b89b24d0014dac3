package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.testing.MisbehavingServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstScrapeTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private MisbehavingServer server;
  private volatile String answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage";
  private volatile boolean isEndless;

  @BeforeEach
  void listen() throws IOException {
    server =
        MisbehavingServer.that(
            (out, closed) -> {
              do {
                out.write(answer.getBytes(ISO_8859_1));
              } while (isEndless);
              return false;
            });
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void page_isAskedForOnce() throws AttachException {
    FirstScrape.fetch(url("/metrics?a=b%20c"), 42, true, PageAccess.ANYBODY, TimeLimit.in(LONG));
    assertThat(server.requests())
        .containsExactly(
            "GET /metrics?a=b%%20c HTTP/1.0\nHost: localhost:%d\nConnection: close\n"
                .formatted(server.port()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nwithout a length",
        "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200\r\nX: y\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
      })
  void otherServers_areUnderstoodToo(String text) {
    answer = text;
    assertThatCode(
            () -> FirstScrape.fetch(url("/"), 42, true, PageAccess.ANYBODY, TimeLimit.in(LONG)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "jar:file:/tmp/x.jar!/metrics",
        "ftp://localhost/metrics",
        "http://192.0.2.1:8000/metrics",
        "http://3221225985/metrics",
        "http://[::ffff:192.0.2.1]/metrics",
        "http://localhost@192.0.2.1/metrics",
        "http://localhost:8000@192.0.2.1/metrics",
        "http:///metrics",
        "http:metrics",
        "not a URL",
        "",
      })
  void pageThatIsNotOfThisHost_isNotFetched(String url) {
    refused(url, LONG)
        .withMessage(
            "it says that it serves %s, which is no page of this host; this was not fetched; see what that process is before you trust it",
            url);
  }

  @Test
  void redirection_isNotFollowed() {
    answer = "HTTP/1.1 302 Found\r\nLocation: " + url("/other") + "\r\n\r\n";
    refused(url("/metrics"), LONG).withMessageContaining("it answers with status 302");
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SSH-2.0-OpenSSH_9.2, not an HTTP/1.1 response",
    "HTTP/1.1 500 Broken, it answers with status 500",
    "HTTP/1.1 200 OK, the answer ends before its content"
  })
  void otherAnswer_isNamed(String line, String message) {
    answer = line + "\r\n" + (line.contains("200") ? "" : "\r\n");
    refused(url("/metrics"), LONG).withMessageContaining(message);
  }

  @Test
  void pageThatIsNotComplete_isNone() {
    answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\npage";
    refused(url("/metrics"), LONG).withMessageContaining("the page ends before it is complete");
  }

  @Test
  void headWithoutEnd_isNotKept() {
    answer = "HTTP/1.1 200 OK\r\nX: y\r\n";
    isEndless = true;
    refused(url("/metrics"), LONG).withMessageContaining("not an HTTP/1.1 response");
  }

  @Test
  void pageWithoutEnd_isGivenUpInTime() {
    answer = "HTTP/1.1 200 OK\r\n\r\n";
    isEndless = true;
    refused(url("/metrics"), Duration.ofMillis(300)).withMessageContaining("no answer in time");
  }

  @Test
  void commandsInAdvice_areQuoted() throws IOException {
    // A port at which nobody listens, and which nobody else can be given meanwhile.
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress("localhost", 0));
      String url = "http://localhost:" + taken.getLocalPort() + "/$(id)'";
      String quoted = "'" + url.replace("'", "'\\''") + "'";
      refused(url, LONG).withMessageEndingWith("curl -v " + quoted);
      assertThatExceptionOfType(AttachException.class)
          .isThrownBy(
              () -> FirstScrape.fetch(url, 42, false, PageAccess.ANYBODY, TimeLimit.in(LONG)))
          .withMessageEndingWith("nsenter -t 42 -n curl " + quoted);
    }
  }

  private ThrowableAssertAlternative<AttachException> refused(String url, Duration time) {
    return assertThatExceptionOfType(AttachException.class)
        .isThrownBy(() -> FirstScrape.fetch(url, 42, true, PageAccess.ANYBODY, TimeLimit.in(time)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SERVING));
  }

  private String url(String path) {
    return "http://localhost:" + server.port() + path;
  }
}
