package io.exporteragent.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.exporteragent.benchmarks.program.LatencyHistogram;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Connections that each send one request, or some at once (pipelining, RFC 9112, 9.3.2), as soon as
 * the last are answered. All answers have to be of the same length, so that hardly anything is
 * looked at.
 */
final class RequestLoad implements AutoCloseable {
  private static final byte[] REQUEST =
      "GET /goods/7 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII);
  private static final int MOST_AT_ONCE = 64;
  private static final byte[] OK = "HTTP/1.1 200".getBytes(US_ASCII);
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

  private final List<Client> clients = new ArrayList<>();

  /** Connects and begins, one request at a time. */
  RequestLoad(int port, int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      Client client = new Client(new Socket(InetAddress.getLoopbackAddress(), port));
      clients.add(client);
      client.start();
    }
  }

  /**
   * Returns how many requests have been answered.
   *
   * @throws IOException if a connection has failed
   */
  long answered() throws IOException {
    long answered = 0;
    for (Client client : clients) {
      IOException failure = client.failure;
      if (failure != null) {
        throw new IOException("the load has ended", failure);
      }
      answered += client.answered.getAcquire();
    }
    return answered;
  }

  /** What all but a hundredth of the requests sent alone took at most since this was last asked. */
  long p99Nanos() {
    LatencyHistogram all = new LatencyHistogram();
    clients.forEach(client -> client.latencies.moveTo(all));
    return all.percentile(99);
  }

  /** Sends nothing more; returns when all that has been sent is answered. */
  void pause() throws InterruptedException {
    for (Client client : clients) {
      client.turn.acquire();
    }
  }

  /**
   * Goes on after {@link #pause}.
   *
   * @param atOnce the requests of a connection that are sent together, up to 64
   */
  void resume(int atOnce) {
    for (Client client : clients) {
      client.atOnce = atOnce;
      client.turn.release();
    }
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.socket.close();
      client.turn.release();
    }
  }

  private static final class Client extends Thread {
    final Socket socket;
    final AtomicLong answered = new AtomicLong();
    final LatencyHistogram latencies = new LatencyHistogram();
    volatile @Nullable IOException failure;
    volatile int atOnce = 1;

    /** Is held during a request, so that no one else has it then. */
    final Semaphore turn = new Semaphore(1, true);

    Client(Socket socket) {
      super("load");
      setDaemon(true);
      this.socket = socket;
    }

    @Override
    public void run() {
      try {
        socket.setTcpNoDelay(true);
        send(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
      } catch (IOException e) {
        failure = e;
      } finally {
        turn.release();
      }
    }

    private void send(InputStream in, OutputStream out) throws IOException {
      turn.acquireUninterruptibly();
      out.write(REQUEST);
      byte[] answer = first(in);
      byte[] requests = new byte[MOST_AT_ONCE * REQUEST.length];
      for (int i = 0; i < requests.length; i++) {
        requests[i] = REQUEST[i % REQUEST.length];
      }
      long done = 1;
      while (true) {
        if (turn.hasQueuedThreads()) {
          turn.release();
          turn.acquireUninterruptibly();
        }
        int sent = atOnce;
        long began = System.nanoTime();
        out.write(requests, 0, sent * REQUEST.length);
        for (int i = 0; i < sent; i++) {
          if (in.readNBytes(answer, 0, answer.length) < answer.length) {
            throw new EOFException("connection closed");
          }
          check(answer);
        }
        done += sent;
        answered.setRelease(done);
        if (sent == 1) {
          latencies.add(System.nanoTime() - began);
        }
      }
    }

    private static byte[] first(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new EOFException("connection closed after: " + head);
        }
        head.append((char) next);
      }
      Matcher length = CONTENT_LENGTH.matcher(head);
      if (!length.find()) {
        throw new IOException("an answer without length: " + head);
      }
      int body = Integer.parseInt(length.group(1));
      in.skipNBytes(body);
      check(head.toString().getBytes(US_ASCII));
      return new byte[head.length() + body];
    }

    /** Had one been shorter or longer, the next would not begin so. */
    private static void check(byte[] answer) throws IOException {
      for (int i = 0; i < OK.length; i++) {
        if (answer[i] != OK[i]) {
          throw new IOException("the answer is not 200: " + new String(answer, US_ASCII));
        }
      }
    }
  }
}
