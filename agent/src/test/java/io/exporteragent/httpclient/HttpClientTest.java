package io.exporteragent.httpclient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.config.Secret;
import io.exporteragent.testing.MisbehavingServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client of a target against servers that behave, redirect, refuse and hang up. */
class HttpClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static HttpResponse get(HttpTarget.Builder target) throws HttpFailure {
    try (HttpClient client = new HttpClient(target.build(), () -> true)) {
      return client.get(Call.within(PATIENCE));
    }
  }

  static String body(HttpResponse response) {
    return new String(response.body(), UTF_8);
  }

  /** Fails for this reason, and says what happened and what to do. */
  static void fails(HttpTarget.Builder target, HttpFailure.Reason reason, String message) {
    fails(target, PATIENCE, reason, message);
  }

  static void fails(
      HttpTarget.Builder target, Duration timeout, HttpFailure.Reason reason, String message) {
    try (HttpClient client = new HttpClient(target.build(), () -> true)) {
      assertThatThrownBy(() -> client.get(Call.within(timeout)))
          .isInstanceOfSatisfying(
              HttpFailure.class,
              failure -> {
                assertThat(failure.reason()).isEqualTo(reason);
                assertThat(failure.remedy()).isNotBlank();
              })
          .hasMessageContaining(message);
    }
  }

  @Test
  void get_asksForThePage_andReturnsStatusKindAndBody() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{\"size\": 1}")) {
      HttpTarget.Builder target =
          HttpTarget.to(server.url("/a%20b?c=d"))
              .accept("application/json")
              .headers(Map.of("X-Team", "blue"));

      HttpResponse response = get(target);

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.describe()).isEqualTo("application/json, 11 bytes");
      assertThat(body(response)).isEqualTo("{\"size\": 1}");
      assertThat(server.requests())
          .containsExactly(
              """
              GET /a%%20b?c=d HTTP/1.1
              Accept: application/json
              Accept-Encoding: identity
              Host: %s
              User-Agent: exporter-agent
              X-Team: blue
              """
                  .formatted(server.url().getRawAuthority()));
    }
  }

  @Test
  void urlWithoutPath_isTheRoot_andHeadersReplaceOurs() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{}")) {
      get(HttpTarget.to(server.url("")).headers(Map.of("accept", "text/plain")));
      assertThat(server.requests().get(0))
          .startsWith("GET / HTTP/1.1\n")
          .containsIgnoringCase("Accept: text/plain\n")
          .doesNotContain("*/*");
    }
  }

  @Test
  void connection_isKept_andReplacedWhenTheServerHasHungUp_orTheClientClosed() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{}")) {
      HttpClient client = new HttpClient(HttpTarget.to(server.url()).build(), () -> true);
      client.get(Call.within(PATIENCE));
      client.get(Call.within(PATIENCE));
      assertThat(server.connections()).isEqualTo(1);

      server.hangUp();
      client.get(Call.within(PATIENCE));
      assertThat(server.connections()).isEqualTo(2);

      client.close();
      client.get(Call.within(PATIENCE));
      client.get(Call.within(PATIENCE));
      assertThat(server.connections()).as("a closed client keeps none").isEqualTo(4);
    }
  }

  @Test
  void bytesAfterAnAnswer_areNotTheNextOne() throws Exception {
    byte[] twoAnswers =
        ("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"size\": 1}"
                + "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"size\": 666}")
            .getBytes(US_ASCII);
    try (MisbehavingServer server =
            MisbehavingServer.that(
                (out, closed) -> {
                  out.write(twoAnswers);
                  return true;
                });
        HttpClient client = new HttpClient(HttpTarget.to(server.url()).build(), () -> true)) {
      for (int exchange = 1; exchange <= 3; exchange++) {
        assertThat(body(client.get(Call.within(PATIENCE)))).isEqualTo("{\"size\": 1}");
        assertThat(server.connections()).isEqualTo(exchange);
      }
    }
  }

  @Test
  void otherStatus_isAResponse_whoseBodyIsReadIfWanted() throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.saying("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy")) {
      assertThat(body(get(HttpTarget.to(server.url())))).isEqualTo("busy");
      HttpResponse response = get(HttpTarget.to(server.url()).bodyOf(s -> s == 200).maxBody(1));
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.body()).isEmpty();
    }
  }

  @Test
  void redirect_isAResponse_unlessFollowed() throws Exception {
    try (MisbehavingServer target = MisbehavingServer.serving("{\"size\": 5}");
        MisbehavingServer server = MisbehavingServer.saying(redirectTo(target.url().toString()))) {
      HttpResponse response = get(HttpTarget.to(server.url()));
      assertThat(response.status()).isEqualTo(302);
      assertThat(response.isRedirect()).isTrue();
      assertThat(target.requests()).isEmpty();

      response = get(HttpTarget.to(server.url()).followRedirects(true));
      assertThat(body(response)).isEqualTo("{\"size\": 5}");
    }
  }

  @Test
  void redirectToAnotherOrigin_takesNoCredentialsAlong() throws Exception {
    try (MisbehavingServer other = MisbehavingServer.serving("{}");
        MisbehavingServer server = MisbehavingServer.saying(redirectTo(other.url().toString()))) {
      get(
          HttpTarget.to(server.url())
              .accept("application/json")
              .followRedirects(true)
              .headers(Map.of("X-Key", "header-secret"))
              .basicAuth(BasicAuthSettings.of("me", Secret.ofText("basic-secret"))));
      assertThat(server.requests())
          .singleElement()
          .asString()
          .contains("X-Key: header-secret", "Authorization: Basic bWU6YmFzaWMtc2VjcmV0");
      assertThat(other.requests())
          .singleElement()
          .asString()
          .contains("Accept: application/json")
          .doesNotContain("X-Key", "Authorization");
    }
  }

  @Test
  void redirectInCircles_isRedirect_andEachHopHasTheCredentialsOfTheOrigin() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.saying(redirectTo("/status"))) {
      fails(
          HttpTarget.to(server.url())
              .followRedirects(true)
              .authorization(AuthorizationSettings.of("Bearer", Secret.ofText("token"))),
          HttpFailure.Reason.REDIRECT,
          "more than 5 redirects");
      assertThat(server.requests())
          .hasSize(6)
          .allMatch(request -> request.contains("Authorization: Bearer token\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://127.0.0.1/, a redirect to what is not HTTP",
    "//, a redirect to what is no",
    "a b, a redirect to what is no URL",
    "javascript:alert(1), a redirect to what is not HTTP",
    "http://127.0.0.1:99999/, a redirect to what is not HTTP"
  })
  void redirectToWhatIsNotHttp_isRedirect(String location, String message) throws Exception {
    try (MisbehavingServer server = MisbehavingServer.saying(redirectTo(location))) {
      fails(
          HttpTarget.to(server.url()).followRedirects(true), HttpFailure.Reason.REDIRECT, message);
    }
  }

  @Test
  void redirectFromHttpsToHttp_isRedirect() throws Exception {
    URI from = URI.create("https://localhost/a/b");
    assertThat(HttpClient.follow(from, "c")).hasToString("https://localhost/a/c");
    assertThat(HttpClient.follow(from, "//b_c:1/")).hasToString("https://b_c:1/");
    assertThatThrownBy(() -> HttpClient.follow(from, "http://localhost/a/b"))
        .isInstanceOf(HttpFailure.class)
        .hasMessage("a redirect from https to http");
  }

  static String redirectTo(String location) {
    return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
  }

  @Test
  void abort_endsTheExchange_fromAnotherThread_andForEver() throws Exception {
    try (MisbehavingServer server =
            MisbehavingServer.that(
                (out, closed) -> {
                  closed.await();
                  return false;
                });
        HttpClient client = new HttpClient(HttpTarget.to(server.url()).build(), () -> true)) {
      Call exchange = Call.within(Duration.ofMinutes(10));
      CompletableFuture<Throwable> ended =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  client.get(exchange);
                  return new AssertionError("has a response");
                } catch (HttpFailure e) {
                  return e;
                }
              },
              task -> new Thread(task).start());
      await().until(() -> !server.requests().isEmpty());

      exchange.abort();

      assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(HttpFailure.class);
      assertThatThrownBy(() -> client.get(exchange)).isInstanceOf(HttpFailure.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void refused_isConnect_andUnknownHost_isDns() throws Exception {
    fails(
        HttpTarget.to(MisbehavingServer.refusing()),
        HttpFailure.Reason.CONNECT,
        "cannot connect: ");
    for (String host : List.of("no-such-host.invalid", "no_such_host.invalid")) {
      fails(HttpTarget.to(URI.create("http://" + host + ":8080/")), HttpFailure.Reason.DNS, host);
    }
  }

  @Test
  void tlsThatMayNotBeUsedYet_isTls_withoutConnecting() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{}")) {
      URI url = URI.create(server.url().toString().replace("http:", "https:"));
      HttpTarget target = HttpTarget.to(url).tls(TlsSettings.DEFAULT).build();
      try (HttpClient client = new HttpClient(target, () -> false)) {
        assertThatThrownBy(() -> client.get(Call.within(PATIENCE)))
            .hasMessageStartingWith("TLS has to wait until the application has set up its logging");
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void unreadableSecret_isCredentials() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{}")) {
      fails(
          HttpTarget.to(server.url())
              .basicAuth(BasicAuthSettings.of("me", Secret.inFile(Path.of("/no/such/file")))),
          HttpFailure.Reason.CREDENTIALS,
          "/no/such/file");
      fails(
          HttpTarget.to(server.url())
              .authorization(AuthorizationSettings.of("Bearer", Secret.ofText("a\r\nX: b"))),
          HttpFailure.Reason.CREDENTIALS,
          "the secret has a line break or control character");
      assertThat(server.requests()).isEmpty();
    }
  }
}
