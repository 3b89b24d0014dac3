package io.exporteragent.source.probe;

import static io.exporteragent.source.probe.Scrapes.app;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.config.Secret;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.httpclient.BasicAuthSettings;
import io.exporteragent.httpclient.HttpFailure;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reason to fail, against servers that really behave so. */
class ProbeFailuresTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @ParameterizedTest
  @EnumSource
  void whyAFetchFails_isAReasonOfTheProbe(HttpFailure.Reason reason) {
    assertThat(ProbeFailure.Reason.valueOf(reason.name())).hasToString(reason.name());
  }

  @Test
  void refused_isConnect() throws Exception {
    fails(app(MisbehavingServer.refusing()), "connect", "cannot connect: ");
  }

  @Test
  void unknownHost_isDns() throws Exception {
    fails(app(URI.create("http://no-such-host.invalid/")), "dns", "no-such-host.invalid");
  }

  @Test
  void drips_isTimeout() throws Exception {
    try (MisbehavingServer server =
            MisbehavingServer.that(
                (out, closed) -> {
                  while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                    out.write('1');
                    out.flush();
                  }
                  return false;
                });
        Scrapes scrapes = new Scrapes(app(server.url()).timeout(SHORT).build())) {
      assertThat(scrapes.scrape())
          .containsEntry("exporter_agent_probe_failures[probe, app, reason, timeout]", 1.0);
      assertThat(scrapes.messages())
          .as("ended by its own timeout, not by that of the scrape")
          .singleElement()
          .asString()
          .contains("no complete answer within 0.3 s");
    }
  }

  @Test
  void scrapeWithLessTimeThanTheProbe_goesWithoutIt_andSpoilsNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    byte[] page = MisbehavingServer.ok("{\"size\": 4}".getBytes(US_ASCII));
    try (MisbehavingServer slow =
            MisbehavingServer.that(
                (out, closed) -> {
                  release.await();
                  out.write(page);
                  return true;
                });
        MisbehavingServer quick = MisbehavingServer.serving("{\"n\": 1}");
        Scrapes scrapes =
            new Scrapes(
                app(slow.url()).timeout(Duration.ofMinutes(10)).build(),
                Scrapes.probe("quick", quick.url(), Scrapes.gauge("quick_n", "$.n")).build())) {
      for (double scrape = 1; scrape <= 3; scrape++) {
        assertThat(scrapes.scrape(Duration.ofSeconds(2)))
            .containsOnly(
                Map.entry("app_up[]", 0.0),
                Map.entry(
                    "exporter_agent_probe_failures[probe, app, reason, scrape_timeout]", scrape),
                Map.entry("quick_up[]", 1.0),
                Map.entry("quick_n[]", 1.0));
        scrapes.minuteLater();
      }
      CompletableFuture<Map<String, Double>> patient =
          inBackground(() -> scrapes.scrape(Duration.ofMinutes(10)));
      await().until(() -> quick.requests().size() == 4);
      assertThat(scrapes.scrape(SHORT)).containsEntry("app_up[]", 0.0);
      release.countDown();
      assertThat(patient.get(60, TimeUnit.SECONDS))
          .containsEntry("app_up[]", 1.0)
          .containsEntry("app_size[]", 4.0)
          .doesNotContainKey("exporter_agent_probe_failures[probe, app, reason, timeout]");
      assertThat(slow.requests()).as("all share one fetch").hasSize(1);
      assertThat(scrapes.messages())
          .as("once, and no flapping")
          .singleElement()
          .asString()
          .startsWith("probe \"app\" was too slow for a scrape")
          .contains("raise Prometheus' scrape_timeout");
    }
  }

  @Test
  void tenPages_areWaitedForTogether() throws Exception {
    CountDownLatch allAsked = new CountDownLatch(10);
    byte[] page = MisbehavingServer.ok("{}".getBytes(US_ASCII));
    try (MisbehavingServer server =
        MisbehavingServer.that(
            (out, closed) -> {
              allAsked.countDown();
              allAsked.await();
              out.write(page);
              return false;
            })) {
      ProbeSettings[] probes =
          IntStream.range(0, 10)
              .mapToObj(i -> Scrapes.probe("p" + i, server.url()).build())
              .toArray(ProbeSettings[]::new);
      try (Scrapes scrapes = new Scrapes(probes)) {
        assertThat(scrapes.scrape()).hasSize(10).containsEntry("p9_up[]", 1.0);
        assertThat(scrapes.messages()).isEmpty();
      }
    }
  }

  @Test
  void failingProbe_costsNoOther() throws Exception {
    try (MisbehavingServer good = MisbehavingServer.serving("{\"size\": 1}");
        Scrapes scrapes =
            new Scrapes(
                Scrapes.probe("bad", MisbehavingServer.refusing()).build(),
                app(good.url()).build())) {
      assertThat(scrapes.scrape())
          .containsEntry("bad_up[]", 0.0)
          .containsEntry("app_up[]", 1.0)
          .containsEntry("app_size[]", 1.0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 404, 401, 403, 407, 204, 304})
  void otherStatus_isStatus(int status) throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.saying(
            "HTTP/1.1 " + status + " Whatever\r\nContent-Length: 12\r\n\r\n{\"size\": 12}")) {
      fails(
          app(server.url()).validStatus(List.of(StatusRange.only(200))),
          "status",
          "status " + status);
    }
  }

  @Test
  void validStatus_widensWhatIsTaken() throws Exception {
    try (MisbehavingServer server =
            MisbehavingServer.saying("HTTP/1.1 503 Busy\r\n\r\n{\"size\": 12}");
        Scrapes scrapes =
            new Scrapes(app(server.url()).validStatus(List.of(StatusRange.only(503))).build())) {
      assertThat(scrapes.scrape()).containsEntry("app_size[]", 12.0);
    }
  }

  @Test
  void redirect_isNotFollowedUnlessAsked() throws Exception {
    try (MisbehavingServer target = MisbehavingServer.serving("{\"size\": 5}");
        MisbehavingServer server = MisbehavingServer.saying(redirectTo(target.url().toString()))) {
      fails(app(server.url()), "redirect", "set follow_redirects: true");
      assertThat(target.requests()).isEmpty();
      try (Scrapes scrapes = new Scrapes(app(server.url()).followRedirects(true).build())) {
        assertThat(scrapes.scrape()).containsEntry("app_size[]", 5.0);
      }
    }
  }

  private static String redirectTo(String location) {
    return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
  }

  @Test
  void whatIsNotHttp_isHttp() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.saying("SSH-2.0-OpenSSH_9.2\r\n\r\n")) {
      fails(app(server.url()), "http", "not an HTTP/1.1 response; check scheme and port");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>hello</html>", "size = 1", "{\"size\": 1,}", "{\"size\": NaN}"})
  void whatIsNotJson_isJson(String body) throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving(body)) {
      fails(app(server.url()), "json", "is not JSON (application/json, ");
    }
  }

  @Test
  void deepNesting_isJson() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("[".repeat(100_000))) {
      fails(app(server.url()), "json", "is not JSON");
    }
  }

  @Test
  void endlessNumber_isJson_beforeItCostsTheProcessor() throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.serving("{\"size\": " + "9".repeat(1_000_000) + "}")) {
      fails(app(server.url()), "json", "a number of more than 1000 digits, or 3 in its exponent");
    }
  }

  @Test
  void digitsInText_areNoNumber() throws Exception {
    try (MisbehavingServer server =
            MisbehavingServer.serving("{\"size\": 1, \"key\": \"\\\"" + "9".repeat(2000) + "\"}");
        Scrapes scrapes = new Scrapes(app(server.url()).build())) {
      assertThat(scrapes.scrape()).containsEntry("app_size[]", 1.0);
    }
  }

  @Test
  void bodyAtTheLimit_isTaken_oneByteMoreIsTooBig() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{\"size\": 1}");
        Scrapes scrapes = new Scrapes(app(server.url()).maxBody(11).build())) {
      assertThat(scrapes.scrape()).containsEntry("app_size[]", 1.0);
      fails(app(server.url()).maxBody(10), "too_big", "larger than 10 bytes");
    }
  }

  @Test
  void byteOrderMark_isNotOfTheJson() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("\uFEFF{\"size\": 6}");
        Scrapes scrapes = new Scrapes(app(server.url()).build())) {
      assertThat(scrapes.scrape()).containsEntry("app_size[]", 6.0);
    }
  }

  @Test
  void unreadableSecret_isCredentials() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{\"size\": 1}")) {
      fails(
          app(server.url())
              .basicAuth(BasicAuthSettings.of("me", Secret.inFile(Path.of("/no/such/file")))),
          "credentials",
          "/no/such/file");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void missingValue_isMissing() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{\"length\": 1}")) {
      fails(app(server.url()), "missing", "app_size: $.size is null or not in the body");
    }
  }

  @Test
  void tlsRecordThatDrips_isTimeout_andTheConnectionClosed() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    try (ServerSocket listener = Ports.taken();
        Scrapes scrapes =
            new Scrapes(
                app(URI.create("https://127.0.0.1:" + listener.getLocalPort()))
                    .timeout(Duration.ofSeconds(3)) // the first handshake of a JVM takes its time
                    .build())) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = listener.accept()) {
                  OutputStream out = socket.getOutputStream();
                  out.write(new byte[] {22, 3, 3, 0x40, 0});
                  while (!hungUp.await(20, TimeUnit.MILLISECONDS)) {
                    out.write(1);
                  }
                } catch (IOException | InterruptedException e) {
                  hungUp.countDown();
                }
              });
      server.setDaemon(true);
      server.start();
      assertThat(scrapes.scrape())
          .containsEntry("exporter_agent_probe_failures[probe, app, reason, timeout]", 1.0);
      assertThat(hungUp.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void fetchThatHangs_isNotStartedAgain_norWaitedFor() throws Exception {
    List<Runnable> started = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    try (MisbehavingServer server = MisbehavingServer.serving("{\"size\": 1}");
        ProbeMetrics probes =
            ProbeMetrics.of(
                List.of(app(server.url()).timeout(SHORT).build()),
                started::add,
                () -> true,
                messages::add)) {
      Scrape scrape = Scrape.ofEverything(System.nanoTime() + Duration.ofMinutes(1).toNanos());
      for (double failures = 1; failures <= 3; failures++) {
        assertThat(Samples.of(probes.collect(scrape)))
            .containsEntry("app_up[]", 0.0)
            .containsEntry("exporter_agent_probe_failures[probe, app, reason, timeout]", failures);
      }
      assertThat(started).hasSize(1);
      assertThat(messages).hasSize(1);

      started.get(0).run();
      probes.collect(scrape);
      assertThat(started).hasSize(2);
    }
  }

  @Test
  void noThreadToBeHad_isInternal() throws Exception {
    List<String> messages = new ArrayList<>();
    try (ProbeMetrics probes =
        ProbeMetrics.of(
            List.of(app(MisbehavingServer.refusing()).build()),
            task -> {
              throw new RejectedExecutionException();
            },
            () -> true,
            messages::add)) {
      assertThat(Samples.of(probes.collect(Scrape.ofEverything(Long.MAX_VALUE))))
          .containsEntry("exporter_agent_probe_failures[probe, app, reason, internal]", 1.0);
      assertThat(messages).singleElement().asString().contains("RejectedExecutionException");
    }
  }

  @Test
  void close_endsWhatIsUnderWay() throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.that(
            (out, closed) -> {
              closed.await();
              return false;
            })) {
      CompletableFuture<Map<String, Double>> scraped;
      try (Scrapes scrapes =
          new Scrapes(app(server.url()).timeout(Duration.ofMinutes(10)).build())) {
        scraped = inBackground(() -> scrapes.scrape(Duration.ofMinutes(10)));
        await().until(() -> !server.requests().isEmpty());
      }
      assertThat(scraped.get(20, TimeUnit.SECONDS)).containsEntry("app_up[]", 0.0);
    }
  }

  private static <T> CompletableFuture<T> inBackground(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /** The probe is down for this reason, gives none of its values, and says so in one line. */
  private static void fails(ProbeBuilder probe, String reason, String message) throws Exception {
    try (Scrapes scrapes = new Scrapes(probe.build())) {
      assertThat(scrapes.scrape())
          .containsOnly(
              Map.entry("app_up[]", 0.0),
              Map.entry("exporter_agent_probe_failures[probe, app, reason, " + reason + "]", 1.0));
      assertThat(scrapes.messages()).singleElement().asString().contains(message, "; ");
      assertThat(scrapes.messages().get(0).lines()).hasSize(1);
    }
  }
}
