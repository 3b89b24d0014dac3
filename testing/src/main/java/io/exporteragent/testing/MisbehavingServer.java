package io.exporteragent.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback interface that answers with whatever bytes a test wants, and remembers
 * requests. Each connection has a thread of its own.
 */
public final class MisbehavingServer implements AutoCloseable {
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<Socket> clients = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Answer answer;
  private volatile @Nullable SSLContext certificate;
  private ServerSocket listener;
  private Thread acceptor;
  private Socket placeholder = new Socket();

  /** What a client gets for a request. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Writes an answer; the connection is closed when it returns false or throws.
     *
     * @param closed is counted down when the server closes
     */
    boolean write(OutputStream out, CountDownLatch closed) throws Exception;
  }

  private MisbehavingServer(Answer answer) throws IOException {
    this.answer = answer;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.acceptor = daemon(() -> accept(listener));
  }

  /** Starts a server with this answer to every request. */
  public static MisbehavingServer that(Answer answer) throws IOException {
    return new MisbehavingServer(answer);
  }

  /** Starts one that answers with these characters and hangs up. */
  public static MisbehavingServer saying(String raw) throws IOException {
    return new MisbehavingServer(raw(raw));
  }

  /** Starts a well-behaved one of one JSON page that keeps connections alive. */
  public static MisbehavingServer serving(String json) throws IOException {
    byte[] page = ok(json.getBytes(UTF_8), "Content-Type: application/json");
    return new MisbehavingServer(
        (out, closed) -> {
          out.write(page);
          return true;
        });
  }

  /** Returns the bytes of a good answer, which leaves the connection open. */
  public static byte[] ok(byte[] body, String... headers) {
    return page("200 OK", body, headers);
  }

  private static byte[] page(String status, byte[] body, String... headers) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    page.writeBytes(head.toString().getBytes(ISO_8859_1));
    page.writeBytes(body);
    return page.toByteArray();
  }

  /** Answers in HTTP, with for instance {@code 404 Not Found}, and hangs up. */
  public static Answer http(String status, String body) {
    byte[] page = page(status, body.getBytes(UTF_8), "Connection: close");
    return raw(new String(page, ISO_8859_1));
  }

  /** Answers with these characters and hangs up. */
  public static Answer raw(String text) {
    return (out, closed) -> {
      out.write(text.getBytes(ISO_8859_1));
      return false;
    };
  }

  /** Never answers. */
  public static Answer silence() {
    return (out, closed) -> {
      closed.await();
      return false;
    };
  }

  /** Never pauses for long, and never ends. */
  public static Answer drip() {
    return (out, closed) -> {
      out.write("HTTP/1.1 200 OK\r\n\r\n[".getBytes(ISO_8859_1));
      while (!closed.await(50, TimeUnit.MILLISECONDS)) {
        out.write(' ');
      }
      return false;
    };
  }

  /** Returns an address where nobody listens any more. */
  public static URI refusing() {
    return URI.create("http://127.0.0.1:" + Ports.free() + "/status");
  }

  /** Answers otherwise from the next request on. */
  public void answers(Answer other) {
    answer = other;
  }

  /** Speaks TLS from the next connection on, with this certificate. */
  public void present(SSLContext other) {
    certificate = other;
  }

  /** Returns the address of its status page. */
  public URI url() {
    return url("/status");
  }

  /** Returns the address of another page; any page has the same answer. */
  public URI url(String path) {
    String scheme = certificate == null ? "http" : "https";
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  /** Returns the port, which stays the same. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Returns request line and headers of each request so far. */
  public List<String> requests() {
    return requests;
  }

  /** Returns how many connections have been accepted. */
  public int connections() {
    return connections.get();
  }

  /** Closes what clients have connected, as a server does that is tired of idle connections. */
  public void hangUp() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  /** Refuses connections from now on, but lets nobody else have the port. */
  public void stopListening() throws IOException, InterruptedException {
    listener.close();
    acceptor.join();
    placeholder = new Socket();
    placeholder.setReuseAddress(true);
    placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
  }

  /** Accepts connections again, where it did before. */
  public void listenAgain() throws IOException {
    placeholder.close();
    ServerSocket again = new ServerSocket(port(), 50, InetAddress.getLoopbackAddress());
    listener = again;
    acceptor = daemon(() -> accept(again));
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    placeholder.close();
    hangUp();
  }

  private void accept(ServerSocket socket) throws IOException {
    while (true) {
      Socket client = socket.accept();
      connections.incrementAndGet();
      clients.add(client);
      daemon(() -> serve(client));
    }
  }

  private void serve(Socket accepted) throws Exception {
    try (Socket client = secured(accepted)) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
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
        again = answer.write(client.getOutputStream(), closed);
        client.getOutputStream().flush();
      }
    }
  }

  private Socket secured(Socket accepted) throws IOException {
    SSLContext tls = certificate;
    return tls == null
        ? accepted
        : tls.getSocketFactory().createSocket(accepted, InputStream.nullInputStream(), true);
  }

  private interface Task {
    void run() throws Exception;
  }

  private static Thread daemon(Task task) {
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
    return thread;
  }
}
