package io.exporteragent.source.probe;

import static io.exporteragent.source.probe.Scrapes.gauge;
import static io.exporteragent.source.probe.Scrapes.probe;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.Secret;
import io.exporteragent.httpclient.AuthorizationSettings;
import io.exporteragent.httpclient.BasicAuthSettings;
import io.exporteragent.testing.MisbehavingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that echoes what it was sent brings no secret into a message or an explanation. */
class ProbeSecretsTest {
  private static final String PASSWORD = "pass-word-1";
  private static final String BASIC = "bWU6cGFzcy13b3JkLTE=";
  private static final String TOKEN = "token-2";
  private static final String HEADER = "header-3";
  private static final String PARAMETER = "query 4";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {PASSWORD, BASIC, HEADER, PARAMETER, "query%204"})
  void echoedSecret_isMasked(String secret) throws Exception {
    Path password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    try (MisbehavingServer server = echoing("...", secret)) {
      isMasked(
          secret,
          probe("app", server.url("/status?key=query%204"), gauge("app_echo", "$.echo"))
              .headers(Map.of("X-Key", HEADER))
              .basicAuth(BasicAuthSettings.of("me", Secret.inFile(password)))
              .build());
    }
  }

  @Test
  void echoedToken_isMasked() throws Exception {
    try (MisbehavingServer server = echoing("...", TOKEN)) {
      isMasked(TOKEN, withToken(server));
    }
  }

  private static void isMasked(String secret, ProbeSettings probe) throws Exception {
    try (Scrapes scrapes = new Scrapes(probe)) {
      assertThat(scrapes.scrape()).containsEntry("app_up[]", 0.0);
      assertThat(scrapes.messages())
          .singleElement()
          .asString()
          .contains("...<secret>")
          .doesNotContain(secret);
    }
    assertThat(String.join("\n", ProbeExplanation.of(probe, null).lines()))
        .contains("...<secret>")
        .doesNotContain(secret);
  }

  @Test
  void longEcho_isMaskedBeforeItIsCut() throws Exception {
    try (MisbehavingServer server = echoing("x".repeat(70), TOKEN);
        Scrapes scrapes = new Scrapes(withToken(server))) {
      scrapes.scrape();
      assertThat(scrapes.messages())
          .singleElement()
          .asString()
          .contains("xx<se...")
          .doesNotContain("xto");
    }
  }

  private static MisbehavingServer echoing(String before, String secret) throws Exception {
    return MisbehavingServer.serving("{\"echo\": \"" + before + secret + "\"}");
  }

  private static ProbeSettings withToken(MisbehavingServer server) {
    return probe("app", server.url(), gauge("app_echo", "$.echo"))
        .authorization(AuthorizationSettings.of("Bearer", Secret.ofText(TOKEN)))
        .build();
  }

  @Test
  void urlInAMessage_hasNoQuery() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.saying("HTTP/1.1 500 No\r\n\r\n");
        Scrapes scrapes = new Scrapes(probe("app", server.url("/status?key=abc")).build())) {
      scrapes.scrape();
      assertThat(server.requests().get(0)).startsWith("GET /status?key=abc HTTP/1.1\n");
      assertThat(scrapes.messages())
          .singleElement()
          .asString()
          .contains("/status?...: status 500")
          .doesNotContain("abc");
    }
  }

  @Test
  void rotatedPassword_isReadAnew() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "first\n");
    try (MisbehavingServer server = MisbehavingServer.serving("{}");
        Scrapes scrapes =
            new Scrapes(
                probe("app", server.url())
                    .authorization(AuthorizationSettings.of("Bearer", Secret.inFile(file)))
                    .build())) {
      scrapes.scrape();
      Files.writeString(file, "second\n");
      scrapes.scrape();
      assertThat(server.requests().get(0)).contains("Authorization: Bearer first\n");
      assertThat(server.requests().get(1)).contains("Authorization: Bearer second\n");
    }
  }

  @Test
  void secretWithALineBreak_isNotSent() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "a\r\nX-Injected: b");
    try (MisbehavingServer server = MisbehavingServer.serving("{}");
        Scrapes scrapes =
            new Scrapes(
                probe("app", server.url())
                    .authorization(AuthorizationSettings.of("Bearer", Secret.inFile(file)))
                    .build())) {
      assertThat(scrapes.scrape())
          .containsEntry("exporter_agent_probe_failures[probe, app, reason, credentials]", 1.0);
      assertThat(server.requests()).isEmpty();
      assertThat(scrapes.messages().toString()).doesNotContain("Injected");
    }
  }

  @Test
  void lineBreaksOfTheBody_stayOutOfTheLog() throws Exception {
    ProbeMetricSettings state =
        new MetricBuilder("app_state", ProbeMetricSettings.Type.STATESET)
            .value("$.s")
            .states(List.of("up"))
            .build();
    try (MisbehavingServer server =
            MisbehavingServer.serving("{\"s\": \"a\\nexporter-agent: all is well\"}");
        Scrapes scrapes = new Scrapes(probe("app", server.url(), state).build())) {
      scrapes.scrape();
      assertThat(scrapes.messages().get(0).lines()).hasSize(1);
    }
  }
}
