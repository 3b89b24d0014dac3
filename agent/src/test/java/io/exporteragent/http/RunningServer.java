package io.exporteragent.http;

import io.exporteragent.gather.NoPage;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.SourcePage;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server on a free port of the loopback interface, and the ways in which tests talk to it. */
final class RunningServer implements AutoCloseable {
  static final String SERVER_THREAD = "server-under-test";
  final List<String> messages = new CopyOnWriteArrayList<>();
  final MetricsServer server;
  final Thread thread;

  RunningServer(Function<Scrape, List<Family>> gather) throws Exception {
    this(gather, List.of(), new AnswerMemory(1 << 30));
  }

  RunningServer(Function<Scrape, List<Family>> gather, Door door) throws Exception {
    this(gather, List.of(), new AnswerMemory(1 << 30), door);
  }

  RunningServer(
      Function<Scrape, List<Family>> gather, List<String> allowedHosts, AnswerMemory memory)
      throws Exception {
    this(gather, allowedHosts, memory, new GuardedDoor(Door.open()));
  }

  private RunningServer(
      Function<Scrape, List<Family>> gather,
      List<String> allowedHosts,
      AnswerMemory memory,
      Door door)
      throws Exception {
    server = listeningOn(0, gather, allowedHosts, messages::add, memory);
    server.page("/broken", "text/plain", () -> throwingPage());
    server.page(new SourcePage("/both", () -> "<p>both</p>", () -> "[]"));
    server.page(
        new SourcePage(
            "/absent",
            () -> {
              throw NoPage.because("switch it on");
            },
            () -> "[]"));
    server.page(
        new SourcePage(
            "/busy",
            () -> {
              throw NoPage.forNow("ask again");
            },
            () -> "[]"));
    server.door(door);
    server.bind();
    thread = serve(server);
  }

  /** A server for the loopback interface that does not listen yet. */
  static MetricsServer listeningOn(
      int port,
      Function<Scrape, List<Family>> gather,
      List<String> allowedHosts,
      Messages messages,
      AnswerMemory memory) {
    return new MetricsServer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        allowedHosts,
        SelectorProvider.provider(),
        gather,
        "1.2.3",
        messages,
        memory);
  }

  /** Has a server run on a thread of its own. */
  static Thread serve(MetricsServer server) {
    Thread thread =
        new Thread(
            () -> {
              try {
                server.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            SERVER_THREAD);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  HttpResponse<byte[]> send(String method, String path, String... headers) {
    return Page.send(method, uri(path), headers).response();
  }

  /** Connects and sends the text as it is. */
  Socket connect(String sent) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** Whether the other side has closed the connection, without having sent anything. */
  static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static long threads(String namePrefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(namePrefix))
        .count();
  }

  @Override
  public void close() {
    server.close();
  }

  private static String throwingPage() {
    throw new IllegalStateException("secret\ndetail");
  }
}
