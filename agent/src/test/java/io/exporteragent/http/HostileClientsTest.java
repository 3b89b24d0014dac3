package io.exporteragent.http;

import static io.exporteragent.http.RunningServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Family;
import io.exporteragent.gather.MetricType;
import io.exporteragent.gather.ScalarFamily;
import io.exporteragent.gather.Scrape;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every test fails if honest clients are not served while the hostile ones are still connected. */
@Timeout(60)
class HostileClientsTest {
  private static final String WORKERS = "exporter-agent-http-";
  private static final String WATCHDOG = "exporter-agent-http-watchdog";
  private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";

  private final List<Socket> sockets = new ArrayList<>();
  private final List<Family> large = largePage();
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(this::gather);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  @Test
  void halfOpenConnections_doNotKeepOthersWaiting() throws Exception {
    connect(300, "GET /metrics HTTP/1.1\r\nHost: ");

    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(workers()).isLessThanOrEqualTo(RequestThreads.MOST_THREADS);
    }
  }

  @Test
  void moreHalfOpenConnectionsThanMayWait_areClosedOldestFirst() throws Exception {
    connect(RequestThreads.MOST_WAITING + 200, "G");

    long start = System.nanoTime();
    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("HTTP-Dispatcher"))
        .isNotEmpty()
        .noneMatch(Thread::isInterrupted);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(sockets).allMatch(RunningServer::isClosed));
    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(server.messages).isEmpty();
  }

  @Test
  void halfOpenConnectionAlone_isClosedInTheEnd() throws Exception {
    connect(1, "GET /metrics HTTP/1.1\r\n");

    assertThat(sockets.get(0).getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void slowButHonestClient_isServed() throws Exception {
    Socket socket = server.connect("GET /-/healthy HT");
    sockets.add(socket);
    await()
        .pollDelay(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(workers()).isEqualTo(1));
    socket.getOutputStream().write("TP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void requestsOneAfterTheOther_areServedByOneThread() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
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
                    .anyMatch(frame -> frame.getMethodName().startsWith("await")));
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
      assertThat(workers()).isLessThanOrEqualTo(RequestThreads.MOST_THREADS);
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
    assertThat(workers()).isLessThanOrEqualTo(RequestThreads.MOST_THREADS);
  }

  @Test
  void bodyThatNeverComes_doesNotKeepOthersWaiting() throws Exception {
    connect(20, "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");

    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
  }

  @Test
  void hugeHeaderOrGarbage_harmsOnlyItsSender() throws Exception {
    sendIgnoringRefusal("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n");
    sendIgnoringRefusal("GET /metrics HTTP/1.1\r\n" + "a: b\r\n".repeat(100_000) + "\r\n");
    sendIgnoringRefusal("\u0016\u0003\u0001\u0002\u0000\u0001");
    sendIgnoringRefusal("\u0000\u00ff\u00fe\r\n\r\n");
    sendIgnoringRefusal("GET  HTTP/1.1\r\n\r\n");
    sendIgnoringRefusal("GET mailto:x HTTP/1.1\r\nHost: x\r\n\r\n");
    sendIgnoringRefusal("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");
    sendIgnoringRefusal(
        "GET /metrics HTTP/1.1\r\nHost: x\r\nAccept: " + ";,=".repeat(10_000) + "\r\n\r\n");

    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(text(server.get("/metrics?name%5B%5D=small"))).contains("small 1.0");
    assertThat(server.messages).isEmpty();
  }

  @Test
  void interrupt_doesNotReachTheNextRequestOfTheThread() throws Exception {
    connect(60, "GET /");

    for (int i = 0; i < 30; i++) {
      assertThat(text(server.get("/metrics?name%5B%5D=interrupted"))).contains("interrupted 0.0");
    }
  }

  @Test
  void threads_endWhenIdle() throws Exception {
    server.get("/-/healthy");
    assertThat(RunningServer.threads(WATCHDOG)).isOne();

    await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(() -> assertThat(RunningServer.threads(WORKERS)).isZero());
    assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
  }

  private List<Family> gather(Scrape scrape) {
    if (scrape.includes("small")) {
      if (scrape.includes("large")) {
        return large;
      }
      return List.of(new ScalarFamily("small", MetricType.GAUGE, "").add(1));
    }
    double interrupted = Thread.currentThread().isInterrupted() ? 1 : 0;
    return List.of(new ScalarFamily("interrupted", MetricType.GAUGE, "").add(interrupted));
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
    return RunningServer.threads(WORKERS) - RunningServer.threads(WATCHDOG);
  }
}
