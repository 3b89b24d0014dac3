package io.exporteragent.http;

import static io.exporteragent.http.RunningServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.testing.Ports;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {
  private static final String PAGE =
      """
      # HELP disk_usage Disk usage.
      # TYPE disk_usage gauge
      disk_usage{type="used"} 42.0
      """;

  @Test
  void metrics_areServedAsText() throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      HttpResponse<byte[]> response = server.get("/metrics");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(text(response)).isEqualTo(PAGE);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(response.headers().firstValue("Content-Length"))
          .contains(Integer.toString(PAGE.length()));
      assertThat(response.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
      assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(server.messages).isEmpty();
    }
  }

  @Test
  void gzip_unpacksToThePage() throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      HttpResponse<byte[]> response = server.get("/metrics", "Accept-Encoding", "gzip;q=0.9");

      assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
      byte[] unpacked =
          new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
      assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(PAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/-/healthy", "/", "/nope"})
  void head_hasTheHeadersOfGetAndNoBody(String path) throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      for (String encoding : List.of("identity", "gzip")) {
        HttpResponse<byte[]> get = server.get(path, "Accept-Encoding", encoding);
        HttpResponse<byte[]> head = server.send("HEAD", path, "Accept-Encoding", encoding);

        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Length", "Content-Type", "Content-Encoding", "Vary")) {
          assertThat(head.headers().allValues(name)).isEqualTo(get.headers().allValues(name));
        }
        assertThat(get.headers().firstValue("Content-Length"))
            .contains(Integer.toString(get.body().length));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nope", "/metricsX", "/metrics/", "/metric", "//", "/-/healthy/x"})
  void otherPaths_areNotFound(String path) throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk);
        Socket socket =
            server.connect(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 404 Not Found");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get"})
  void otherMethods_areNotAllowed(String method) throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      HttpResponse<byte[]> response = server.send(method, "/metrics");

      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }
  }

  @Test
  void healthy_saysSo() throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      assertThat(text(server.get("/-/healthy"))).isEqualTo("exporter-agent is healthy.\n");
    }
  }

  @Test
  void home_namesTheVersionAndLinksEveryPage() throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      HttpResponse<byte[]> response = server.get("/");

      assertThat(response.headers().firstValue("Content-Type"))
          .contains("text/html; charset=utf-8");
      assertThat(text(response))
          .contains("exporter-agent", "Version 1.2.3", "<a href=\"/metrics\">/metrics</a>")
          .contains("href=\"/-/healthy\"", "href=\"/broken\"")
          .doesNotContain("<script");
    }
  }

  @Test
  void failure_isPlainLineForTheClientAndOneMessageUntilItChanges() throws Exception {
    AtomicReference<Function<Scrape, List<Family>>> gather = new AtomicReference<>();
    try (RunningServer server = new RunningServer(scrape -> gather.get().apply(scrape))) {
      gather.set(scrape -> failing("first\nline"));
      for (int i = 0; i < 3; i++) {
        HttpResponse<byte[]> response = server.get("/metrics", "Accept-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(text(response)).isEqualTo("Internal error.\n");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
      }
      assertThat(server.messages)
          .containsExactly(
              "cannot serve /metrics, clients get status 500: java.lang.IllegalStateException: first line");

      gather.set(MetricsServerTest::disk);
      assertThat(text(server.get("/metrics"))).isEqualTo(PAGE);
      gather.set(scrape -> failing("first\nline"));
      assertThat(server.get("/metrics").statusCode()).isEqualTo(500);
      assertThat(server.messages).as("one a minute at most").hasSize(1);
    }
  }

  @Test
  void error_isAnAnswerToo() throws Exception {
    try (RunningServer server =
        new RunningServer(
            scrape -> {
              throw new NoClassDefFoundError("x/Y");
            })) {
      assertThat(server.get("/metrics").statusCode()).isEqualTo(500);
      assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"/absent, 404, switch it on, ''", "/busy, 503, ask again, 1"})
  void pageWithNothingToShow_isALineThatSaysWhy(
      String path, int status, String line, String retryAfter) throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      HttpResponse<byte[]> response = server.get(path);
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(text(response)).isEqualTo(line + "\n");
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("text/plain; charset=utf-8");
      assertThat(response.headers().firstValue("Retry-After").orElse("")).isEqualTo(retryAfter);
      assertThat(server.messages).isEmpty();
    }
  }

  @Test
  void addedPageThrows_isPlainLine() throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      HttpResponse<byte[]> response = server.get("/broken");

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(text(response)).isEqualTo("Internal error.\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */*                                               | html
          text/html,application/xhtml+xml,*/*;q=0.8         | html
          application/json                                  | json
          application/json, text/plain, */*                 | json
          text/html;q=0.5, application/json;q=0.6           | json
          text/html, application/json                       | html
          application/json;q=0                              | html
          nonsense;;q                                       | html
          """)
  void pageInTwoForms_isJsonForWhoAsksForIt(String accept, String form) throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      HttpResponse<byte[]> response = server.get("/both", "Accept", accept);

      assertThat(text(response)).isEqualTo(form.equals("json") ? "[]" : "<p>both</p>");
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue(
              form.equals("json") ? "application/json; charset=utf-8" : "text/html; charset=utf-8");
      assertThat(response.headers().firstValue("Vary")).hasValue("Accept");
    }
  }

  @Test
  void addedPage_mustBeAPlainPath() {
    MetricsServer server = unstarted(0);
    assertThatThrownBy(() -> server.page("/<script>", "text/plain", () -> ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> server.page("modules", "text/plain", () -> ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void names_filter() throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk)) {
      assertThat(
              text(
                  server.get("/metrics?name%5B%5D=nope&name[]=disk_usage".replace("[]", "%5B%5D"))))
          .isEqualTo(PAGE);
      HttpResponse<byte[]> none = server.get("/metrics?name%5B%5D=nope");
      assertThat(none.statusCode()).isEqualTo(200);
      assertThat(text(none)).isEmpty();
    }
  }

  @Test
  void namesInPlainBrackets_filter() throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk);
        Socket socket =
            server.connect(
                "GET /metrics?name[]=nope HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200 OK").doesNotContain("disk_usage");
    }
  }

  @Test
  void malformedQuery_isTheClientsFault() throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk);
        Socket socket =
            server.connect("GET /metrics?name[]=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 400 Bad Request");
      assertThat(server.messages).isEmpty();
    }
  }

  @Test
  void deadline_isTakenFromTheHeader() throws Exception {
    AtomicReference<Scrape> seen = new AtomicReference<>();
    try (RunningServer server =
        new RunningServer(
            scrape -> {
              seen.set(scrape);
              return List.of();
            })) {
      server.get("/metrics", "X-Prometheus-Scrape-Timeout-Seconds", "30");
      assertThat(Duration.ofNanos(seen.get().deadlineNanos() - System.nanoTime()))
          .isBetween(Duration.ofSeconds(15), Duration.ofMillis(29_500));
      server.get("/metrics");
      assertThat(Duration.ofNanos(seen.get().deadlineNanos() - System.nanoTime()))
          .isLessThan(Duration.ofMillis(9_500));
    }
  }

  @Test
  void pipelinedRequests_areAnsweredInTurn() throws Exception {
    try (RunningServer server = new RunningServer(MetricsServerTest::disk);
        Socket socket =
            server.connect(
                "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(4)
                    + "GET /nope HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(5);
      assertThat(answer.split("exporter-agent is healthy.", -1)).hasSize(5);
      assertThat(answer).endsWith("Not found.\n");
    }
  }

  @Test
  void workers_areDaemonsWithTheLoaderOfTheAgent() throws Exception {
    AtomicReference<Thread> worker = new AtomicReference<>();
    try (RunningServer server =
        new RunningServer(
            scrape -> {
              worker.set(Thread.currentThread());
              return List.of();
            })) {
      server.get("/metrics");

      assertThat(worker.get().isDaemon()).isTrue();
      assertThat(worker.get().getName()).startsWith("exporter-agent-http");
      assertThat(worker.get().getContextClassLoader())
          .isSameAs(MetricsServer.class.getClassLoader());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void portBusy_isToldToTheCaller_withoutLeavingAnythingOpen() throws Exception {
    MetricsServer server;
    int port;
    try (ServerSocket busy = Ports.taken()) {
      port = busy.getLocalPort();
      server = unstarted(port);
      assertThatThrownBy(server::bind).isInstanceOf(BindException.class);
      int before = openFiles();
      for (int i = 0; i < 50; i++) {
        assertThatThrownBy(server::bind).isInstanceOf(BindException.class);
      }
      assertThat(openFiles()).isLessThan(before + 25);
    }
    try (server) {
      server.bind();
      assertThat(server.port()).isEqualTo(port);
    }
  }

  @Test
  void close_endsConnectionsAndThreads_andMayBeRepeated() throws Exception {
    RunningServer server = new RunningServer(MetricsServerTest::disk);
    server.get("/metrics");
    int port = server.server.port();
    try (Socket halfOpen = server.connect("GET /metr")) {
      Thread other = new Thread(server::close);
      other.start();
      server.close();
      other.join();
      server.close();

      assertThat(RunningServer.isClosed(halfOpen)).isTrue();
    }
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
    await().untilAsserted(() -> assertThat(RunningServer.threads("exporter-agent-http")).isZero());
    assertThat(server.thread.isAlive()).isFalse();
    assertThatThrownBy(server.server::bind)
        .isInstanceOf(IOException.class)
        .hasMessage("the server was closed");
  }

  @Test
  void closeWhileGathering_returnsAtOnce_andDoesNotInterruptTheSources() throws Exception {
    CountDownLatch gathering = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    RunningServer server =
        new RunningServer(
            scrape -> {
              gathering.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
              return List.of();
            });
    try (Socket scrape = server.connect("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      gathering.await();
      server.close();
      assertThat(goOn.getCount()).isEqualTo(1);
      assertThat(RunningServer.isClosed(scrape)).isTrue();
    }
    goOn.countDown();
    await().untilAsserted(() -> assertThat(RunningServer.threads("exporter-agent-http")).isZero());
    assertThat(interrupted).isFalse();
  }

  private static MetricsServer unstarted(int port) {
    return RunningServer.listeningOn(
        port, MetricsServerTest::disk, List.of(), message -> {}, new AnswerMemory(1 << 20));
  }

  private static int openFiles() {
    String[] descriptors = new File("/proc/self/fd").list();
    assertThat(descriptors).isNotNull();
    return descriptors.length;
  }

  private static String statusLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  private static List<Family> disk(Scrape scrape) {
    return scrape.includes("disk_usage")
        ? List.of(
            new ScalarFamily("disk_usage", MetricType.GAUGE, "Disk usage.").add(42, "type", "used"))
        : List.of();
  }

  private static List<Family> failing(String message) {
    throw new IllegalStateException(message);
  }
}
