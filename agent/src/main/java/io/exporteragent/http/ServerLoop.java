package io.exporteragent.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Accepts connections, reads requests and writes answers, all on one thread that blocks only in the
 * selector. Time limits use the time before the last select, so that a pause of the whole JVM does
 * not count as slowness of a client.
 */
final class ServerLoop {
  /**
   * NIO copies what lies in the heap to a direct buffer of the same size, which it keeps for the
   * thread. This is the only one needed, whatever the size of a page.
   */
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final int MOST_ACCEPTED_AT_ONCE = 64;
  private static final long ACCEPT_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long WAITING_MILLIS = 100;
  private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String ACCEPTING = "accept";
  private static final String SERVING = "loop";

  private final Selector selector;
  private final ServerSocketChannel listener;
  private final SelectionKey listenerKey;
  private final Router router;
  private final Reception reception;
  private final Connections connections;
  private final Admission admission;
  private final Troubles troubles;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Queue<Connection> answered = new ArrayDeque<>(Connections.MOST);

  // Made ahead: should the jar be gone when they are needed, no turn would come to its end.
  private final Consumer<Connection> onProgress = this::goOn;
  private final Consumer<Reception.Decision> onDecision = this::decided;

  private long acceptAgainNanos;
  private boolean isPausedForRoom;
  private volatile boolean isClosed;

  /**
   * @param listener is bound, does not block and is not yet registered
   */
  ServerLoop(
      Selector selector,
      ServerSocketChannel listener,
      Router router,
      Reception reception,
      Connections connections,
      Admission admission,
      Troubles troubles)
      throws IOException {
    this.selector = selector;
    this.listener = listener;
    this.listenerKey = listener.register(selector, SelectionKey.OP_ACCEPT);
    this.router = router;
    this.reception = reception;
    this.connections = connections;
    this.admission = admission;
    this.troubles = troubles;
  }

  /**
   * Serves until it is closed.
   *
   * @throws IOException if the selector or the listening socket is broken
   */
  void run() throws IOException {
    while (!isClosed) {
      try {
        turn();
      } catch (RuntimeException | Error e) {
        // Most likely the heap of the application is full, which it may survive. What was left
        // undone is not announced by any socket.
        selector.wakeup();
        LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
        tell(e);
      }
      if (!isClosed && !(listener.isOpen() && selector.isOpen())) {
        throw new IOException("the listening socket was closed by somebody else");
      }
    }
  }

  private void tell(Throwable e) {
    try {
      troubles.tell(SERVING, "the server had to start its turn again: " + e, e);
    } catch (RuntimeException | Error again) {
      return; // There is no memory for the line either.
    }
  }

  /** Makes {@link #run} return. Any thread. */
  void close() {
    isClosed = true;
    selector.wakeup();
  }

  /** Closes every connection. Only after {@link #run} has ended. */
  void closeConnections() {
    connections.closeAll();
  }

  private void turn() throws IOException {
    long before = System.nanoTime();
    selector.select(timeoutMillis(before));
    // An interrupt has no meaning here, and would close the sockets used next.
    boolean unused = Thread.interrupted();
    if (isClosed) {
      return;
    }
    boolean isAnyoneNew = false;
    for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
      SelectionKey key = ready.next();
      ready.remove();
      if (!key.isValid()) {
        // Closed since the last look, while it was written to.
        continue;
      }
      if (key == listenerKey) {
        isAnyoneNew = true;
      } else {
        serve((Connection) key.attachment(), key.isReadable());
      }
    }
    reception.proceed(onProgress, onDecision);
    if (isAnyoneNew) {
      // Last: no connection that has just sent a request may be closed for a new one.
      accept();
    }
    admission.proceed();
    writeAnswers();
    for (Connection expired : connections.expired(before)) {
      close(expired);
    }
    cutStalled(before);
    acceptAgain(before);
  }

  /** Returns the time until the next connection expires; 0 for no limit. */
  private long timeoutMillis(long now) {
    long timeout = connections.nanosToExpiry(now);
    if (acceptAgainNanos != 0) {
      timeout = Math.min(timeout, acceptAgainNanos - now);
    }
    if (timeout == Long.MAX_VALUE) {
      return 0;
    }
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeout) + 1);
    return admission.isAnyWaiting() ? Math.min(millis, WAITING_MILLIS) : millis;
  }

  private void accept() {
    for (int i = 0; i < MOST_ACCEPTED_AT_ONCE; i++) {
      if (connections.isFull() && (i > 0 || !connections.closeOne(this::close))) {
        if (i == 0) {
          pauseAccepting(true);
        }
        return;
      }
      SocketChannel accepted;
      try {
        accepted = listener.accept();
      } catch (IOException e) {
        if (!listener.isOpen()) {
          return;
        }
        String reason = "cannot accept connections: " + e.getMessage();
        troubles.tell(ACCEPTING, reason + "; tried again every second", e);
        connections.closeSilent(this::close);
        pauseAccepting(false);
        return;
      }
      if (accepted == null) {
        return;
      }
      troubles.over(ACCEPTING);
      welcome(accepted);
    }
  }

  private void welcome(SocketChannel accepted) {
    boolean isKept = false;
    try {
      accepted.configureBlocking(false);
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
      InetSocketAddress client = (InetSocketAddress) accepted.getRemoteAddress();
      if (client != null && connections.makeRoomFor(client.getAddress(), this::close)) {
        SelectionKey key = accepted.register(selector, SelectionKey.OP_READ);
        Connection connection =
            reception.welcome(accepted, key, client.getAddress(), answered::add);
        key.attach(connection);
        connections.add(connection);
        isKept = true;
        // The request is mostly there already.
        serve(connection, true);
      }
    } catch (IOException e) {
      // The client has closed it already.
      return;
    } finally {
      if (!isKept) {
        close(accepted);
      }
    }
  }

  /** Closes a socket. Here, since other classes cannot be loaded without memory or the jar. */
  static void close(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return;
    }
  }

  private void serve(Connection connection, boolean hasInput) {
    try {
      if (hasInput && connection.wantsInput()) {
        connection.read(buffer);
      }
      answer(connection);
    } catch (IOException e) {
      // The client has closed the connection, which is no failure.
      close(connection);
    } catch (RuntimeException | Error e) {
      close(connection);
      throw e;
    }
  }

  /** Writes answers and takes requests, until the client has to do something. */
  private void answer(Connection connection) throws IOException {
    while (true) {
      connection.write(buffer);
      if (connection.hasAnswer()) {
        return;
      }
      try {
        Request request = connection.next(buffer);
        if (request == null) {
          if (connection.isFinished()) {
            close(connection);
          }
          return;
        }
        decide(connection, request, reception.verdict(connection, request));
      } catch (BadRequest e) {
        connection.refuse(e.answer());
      }
    }
  }

  /** Reads on where a handshake has made progress. */
  private void goOn(Connection connection) {
    if (!connection.isClosed()) {
      serve(connection, true);
    }
  }

  private void decided(Reception.Decision decision) {
    Connection connection = decision.connection;
    if (!connection.isClosed()) {
      connection.release();
      try {
        decide(connection, decision.request, decision.verdict);
      } catch (BadRequest e) {
        connection.refuse(e.answer());
      }
    }
  }

  private void decide(Connection connection, Request request, Door.Verdict verdict)
      throws BadRequest {
    Answer refusal = Reception.refusal(verdict);
    if (refusal != null) {
      connection.answer(refusal);
    } else if (verdict != Door.Verdict.LATER) {
      admission.arrived(connection, request, router.task(request));
    }
  }

  private void writeAnswers() {
    for (Connection next = answered.poll(); next != null; next = answered.poll()) {
      if (next.hasAnswer()) {
        serve(next, false);
      }
    }
  }

  private void cutStalled(long now) {
    while (admission.isAnyWaiting()) {
      Connection worst = connections.worstReader(now);
      if (worst == null) {
        return;
      }
      close(worst);
      admission.proceed();
      writeAnswers();
    }
  }

  private void close(Connection connection) {
    connections.remove(connection);
    if (isPausedForRoom) {
      acceptAgainNanos = System.nanoTime();
    }
    connection.close();
  }

  private void pauseAccepting(boolean forRoom) {
    isPausedForRoom = forRoom;
    listenerKey.interestOps(0);
    acceptAgainNanos = System.nanoTime() + ACCEPT_AGAIN_NANOS;
  }

  private void acceptAgain(long now) {
    if (acceptAgainNanos != 0 && acceptAgainNanos - now <= 0) {
      acceptAgainNanos = 0;
      isPausedForRoom = false;
      listenerKey.interestOps(SelectionKey.OP_ACCEPT);
    }
  }
}
