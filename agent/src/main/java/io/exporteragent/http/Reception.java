package io.exporteragent.http;

import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Meets clients at the {@link Door}: speaks TLS with them where that is asked for, and asks about
 * their requests. For the server's thread, to which other threads hand back what they have done.
 */
final class Reception {
  private static final String REALM = "Basic realm=\"exporter-agent\", charset=\"UTF-8\"";

  private final Door door;
  private final Executor handshakeThread;
  private final Runnable wakeUp;
  private final Queue<Connection> progressed = new ConcurrentLinkedQueue<>();
  private final Queue<Decision> decided = new ConcurrentLinkedQueue<>();
  private @Nullable Tls tls;
  private Door.@Nullable Version known;
  private String headers = "";

  /**
   * @param handshakeThread runs one handshake at a time; used only with TLS
   * @param wakeUp makes the server's thread call {@link #proceed}
   */
  Reception(Door door, Executor handshakeThread, Runnable wakeUp) {
    this.door = door;
    this.handshakeThread = handshakeThread;
    this.wakeUp = wakeUp;
  }

  /** What TLS takes, made for the first connection by it. */
  private static final class Tls {
    private final TlsWire.Buffers buffers = new TlsWire.Buffers();
    private final Executor handshakes;

    Tls(Executor thread) {
      handshakes = new Sparing(thread);
    }
  }

  /** A decision that took time. */
  static final class Decision {
    final Connection connection;
    final Request request;
    final Door.Verdict verdict;

    Decision(Connection connection, Request request, Door.Verdict verdict) {
      this.connection = connection;
      this.request = request;
      this.verdict = verdict;
    }
  }

  /** Makes the connection of a client that has just come. */
  Connection welcome(
      SocketChannel accepted,
      SelectionKey key,
      InetAddress address,
      Consumer<Connection> onAnswer) {
    Door.Version now = door.version();
    Connection connection = new Connection(accepted, key, address, now, onAnswer);
    connection.meet(now, headers(now));
    if (now.hasTls()) {
      Tls used = tls == null ? new Tls(handshakeThread) : tls;
      tls = used;
      connection.use(
          new TlsWire(accepted, now, used.buffers, used.handshakes, () -> progressed(connection)));
    }
    return connection;
  }

  private void progressed(Connection connection) {
    progressed.add(connection);
    wakeUp.run();
  }

  /** Decides about a request; if it takes time, the connection waits for {@link #proceed}. */
  Door.Verdict verdict(Connection connection, Request request) {
    Door.Version now = door.version();
    connection.meet(now, headers(now));
    Door.Verdict verdict =
        now.verdict(
            connection.address(),
            request.header("Authorization"),
            later -> {
              decided.add(new Decision(connection, request, later));
              wakeUp.run();
            });
    if (verdict == Door.Verdict.LATER) {
      connection.hold();
    }
    return verdict;
  }

  private String headers(Door.Version of) {
    if (of != known) {
      StringBuilder lines = new StringBuilder();
      for (Map.Entry<String, String> each : of.headers().entrySet()) {
        lines.append(each.getKey()).append(": ").append(each.getValue()).append("\r\n");
      }
      headers = lines.toString();
      known = of;
    }
    return headers;
  }

  /** Returns the answer to a client that is not let in, null if it is, or that is not known yet. */
  static @Nullable Answer refusal(Door.Verdict verdict) {
    switch (verdict) {
      case UNAUTHORIZED:
        return Answer.line(401, "Unauthorized.").header("WWW-Authenticate", REALM);
      case TOO_MANY:
        return Answer.line(429, "Too many requests.").header("Retry-After", "1");
      default:
        return null;
    }
  }

  /** Takes what other threads have done meanwhile. */
  void proceed(Consumer<Connection> onProgress, Consumer<Decision> onDecision) {
    for (Connection next = progressed.poll(); next != null; next = progressed.poll()) {
      onProgress.accept(next);
    }
    for (Decision next = decided.poll(); next != null; next = decided.poll()) {
      onDecision.accept(next);
    }
  }
}
