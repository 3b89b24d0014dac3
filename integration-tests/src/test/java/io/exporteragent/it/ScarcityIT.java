package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Busy;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Whatever clients do, files and memory are the application's. */
class ScarcityIT {
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Jdk.Each
  void silentConnections_leaveTheApplicationItsFiles(Jdk jdk) throws Exception {
    try (Program program = withFewDescriptors(jdk).start()) {
      URI server = program.serving();
      connect(server, 400, "");

      program.tell("open");
      program.awaitOutput(compile("done: open"));
      assertThat(program.output()).contains("opened\n");
      assertThat(Page.metrics(server).status()).isEqualTo(200);
    }
  }

  @Jdk.Each
  void applicationThatTakesEveryFile_isServedAgainWhenItHasClosedThem(Jdk jdk) throws Exception {
    try (Program program = withFewDescriptors(jdk).start()) {
      URI server = program.serving();
      assertThat(Page.metrics(server).status()).isEqualTo(200);
      program.tell("exhaust");
      program.awaitOutput(compile("done: exhaust"));
      connect(server, 3, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
      program.awaitError(compile("cannot accept connections: .*; tried again every second"));

      program.tell("free");
      program.awaitOutput(compile("done: free"));
      for (Socket socket : sockets) {
        assertThat(new String(socket.getInputStream().readNBytes(15), US_ASCII))
            .isEqualTo("HTTP/1.1 200 OK");
      }
      assertThat(program.errorLinesWith("cannot accept connections")).isEqualTo(1);
    }
  }

  private static Program.Command withFewDescriptors(Jdk jdk) {
    return Program.command("sh")
        .with("-c", "ulimit -n 256; exec \"$0\" \"$@\"", jdk.tool("java"))
        .agent("localhost:0")
        .fixture(Busy.class, "client-java-current");
  }

  @Jdk.Each
  void readersThatDoNotReadALargePage_leaveTheApplicationItsMemory(Jdk jdk) throws Exception {
    try (Program program =
        Program.java(jdk)
            .with("-Xmx300m", "-XX:MaxDirectMemorySize=1m")
            .agent("localhost:0")
            .fixture(Busy.class, "client-java-current")
            .start()) {
      URI server = program.serving();
      program.tell("register");
      program.awaitOutput(compile("done: register"));
      await().atMost(60, SECONDS).until(() -> Page.metrics(server).body().length() > 20_000_000);

      connect(server, 10, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
      Page page = Page.metrics(server, "X-Prometheus-Scrape-Timeout-Seconds", "60");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).hasSizeGreaterThan(20_000_000);

      program.tell("allocate");
      program.awaitOutput(compile("done: allocate"));
      assertThat(program.error()).doesNotContain("OutOfMemoryError");
    }
  }

  private void connect(URI server, int count, String sent) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(server.getHost(), server.getPort());
      sockets.add(socket);
      socket.getOutputStream().write(sent.getBytes(US_ASCII));
    }
  }
}
