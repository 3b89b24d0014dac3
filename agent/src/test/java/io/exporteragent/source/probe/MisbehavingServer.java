package io.exporteragent.source.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on the loopback that answers with whatever bytes a test wants, and remembers requests.
 */
final class MisbehavingServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Answer answer;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Writes an answer; the connection is closed when it returns false or throws. */
  interface Answer {
    boolean write(OutputStream out, CountDownLatch closed) throws Exception;
  }

  private MisbehavingServer(Answer answer) throws IOException {
    this.answer = answer;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  static MisbehavingServer that(Answer answer) throws IOException {
    return new MisbehavingServer(answer);
  }

  /** Answers every request with these characters and hangs up. */
  static MisbehavingServer saying(String raw) throws IOException {
    return new MisbehavingServer(
        (out, closed) -> {
          out.write(raw.getBytes(ISO_8859_1));
          return false;
        });
  }

  /** A well-behaved server of one JSON page that keeps connections alive. */
  static MisbehavingServer serving(String json) throws IOException {
    byte[] page = ok(json.getBytes(UTF_8), "Content-Type: application/json");
    return new MisbehavingServer(
        (out, closed) -> {
          out.write(page);
          return true;
        });
  }

  static byte[] ok(byte[] body, String... headers) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    page.writeBytes(head.toString().getBytes(ISO_8859_1));
    page.writeBytes(body);
    return page.toByteArray();
  }

  /** Nobody listens there any more. */
  static URI refusing() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/status");
    }
  }

  URI url() {
    return url("/status");
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
  }

  /** Request line and headers of each request. */
  List<String> requests() {
    return requests;
  }

  int connections() {
    return connections.get();
  }

  /** Closes what clients have connected, as a server does that is tired of idle connections. */
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    hangUp();
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = listener.accept();
      connections.incrementAndGet();
      sockets.add(socket);
      daemon(() -> serve(socket));
    }
  }

  private void serve(Socket socket) throws Exception {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      boolean again = true;
      while (again) {
        StringBuilder request = new StringBuilder();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
          request.append(line).append('\n');
          line = in.readLine();
        }
        if (line == null) {
          return;
        }
        requests.add(request.toString());
        again = answer.write(socket.getOutputStream(), closed);
        socket.getOutputStream().flush();
      }
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void daemon(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Exception e) {
                // The client or the test has hung up, which is what these servers are for.
                return;
              }
            },
            "misbehaving-server");
    thread.setDaemon(true);
    thread.start();
  }
}
