package io.exporteragent.http;

import static io.exporteragent.http.RunningServer.isClosed;
import static io.exporteragent.http.RunningServer.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every test fails if honest clients are not served while the hostile ones are still connected. */
@Timeout(120)
class HostileClientsTest {
  private static final String WORKERS = "exporter-agent-http";
  private static final long LARGE_BYTES = 8_000_000;
  private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final List<Socket> sockets = new ArrayList<>();
  private final List<Family> large = largePage();
  private final AnswerMemory memory = new AnswerMemory(LARGE_BYTES);
  private final AtomicInteger gathered = new AtomicInteger();
  private final AtomicReference<CountDownLatch> held = new AtomicReference<>(new CountDownLatch(0));
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(this::gather, List.of(), memory);
  }

  @AfterEach
  void stop() throws Exception {
    held.get().countDown();
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  @Test
  void halfOpenConnections_doNotKeepOthersWaiting() throws Exception {
    connect(300, "GET /metrics HTTP/1.1\r\nHost: ");

    for (int i = 0; i < 10; i++) {
      assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
      assertThat(workers()).isLessThanOrEqualTo(MetricsServer.MOST_THREADS);
    }
    assertThat(sockets.get(299)).as("the newest").matches(socket -> !isClosed(socket));
  }

  @Test
  void silentAndHalfOpenConnections_areClosedInTheEnd() throws Exception {
    connect(1, "");
    connect(1, "GET /metrics HTTP/1.1\r\n");

    assertThat(sockets.get(0).getInputStream().read()).isEqualTo(-1);
    assertThat(sockets.get(1).getInputStream().read()).isEqualTo(-1);
    assertThat(server.messages).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aThousandConnectionsDropped_leaveNothing() throws Exception {
    server.get("/-/healthy");
    int before = openFiles();

    for (int i = 0; i < 1000; i++) {
      server.connect(i % 2 == 0 ? SCRAPE : SCRAPE.substring(0, i % SCRAPE.length())).close();
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(openFiles()).isLessThanOrEqualTo(before + 5));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(memory.heldBytes()).isZero());
    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(server.messages).isEmpty();
  }

  @Test
  void slowButHonestClient_isServed() throws Exception {
    Socket socket = server.connect("GET /-/healthy HT");
    sockets.add(socket);
    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    socket.getOutputStream().write("TP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));

    assertThat(new String(socket.getInputStream().readNBytes(15), US_ASCII))
        .isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void requestsOneAfterTheOther_areServedByOneThread() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(server.get("/metrics?name%5B%5D=small").statusCode()).isEqualTo(200);
      await().until(HostileClientsTest::allWorkersAreIdle);
    }
    assertThat(workers()).isEqualTo(1);
  }

  private static boolean allWorkersAreIdle() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith(WORKERS))
        .allMatch(
            entry ->
                Arrays.stream(entry.getValue())
                    .anyMatch(frame -> frame.getMethodName().equals("wait")));
  }

  @Test
  void manyScrapesAtOnce_allGetTheWholePage() throws Exception {
    HttpResponse<byte[]> expected = server.get("/metrics?name%5B%5D=small");
    ExecutorService clients = Executors.newFixedThreadPool(200);
    try {
      List<Future<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(clients.submit(() -> server.get("/metrics?name%5B%5D=small")));
      }
      for (Future<HttpResponse<byte[]>> answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(text(answer.get())).isEqualTo(text(expected));
      }
      assertThat(workers()).isLessThanOrEqualTo(MetricsServer.MOST_THREADS);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void readersThatDoNotRead_doNotKeepOthersWaiting() throws Exception {
    connect(20, SCRAPE);

    HttpResponse<byte[]> page = server.get("/metrics", "X-Prometheus-Scrape-Timeout-Seconds", "10");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).hasSizeGreaterThan(4_000_000);
    assertThat(workers()).isLessThanOrEqualTo(MetricsServer.MOST_THREADS);
  }

  @Test
  void readersThatDoNotRead_areCutWhenOthersNeedTheirMemory() throws Exception {
    connect(20, SCRAPE);

    for (String encoding : List.of("identity", "gzip")) {
      HttpResponse<byte[]> page =
          server.get(
              "/metrics", "X-Prometheus-Scrape-Timeout-Seconds", "60", "Accept-Encoding", encoding);
      assertThat(page.statusCode()).isEqualTo(200);
    }
    assertThat(memory.heldBytes()).as("held once, shared").isLessThan(2 * LARGE_BYTES);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(memory.heldBytes()).isZero());
  }

  @Test
  void scrapesThatWait_getThePageThatIsBeingEncoded() throws Exception {
    server.get("/metrics");
    int before = gathered.get();
    held.set(new CountDownLatch(1));
    connect(1, SCRAPE);
    await().until(() -> gathered.get() > before);
    connect(20, SCRAPE.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    held.get().countDown();

    for (Socket socket : sockets.subList(1, 21)) {
      assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(4_000_000);
    }
    assertThat(gathered.get()).as("scrapes gathered").isLessThan(before + 10);
  }

  @Test
  void scrapeThatFindsNoRoomInTime_isToldToComeAgain() throws Exception {
    server.get("/metrics");
    int before = gathered.get();
    held.set(new CountDownLatch(1));
    connect(1, SCRAPE);
    await().until(() -> gathered.get() > before);
    connect(1, SCRAPE.replace("\r\n\r\n", "\r\nX-Prometheus-Scrape-Timeout-Seconds: 1\r\n\r\n"));

    assertThat(new String(sockets.get(1).getInputStream().readNBytes(200), US_ASCII))
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .contains("\r\nRetry-After: 1\r\n");
    held.get().countDown();
    assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void bodyThatNeverComes_isRefused() throws Exception {
    connect(20, "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n");

    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    for (Socket socket : sockets) {
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .endsWith("A request must not have a body.\n");
    }
  }

  /** As many as requests were understood, and one more for what was not. */
  @Test
  void randomRequests_getOneAnswerEach() throws Exception {
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = MutatedRequests.next(new Random(i));
      try (Socket socket = server.connect("")) {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        List<Boolean> expected = Answers.expected(bytes);
        assertThat(Answers.count(socket.getInputStream(), expected))
            .as("request %d: %s", i, new String(bytes, ISO_8859_1))
            .isEqualTo(expected.size());
      }
    }
    assertThat(server.messages).isEmpty();
  }

  @Test
  void hugeHeaderOrGarbage_harmsOnlyItsSender() throws Exception {
    sendIgnoringRefusal("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n");
    sendIgnoringRefusal("GET /metrics HTTP/1.1\r\n" + "a: b\r\n".repeat(100_000) + "\r\n");
    sendIgnoringRefusal("\u0016\u0003\u0001\u0002\u0000\u0001");
    sendIgnoringRefusal("\u0000\u00ff\u00fe\r\n\r\n");
    sendIgnoringRefusal("GET  HTTP/1.1\r\n\r\n");
    sendIgnoringRefusal("GET mailto:x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    sendIgnoringRefusal("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    sendIgnoringRefusal(
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: " + ";,=".repeat(10_000) + "\r\n\r\n");

    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(text(server.get("/metrics?name%5B%5D=small"))).contains("small 1.0");
    assertThat(server.messages).isEmpty();
  }

  @Test
  void interrupt_doesNotReachTheNextRequestOfTheThread() throws Exception {
    assertThat(text(server.get("/metrics?name%5B%5D=interrupting"))).contains("interrupted 0.0");
    for (int i = 0; i < 3; i++) {
      assertThat(text(server.get("/metrics?name%5B%5D=interrupted"))).contains("interrupted 0.0");
    }
  }

  @Test
  void interruptOfTheServersThread_changesNothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      server.thread.interrupt();
      assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    }
    assertThat(server.messages).isEmpty();
  }

  @Test
  void threads_endWhenIdle() throws Exception {
    server.get("/metrics?name%5B%5D=small");
    await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(() -> assertThat(RunningServer.threads(WORKERS)).isZero());
    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
  }

  private List<Family> gather(Scrape scrape) {
    gathered.incrementAndGet();
    if (scrape.includes("small")) {
      if (scrape.includes("large")) {
        awaitRelease();
        return large;
      }
      return List.of(new ScalarFamily("small", MetricType.GAUGE, "").add(1));
    }
    double interrupted = Thread.currentThread().isInterrupted() ? 1 : 0;
    if (scrape.includes("interrupting")) {
      Thread.currentThread().interrupt();
    }
    return List.of(new ScalarFamily("interrupted", MetricType.GAUGE, "").add(interrupted));
  }

  private void awaitRelease() {
    try {
      held.get().await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Family> largePage() {
    ScalarFamily family = new ScalarFamily("large", MetricType.GAUGE, "");
    String padding = String.join("", Collections.nCopies(100, "x"));
    for (int i = 0; i < 40_000; i++) {
      family.add(i, "padding", padding, "number", Integer.toString(i));
    }
    return List.of(family);
  }

  private void connect(int count, String sent) throws IOException {
    for (int i = 0; i < count; i++) {
      sockets.add(server.connect(sent));
    }
  }

  private void sendIgnoringRefusal(String bytes) {
    assertThatCode(() -> sockets.add(server.connect(bytes)))
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isNull(),
            thrown -> assertThat(thrown).isInstanceOf(IOException.class));
  }

  private static long workers() {
    return RunningServer.threads(WORKERS);
  }

  private static int openFiles() {
    String[] descriptors = new File("/proc/self/fd").list();
    assertThat(descriptors).isNotNull();
    return descriptors.length;
  }
}
