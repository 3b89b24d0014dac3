package io.exporteragent.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/** Strangers who try passwords, or begin handshakes that they do not go on with. */
final class Flood {
  private static final String CORES = "cores";
  private static final String SLOWEST = "slowest scrape ms";
  private static final String ANSWERED = "answered a second";
  private static final String UNANSWERED = "turned away or given up a second";
  private static final String HALF_OPEN = "200 half-open handshakes";
  private static final int THREADS = 100;
  private static final int HALF_OPEN_CONNECTIONS = 200;
  private static final Duration BETWEEN_LOGINS = Duration.ofMillis(100);
  private static final Duration BETWEEN_SCRAPES = Duration.ofMillis(50);
  private static final int PATIENCE_MILLIS = 2_000;
  private static final double NANOS_PER_MILLI = 1e6;

  /** The header of a record and the beginning of a ClientHello. */
  private static final byte[] HALF_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3};

  /** What became of the connections of strangers. */
  private record Tally(AtomicLong answered, AtomicLong unanswered) {}

  private final Peers peers;
  private final WebFiles files;
  private final Effort effort;
  private final Samples samples = new Samples();
  private final List<String> names = new ArrayList<>();

  Flood(Peers peers, WebFiles files, Effort effort) {
    this.peers = peers;
    this.files = files;
    this.effort = effort;
  }

  /** Long enough to see more than what the JIT compiler does at first. */
  static Duration window(Effort effort) {
    return effort.rest().isZero() ? effort.window() : effort.rest();
  }

  Table measure() throws IOException, InterruptedException {
    for (int round = 0; round < effort.longRounds(); round++) {
      for (boolean isTls : new boolean[] {false, true}) {
        for (int cost : new int[] {10, 12}) {
          String name = "wrong passwords, " + (isTls ? "TLS" : "plain") + ", bcrypt cost " + cost;
          run(name, files.password(isTls, cost), isTls);
        }
      }
      run(HALF_OPEN, files.password(true, 10), true);
    }
    return Table.named("Strangers", names)
        .column(CORES, name -> samples.median(name, CORES))
        .column(SLOWEST, name -> samples.median(name, SLOWEST))
        .column(ANSWERED, name -> samples.median(name, ANSWERED))
        .column(UNANSWERED, name -> samples.median(name, UNANSWERED));
  }

  private void run(String name, Path web, boolean isTls) throws IOException, InterruptedException {
    if (!names.contains(name)) {
      names.add(name);
    }
    SocketFactory sockets = isTls ? files.clients() : SocketFactory.getDefault();
    try (Running running = Running.start(peers.exporterAgentWeb(name, web))) {
      running.await(() -> isThere(sockets, running.port()));
      running.hear();
      if (name.equals(HALF_OPEN)) {
        beginHandshakes(running, sockets);
      } else {
        flood(running, sockets);
      }
    }
  }

  private static boolean isThere(SocketFactory sockets, int port) {
    try (ScrapeClient client = knownClient(sockets, port)) {
      return client.scrape().series() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static ScrapeClient knownClient(SocketFactory sockets, int port) throws IOException {
    return ScrapeClient.withPassword(sockets, port, WebFiles.USER, WebFiles.PASSWORD);
  }

  private void flood(Running running, SocketFactory sockets)
      throws IOException, InterruptedException {
    String name = running.candidate().name();
    Tally tally = new Tally(new AtomicLong(), new AtomicLong());
    List<Thread> strangers = new ArrayList<>();
    try (ScrapeClient known = knownClient(sockets, running.port())) {
      known.scrape();
      long began = System.nanoTime();
      long end = began + window(effort).toNanos();
      Duration before = new ProcessFigures(running.pid()).cpu();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        Thread thread = new Thread(() -> tryPasswords(sockets, running, number, end, tally));
        thread.start();
        strangers.add(thread);
      }
      long slowest = 0;
      while (System.nanoTime() < end) {
        slowest = Math.max(slowest, known.scrape().took().toNanos());
        Thread.sleep(BETWEEN_SCRAPES.toMillis());
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      Duration used = new ProcessFigures(running.pid()).cpu().minus(before);
      samples.add(name, CORES, used.toNanos() / 1e9 / seconds);
      samples.add(name, SLOWEST, slowest / NANOS_PER_MILLI);
      samples.add(name, ANSWERED, tally.answered.get() / seconds);
      samples.add(name, UNANSWERED, tally.unanswered.get() / seconds);
    }
    for (Thread each : strangers) {
      each.join();
    }
  }

  private static void tryPasswords(
      SocketFactory sockets, Running running, int stranger, long end, Tally tally) {
    for (int i = 0; System.nanoTime() < end; i++) {
      String password = stranger + "-" + i;
      try (Socket socket = connect(sockets, running.port())) {
        socket.getOutputStream().write(request(password).getBytes(ISO_8859_1));
        if (socket.getInputStream().read() >= 0) {
          tally.answered.incrementAndGet();
        }
      } catch (IOException e) {
        // Turned away, or kept waiting for longer than a stranger does.
        tally.unanswered.incrementAndGet();
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOGINS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Socket connect(SocketFactory sockets, int port) throws IOException {
    Socket socket = sockets.createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static String request(String password) {
    String credentials =
        Base64.getEncoder().encodeToString((WebFiles.USER + ":" + password).getBytes(ISO_8859_1));
    return "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic "
        + credentials
        + "\r\n\r\n";
  }

  /** A new client comes while they are open. */
  private void beginHandshakes(Running running, SocketFactory sockets) throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < HALF_OPEN_CONNECTIONS; i++) {
        Socket socket = connect(SocketFactory.getDefault(), running.port());
        socket.getOutputStream().write(HALF_HELLO);
        open.add(socket);
      }
      long began = System.nanoTime();
      try (ScrapeClient client = knownClient(sockets, running.port())) {
        client.scrape();
      }
      samples.add(HALF_OPEN, SLOWEST, (System.nanoTime() - began) / NANOS_PER_MILLI);
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  static List<Target> targets(Table table) {
    List<Target> targets = new ArrayList<>();
    for (Table.Row row : table.rows()) {
      if (!row.name().equals(HALF_OPEN)) {
        targets.add(new Target(row.name() + ", cores", table.value(row.name(), CORES), 0.5));
        targets.add(
            new Target(
                row.name() + ", slowest cached scrape ms",
                table.value(row.name(), SLOWEST),
                1_000));
      }
    }
    targets.add(new Target(HALF_OPEN + ", a scrape ms", table.value(HALF_OPEN, SLOWEST), 3_000));
    return targets;
  }
}
