package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** The status page of an application on loopback, which answers well or badly as it is told. */
final class StatusPage implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private volatile Answer answer;
  private volatile Optional<SSLContext> tls = Optional.empty();
  private ServerSocket listener;
  private Thread acceptor;
  private Socket placeholder = new Socket();

  /** Says something to a client, after which it hangs up. */
  interface Answer {
    void to(Socket client, CountDownLatch closed) throws IOException, InterruptedException;
  }

  private StatusPage(Answer answer) throws IOException {
    this.answer = answer;
    listen(0);
  }

  static StatusPage of(Answer answer) throws IOException {
    return new StatusPage(answer);
  }

  static Answer ok(String body) {
    return http("200 OK", body);
  }

  static Answer http(String statusAndHeaders, String body) {
    byte[] content = body.getBytes(UTF_8);
    String head =
        "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(statusAndHeaders, content.length);
    return (client, closed) -> {
      client.getOutputStream().write(head.getBytes(ISO_8859_1));
      client.getOutputStream().write(content);
    };
  }

  static Answer raw(String text) {
    return (client, closed) -> client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  static Answer silence() {
    return (client, closed) -> closed.await();
  }

  /** Never pauses for long, and never ends. */
  static Answer drip() {
    return (client, closed) -> {
      raw("HTTP/1.1 200 OK\r\n\r\n[").to(client, closed);
      while (!closed.await(50, TimeUnit.MILLISECONDS)) {
        client.getOutputStream().write(' ');
      }
    };
  }

  void answers(Answer other) {
    answer = other;
  }

  int port() {
    return listener.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/status";
  }

  /** Request line and headers of each request so far. */
  List<String> requests() {
    return requests;
  }

  /** Speaks TLS from now on, with this certificate. */
  void present(SSLContext certificate) {
    tls = Optional.of(certificate);
  }

  /** Refuses connections from now on, but lets nobody else have the port. */
  void stopListening() throws IOException, InterruptedException {
    int port = port();
    listener.close();
    acceptor.join();
    placeholder = new Socket();
    placeholder.setReuseAddress(true);
    placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Accepts connections again, where it did before. */
  void listenAgain() throws IOException {
    placeholder.close();
    listen(port());
  }

  private void listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    listener = socket;
    acceptor = daemon(() -> accept(socket));
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        clients.add(client);
        daemon(() -> serve(client));
      } catch (IOException e) {
        // Closed by the test, which is the end of it.
        return;
      }
    }
  }

  private void serve(Socket accepted) {
    try (Socket client = secured(accepted)) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
      StringBuilder request = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        request.append(line).append('\n');
      }
      requests.add(request.toString());
      answer.to(client, closed);
    } catch (IOException e) {
      // A client that does not want the rest, which is its right.
      return;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Socket secured(Socket accepted) throws IOException {
    if (tls.isEmpty()) {
      return accepted;
    }
    SSLSocketFactory sockets = tls.get().getSocketFactory();
    return sockets.createSocket(accepted, InputStream.nullInputStream(), true);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "status-page");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    placeholder.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
