package io.exporteragent.lifecycle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.http.MetricsServer;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EndpointTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Recording sockets = new Recording(SelectorProvider.provider());
  private final PublishedState state = new PublishedState("1.2.3");
  private Endpoint endpoint;
  private Thread thread;

  @AfterEach
  void close() throws InterruptedException {
    endpoint.close();
    if (thread != null) {
      thread.join();
    }
  }

  @Test
  void listeningSocketClosedBySomebody_isOpenedAgain() throws Exception {
    int port = Ports.free();
    start(port);
    await().atMost(PATIENCE).until(() -> isHealthy(port));

    for (int i = 1; i <= 2; i++) {
      try (Socket client = new Socket("localhost", port)) {
        // A client that is not accepted yet would be reset with the socket it waits at.
        client
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        assertThat(client.getInputStream().read()).isEqualTo('H');
        sockets.listening.get(sockets.listening.size() - 1).close();
        client.getOutputStream().write('\r');
      }
      int times = i + 1;
      await().atMost(PATIENCE).until(() -> said("serving http://localhost:" + port) == times);
      await().atMost(PATIENCE).until(() -> isHealthy(port));
    }
    assertThat(said("the server stopped: the listening socket was closed by somebody else"))
        .isEqualTo(2);
  }

  @Test
  void portBusy_isReportedOnce_andServedWhenItIsFree() throws Exception {
    try (ServerSocket busy = Ports.taken()) {
      start(busy.getLocalPort());
      await().atMost(PATIENCE).until(() -> said("cannot listen on localhost:") == 1);
    }
    await().atMost(PATIENCE).until(() -> said("serving http://localhost:") == 1);
    assertThat(said("cannot listen on localhost:")).isEqualTo(1);
  }

  @Test
  void portBusy_isAFailureForWhoeverInsists() throws Exception {
    try (ServerSocket busy = Ports.taken()) {
      endpoint = endpoint(busy.getLocalPort());
      assertThatThrownBy(endpoint::listenOrFail)
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "cannot listen on localhost:%d: Address already in use; free the port or give another",
              busy.getLocalPort());
      assertThat(endpoint.isListening()).isFalse();
    }
  }

  @Test
  void url_isSaidOnceWhoeverAsksForIt() throws Exception {
    int port = Ports.free();
    endpoint = endpoint(port);
    endpoint.listenOrFail();
    endpoint.announce();
    thread = new Thread(endpoint, "endpoint");
    thread.setDaemon(true);
    thread.start();
    await().atMost(PATIENCE).until(() -> isHealthy(port));
    endpoint.announce();

    assertThat(said("serving http://localhost:" + port + "/metrics")).isEqualTo(1);
  }

  private void start(int port) {
    endpoint = endpoint(port);
    thread = new Thread(endpoint, "endpoint");
    thread.setDaemon(true);
    thread.start();
  }

  private Endpoint endpoint(int port) {
    return new Endpoint(
        ServerSettings.of("localhost", port),
        () -> "http",
        address ->
            new MetricsServer(
                address, List.of(), sockets, scrape -> List.of(), "1.2.3", messages::add),
        state,
        messages::add);
  }

  private long said(String start) {
    return messages.stream().filter(message -> message.startsWith(start)).count();
  }

  private static boolean isHealthy(int port) {
    try {
      return Page.get(URI.create("http://localhost:" + port + "/-/healthy")).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** The JDK's own sockets, of which those that listen are remembered. */
  private static final class Recording extends SelectorProvider {
    private final List<ServerSocketChannel> listening = new CopyOnWriteArrayList<>();
    private final SelectorProvider jdk;

    Recording(SelectorProvider jdk) {
      this.jdk = jdk;
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
      ServerSocketChannel opened = jdk.openServerSocketChannel();
      listening.add(opened);
      return opened;
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
      return jdk.openSelector();
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
      return jdk.openSocketChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
      return jdk.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
      return jdk.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
      return jdk.openPipe();
    }
  }
}
