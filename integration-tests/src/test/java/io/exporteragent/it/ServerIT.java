package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The server of the built jar, in front of clients good and bad. */
class ServerIT {
  private static final String PROMETHEUS_ACCEPT =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
          + "application/openmetrics-text;version=0.0.1;q=0.5,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

  @Jdk.Each
  void pathsMethodsAndFormats(Jdk jdk) {
    try (Program program = Program.java(jdk).agent("localhost:0").fixture(Obedient.class).start()) {
      URI server = program.serving();
      assertThat(Page.get(server.resolve("/")).body()).contains("exporter-agent", "/metrics");
      assertThat(Page.get(server.resolve("/-/healthy")).status()).isEqualTo(200);
      for (String path : List.of("/nope", "/metricsX", "/metrics/", "/-/healthyX", "/-/")) {
        assertThat(Page.get(server.resolve(path)).status()).as(path).isEqualTo(404);
      }
      Page post = Page.send("POST", server.resolve("/metrics"));
      assertThat(post.status()).isEqualTo(405);
      assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
      Page head = Page.send("HEAD", server.resolve("/metrics"), "Accept-Encoding", "gzip");
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.header("Content-Encoding")).isEqualTo("gzip");

      Page openMetrics = Page.metrics(server, "Accept", PROMETHEUS_ACCEPT);
      assertThat(openMetrics.header("Content-Type"))
          .startsWith("application/openmetrics-text; version=1.0.0;")
          .contains("escaping=allow-utf-8");
      assertThat(openMetrics.body()).endsWith("# EOF\n");
      assertThat(Page.metrics(server, "Accept", "text/plain;version=1.0.0").header("Content-Type"))
          .startsWith("text/plain; version=1.0.0;")
          .contains("escaping=underscores");
      assertThat(Page.metrics(server).header("Content-Type"))
          .startsWith("text/plain; version=0.0.4");
      assertThat(
              Page.metrics(
                      server,
                      "Accept",
                      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited")
                  .header("Content-Type"))
          .startsWith("application/vnd.google.protobuf;");

      Page filtered = Page.get(server.resolve("/metrics?name%5B%5D=jvm_threads_started_total"));
      assertThat(filtered.families()).containsExactly("jvm_threads_started_total");
    }
  }

  @Jdk.Each
  void halfOpenConnections_doNotShutOutHonestClients(Jdk jdk) throws Exception {
    try (Program program = Program.java(jdk).agent("localhost:0").fixture(Obedient.class).start()) {
      URI server = program.serving();
      List<Socket> halfOpen = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          halfOpen.add(send(server, "GET /metr"));
        }
        for (int i = 0; i < 3; i++) {
          assertThat(Page.get(server.resolve("/-/healthy")).status()).isEqualTo(200);
        }
        assertThat(Page.metrics(server).status()).isEqualTo(200);
        assertThat(httpThreads(jdk, program)).isBetween(1L, 8L);
      } finally {
        for (Socket socket : halfOpen) {
          socket.close();
        }
      }
      assertThat(program.errorLines()).hasSize(1);
    }
  }

  @Jdk.Each
  void garbageAndHugeHeaders_doNotDisturbTheNextScrape(Jdk jdk) throws Exception {
    try (Program program = Program.java(jdk).agent("localhost:0").fixture(Obedient.class).start()) {
      URI server = program.serving();
      String megabyte = "x".repeat(1 << 20);
      for (String request :
          List.of(
              "\u0000\u00ff\u0016\u0003\u0001 garbage\r\n\r\n",
              "GET /metrics HTTP/1.1\r\nHost: a\r\nX-Huge: " + megabyte + "\r\n\r\n",
              "GET /" + megabyte + " HTTP/1.1\r\n\r\n",
              "GET /metrics\r\n\r\n",
              "\r\n\r\n")) {
        try (Socket socket = send(server, request)) {
          Page page = Page.metrics(server);
          assertThat(page.status()).isEqualTo(200);
          assertThat(page.succeeded("jvm")).isTrue();
          assertThat(socket.isClosed()).isFalse();
        }
      }
      assertThat(program.errorLines()).hasSize(1);
      assertThat(program.output()).isEqualTo("ready\n");
    }
  }

  @Jdk.Each
  void twoHundredConcurrentScrapes_areAllAnswered(Jdk jdk) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(200);
    try (Program program = Program.java(jdk).agent("localhost:0").fixture(Obedient.class).start()) {
      URI server = program.serving();
      Callable<Page> scrape = () -> Page.metrics(server);
      for (Future<Page> answer : clients.invokeAll(Collections.nCopies(200, scrape))) {
        assertThat(answer.get().status()).isEqualTo(200);
        assertThat(answer.get().families())
            .contains("jvm_threads_current", "memory_usage", "exporter_agent_build_info");
      }
      assertThat(httpThreads(jdk, program)).isBetween(1L, 8L);
    } finally {
      clients.shutdownNow();
    }
  }

  /** Sends what it can: a server may well hang up in the middle of a megabyte. */
  private static Socket send(URI server, String request) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    try {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    } catch (IOException e) {
      assertThat(request).as("refused while being sent").hasSizeGreaterThan(1 << 16);
    }
    return socket;
  }

  private static long httpThreads(Jdk jdk, Program program) {
    return jdk.run("jcmd", String.valueOf(program.pid()), "Thread.print")
        .lines()
        .filter(line -> compile("^\"exporter-agent-http(-\\d+)?\"").matcher(line).find())
        .count();
  }
}
