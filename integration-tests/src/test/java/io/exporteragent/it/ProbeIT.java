package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Status pages on the page of the built jar. */
class ProbeIT {
  private static final Jdk JDK = Jdk.all().get(0);

  @TempDir private Path directory;

  @Jdk.Each
  void statusPageOfTheDemo_isScrapedByPrometheus(Jdk jdk) throws IOException {
    int statusPort = Ports.free();
    String configuration = Files.readString(Path.of("..", "demo-app", "exporter.yml"));
    assertThat(configuration).contains("http://localhost:8080/status");
    write(configuration.replace(":8080/", ":" + statusPort + "/"));
    try (Program demo =
        Program.java(jdk)
            .in(directory)
            .agent("localhost:0:exporter.yml")
            .with("-jar", Program.DEMO.toString(), "--status-port=" + statusPort)
            .with("--rate=1", "--min-ms=3600000", "--max-ms=3600000", "--workers=2")
            .start()) {
      URI server = demo.serving();
      // Every worker is busy for an hour, so that the figures stand still.
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> Page.metrics(server).value("app_requests_pending") >= 2);
      double uptime = Page.metrics(server).value("app_uptime");
      try (PrometheusServer prometheus = PrometheusServer.scraping(server, directory)) {
        prometheus.awaitScrapes(2);
        assertThat(prometheus.query("min_over_time(app_up[1h])")).isEqualTo(1);
        assertThat(prometheus.query("app_requests_current")).isEqualTo(2);
        assertThat(prometheus.query("app_requests_pending")).isGreaterThanOrEqualTo(2);
        assertThat(prometheus.query("app_uptime"))
            .isBetween(uptime, Page.metrics(server).value("app_uptime"));
        assertThat(prometheus.query("app_health{app_health=\"healthy\"}")).isEqualTo(1);
        assertThat(prometheus.query("app_health{app_health=\"unhealthy\"}")).isZero();
        assertThat(prometheus.query("exporter_agent_probe_duration_seconds{probe=\"app\"}"))
            .isPositive();
        prometheus.assertNoTrouble();
      }
      assertThat(Promtool.complaints(Page.metrics(server).body())).isEmpty();
      assertThat(
              Page.metrics(server, "Accept", "application/openmetrics-text;version=1.0.0").body())
          .contains(
              """
              # TYPE app_health stateset
              # HELP app_health Whether the queue has room.
              app_health{app_health="healthy"} 1
              app_health{app_health="unhealthy"} 0
              """)
          .contains("# TYPE app_uptime gauge");
    }
  }

  @Test
  void tenDeadPages_costOneTimeout() throws IOException {
    try (MisbehavingServer dead = MisbehavingServer.that(MisbehavingServer.silence())) {
      write(
          "probes:\n"
              + IntStream.range(0, 10)
                  .mapToObj(
                      i -> "  - {name: dead%d, timeout: 2s, url: '%s'}\n".formatted(i, dead.url()))
                  .collect(Collectors.joining()));
      try (Program program = agent().start()) {
        URI server = program.serving();
        for (int scrape = 1; scrape <= 2; scrape++) {
          // One after another they would need 20 s, and the last ones would blame the scrape.
          Page page = Page.metrics(server, "X-Prometheus-Scrape-Timeout-Seconds", "15");
          for (int i = 0; i < 10; i++) {
            assertThat(page.value("dead" + i + "_up")).isZero();
            assertThat(page.value(failures("dead" + i, "timeout"))).isEqualTo(scrape);
          }
          assertThat(page.succeeded("probe")).isTrue();
          assertThat(page.families()).contains("jvm_threads_current", "disk_usage");
        }
        assertThat(dead.requests()).hasSize(20);
        program.runsOn();
        assertThat(program.errorLinesWith("no complete answer within 2.0 s")).isEqualTo(10);
        assertThat(program.errorLines()).hasSize(11);
      }
    }
  }

  @Test
  void impatientScraper_spoilsNothingForAPatientOne() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (MisbehavingServer slow =
        MisbehavingServer.that(
            (out, closed) -> {
              release.await();
              return MisbehavingServer.http("200 OK", "{\"jobs\": 3}").write(out, closed);
            })) {
      write(
          """
          probes:
            - {name: app, timeout: 1h, url: 'URL', metrics: [{name: app_jobs, value: $.jobs}]}
          """
              .replace("URL", slow.url().toString()));
      try (Program program = agent().start()) {
        URI server = program.serving();
        CompletableFuture<Page> patient =
            CompletableFuture.supplyAsync(() -> scrapeFor("600", server));
        await().atMost(60, TimeUnit.SECONDS).until(() -> !slow.requests().isEmpty());
        for (int scrape = 1; scrape <= 2; scrape++) {
          Page impatient = scrapeFor("1.5", server);
          assertThat(impatient.value("app_up")).isZero();
          assertThat(impatient.value(failures("app", "scrape_timeout"))).isEqualTo(scrape);
          assertThat(impatient.succeeded("probe")).isTrue();
        }
        release.countDown();
        Page page = patient.get(60, TimeUnit.SECONDS);
        assertThat(page.value("app_up")).isEqualTo(1);
        assertThat(page.value("app_jobs")).isEqualTo(3);
        assertThat(page.value(failures("app", "timeout"))).isZero();
        assertThat(slow.requests()).hasSize(1);
        program.runsOn();
        assertThat(program.errorLines()).hasSize(2).last().asString().contains("too slow");
      }
    }
  }

  private static Page scrapeFor(String seconds, URI server) {
    return Page.metrics(server, "X-Prometheus-Scrape-Timeout-Seconds", seconds);
  }

  @Test
  void numberWithAHugeExponent_doesNotEndAnApplicationThatEndsWithoutMemory() throws IOException {
    try (MisbehavingServer page =
        MisbehavingServer.serving("{\"version\": 1.00000000000000000e999999999}")) {
      write(
          """
          probes:
            - name: app
              url: URL
              metrics: [{name: app_info, type: info, labels: {version: $.version}}]
          """
              .replace("URL", page.url().toString()));
      try (Program program =
          Program.java(JDK)
              .with("-XX:+ExitOnOutOfMemoryError", "-Xmx64m")
              .in(directory)
              .agent("127.0.0.1:0:exporter.yml")
              .fixture(Obedient.class)
              .start()) {
        URI server = program.serving();
        Page metrics = Page.metrics(server);
        assertThat(metrics.value("app_up")).isZero();
        assertThat(metrics.value(failures("app", "json"))).isEqualTo(1);
        program.runsOn();
      }
    }
  }

  @Test
  void linesOfTheCommand_areThoseOfThePage() throws IOException {
    String json =
        """
        {"requests": 12345678901, "ratio": 0.002, "large": 2e23, "tiny": 5e-324, "mood": "good",
         "path": "C:\\\\two  blanks \\"and\\"\\nlines", "version": 17, "pools": {"b": 1, "a": -2.5}}
        """;
    try (MisbehavingServer page = MisbehavingServer.serving(json)) {
      write(
          """
          probes:
            - name: app
              url: URL
              metrics:
                - {name: app_requests_total, type: counter, value: $.requests}
                - {name: app_ratio, value: $.ratio}
                - {name: app_large, value: $.large}
                - {name: app_tiny, value: $.tiny, labels: {zone: east, path: $.path}}
                - {name: app_mood, type: stateset, value: $.mood, states: [good, bad], labels: {zone: east}}
                - {name: app_info, type: info, labels: {version: $.version, path: $.path}}
                - {name: app_pool, foreach: $.pools.*, value: '@', labels: {pool: '@key', a: b}}
          """
              .replace("URL", page.url().toString()));
      List<String> lines;
      try (Program command =
          Program.commandLine(JDK, "probe", "exporter.yml", "app").in(directory).start()) {
        assertThat(command.exitCode()).as(command.output() + command.error()).isZero();
        lines =
            command
                .output()
                .lines()
                .filter(line -> line.startsWith("  line    "))
                .map(line -> line.substring("  line    ".length()))
                .toList();
      }
      assertThat(lines).hasSize(9);
      try (Program program = agent().start()) {
        assertThat(Page.metrics(program.serving()).body().lines()).containsAll(lines);
      }
    }
  }

  /** The pages echo what they are sent where only a known state may stand. */
  @Test
  void secrets_areSentAndNeverShown() throws IOException {
    String password = "correct-horse";
    String token = "battery-staple";
    String basic =
        Base64.getEncoder()
            .encodeToString(("ada:" + password).getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(directory.resolve("password"), password + "\n");
    Files.writeString(directory.resolve("token"), token + "\n");
    String echo = "{\"a\": \"%s %s\", \"b\": \"%s\"}".formatted(password, basic, token);
    try (MisbehavingServer page = MisbehavingServer.serving(echo)) {
      write(
          """
          probes:
            - name: ada
              url: URL?key=hush-hush
              basic_auth: {username: ada, password_file: password}
              metrics: [{name: ada_state, type: stateset, value: $.a, states: [good]}]
            - name: bob
              url: URL
              authorization: {credentials_file: token}
              metrics: [{name: bob_state, value: $.b}]
            - name: eve
              url: URL
              authorization: {credentials: '${TOKEN}'}
              metrics: [{name: '3ve', value: $.b}]
          """
              .replace("URL", page.url().toString()));
      String shown = shownByCommands(token);
      assertThat(shown).contains("exporter.yml:13:22: ").contains("3ve");

      write(Files.readString(directory.resolve("exporter.yml")).replace("3ve", "eve_state"));
      shown += shownByCommands(token);
      try (Program program = agent().environment("TOKEN", token).start()) {
        URI server = program.serving();
        for (String type : new String[] {"text/plain", "application/openmetrics-text"}) {
          Page metrics = Page.metrics(server, "Accept", type);
          shown += metrics.body();
          assertThat(metrics.value("ada_up") + metrics.value("bob_up")).isZero();
        }
        program.runsOn();
        shown += program.error() + program.output();
      }
      assertThat(page.requests())
          .anyMatch(request -> request.contains("Authorization: Basic " + basic + "\n"))
          .anyMatch(request -> request.contains("GET /status?key=hush-hush "))
          .anyMatch(request -> request.contains("Authorization: Bearer " + token + "\n"));
      assertThat(shown)
          .contains("probe \"ada\" fails", "probe \"bob\" fails", "probe \"eve\" fails")
          .contains("<secret>")
          .doesNotContain(password, token, basic, "hush-hush");
    }
  }

  private String shownByCommands(String token) {
    StringBuilder shown = new StringBuilder();
    for (String command :
        new String[] {"check exporter.yml", "probe exporter.yml ada", "probe exporter.yml eve"}) {
      try (Program program =
          Program.commandLine(JDK, command.split(" ", -1))
              .environment("TOKEN", token)
              .in(directory)
              .start()) {
        assertThat(program.exitCode()).isBetween(0, 1);
        shown.append(program.output()).append(program.error());
      }
    }
    return shown.toString();
  }

  private static String failures(String probe, String reason) {
    return "exporter_agent_probe_failures_total{probe=\"%s\",reason=\"%s\"}"
        .formatted(probe, reason);
  }

  private Program.Command agent() {
    return Program.java(JDK)
        .in(directory)
        .agent("127.0.0.1:0:exporter.yml")
        .fixture(Obedient.class);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("exporter.yml"), text);
  }
}
