package io.exporteragent.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: reads requests, one after the other, and writes their answers. Never
 * blocks. For the server's thread.
 */
final class Connection {
  private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A client that takes less than this much in this time is cut. */
  private static final long SLOWEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long SLOWEST_BYTES = 16 * 1024;
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What is written in one turn, so that one fast reader does not keep the others waiting. */
  private static final int MOST_SLICES = 16;

  private static final String PLAIN_TEXT = "This port speaks TLS, the client sent plain HTTP.";

  private final SocketChannel channel;
  private final SelectionKey key;
  private final InetAddress address;
  private final Consumer<Connection> onAnswer;
  private final RequestReader reader = new RequestReader();
  private final Door.Version door;
  private Wire wire;
  private String headers = "";
  private long sinceNanos = System.nanoTime();
  private boolean isHeld;
  private boolean hasAsked;
  private boolean hasPage;
  private boolean inputHasEnded;
  private boolean isDraining;
  private @Nullable Exchange exchange;
  private @Nullable Answer answer;
  private byte[] head = {};
  private long bodyBytes;
  private long written;
  private long taken;
  private long takenBefore;
  private long lastTakenNanos;
  private long deadlineNanos;
  private boolean isHead;
  private boolean keepsAlive;

  /**
   * @param door by which it came in
   * @param onAnswer is called when there is an answer to {@link #write}
   */
  Connection(
      SocketChannel channel,
      SelectionKey key,
      InetAddress address,
      Door.Version door,
      Consumer<Connection> onAnswer) {
    this.channel = channel;
    this.key = key;
    this.address = address;
    this.door = door;
    this.onAnswer = onAnswer;
    this.wire = new PlainWire(channel);
  }

  /** Goes another way than that of plain HTTP; before the first byte. */
  void use(Wire other) {
    wire = other;
  }

  /** Returns whether it can be used no more. */
  boolean isClosed() {
    return !key.isValid();
  }

  /**
   * Answers from now on as a door wants it, and no more than once if that is not the one by which
   * it came in.
   *
   * @param more headers of every answer, each with its line end
   */
  void meet(Door.Version now, String more) {
    headers = more;
    keepsAlive &= now == door;
  }

  /** Waits for a decision about the request until {@link #release}. */
  void hold() {
    isHeld = true;
    sinceNanos = System.nanoTime();
  }

  /** Goes on with the request. */
  void release() {
    isHeld = false;
  }

  InetAddress address() {
    return address;
  }

  /** Whether a request was ever complete. */
  boolean hasAsked() {
    return hasAsked;
  }

  /** Whether a page was ever sent. */
  boolean hasPage() {
    return hasPage;
  }

  /** Whether no request is being answered. */
  boolean isIdle() {
    return exchange == null && answer == null && !isHeld;
  }

  /** Whether a handshake has to go on here before the client can say more. */
  boolean isWaitingForUs() {
    return wire.isBusy();
  }

  /** Returns the {@link System#nanoTime} at which its present state began. */
  long sinceNanos() {
    return sinceNanos;
  }

  /**
   * Returns whether it may be closed when others wait for memory: the client has taken nothing of
   * its answer for a while, or must have given up on it.
   */
  boolean mayBeCut(long nowNanos) {
    return answer != null
        && (nowNanos - lastTakenNanos >= STALLED_NANOS || nowNanos - deadlineNanos >= 0);
  }

  /** How long the client has taken nothing of an answer, 0 if there is none for it. */
  long stalledNanos(long nowNanos) {
    return answer == null ? 0 : nowNanos - lastTakenNanos;
  }

  /** Whether {@link #read} can take anything. */
  boolean wantsInput() {
    return !inputHasEnded && (isDraining || reader.room() > 0);
  }

  /**
   * Reads what has arrived.
   *
   * @param buffer is free to use
   * @throws IOException if the connection is at its end
   */
  void read(ByteBuffer buffer) throws IOException {
    int capacity = buffer.capacity();
    buffer.clear().limit(isDraining ? capacity : Math.min(capacity, reader.room()));
    int count = receive(buffer);
    if (count < 0) {
      inputHasEnded = true;
      if (isIdle()) {
        // No request is open; some clients only test whether the port is open.
        throw new IOException("closed by the client");
      }
    } else if (!isDraining) {
      if (count > 0 && reader.isEmpty() && isIdle()) {
        sinceNanos = System.nanoTime();
      }
      buffer.flip();
      reader.append(buffer);
    }
    watch();
  }

  private int receive(ByteBuffer buffer) throws IOException {
    int count = wire.read(buffer);
    if (count != Wire.PLAIN_TEXT) {
      return count;
    }
    wire = new PlainWire(channel);
    refuse(Answer.line(400, PLAIN_TEXT));
    return 0;
  }

  /**
   * The next request, once it is complete and the one before is answered.
   *
   * @param buffer is free to use
   * @throws BadRequest if it cannot be understood
   * @throws IOException if the connection is at its end
   */
  @Nullable Request next(ByteBuffer buffer) throws BadRequest, IOException {
    if (!isIdle() || isDraining) {
      return null;
    }
    Request request = reader.next();
    while (request == null && wire.holdsInput() && wantsInput()) {
      read(buffer);
      request = reader.next();
    }
    if (request != null) {
      hasAsked = true;
      keepsAlive = request.keepsAlive();
      isHead = request.isHead();
    }
    watch();
    return request;
  }

  /** Returns whether the client has ended its input and got every answer. */
  boolean isFinished() {
    return inputHasEnded && isIdle();
  }

  /** Begins to wait for the answer to a request. */
  void begin(Exchange begun) {
    exchange = begun;
    sinceNanos = System.nanoTime();
  }

  /** The answer to the last request. */
  void answer(Answer made) {
    keepsAlive &= !inputHasEnded || !reader.isEmpty();
    // First, since for this there may be no memory.
    head = made.head(keepsAlive, headers, System.currentTimeMillis());
    deadlineNanos = exchange == null ? System.nanoTime() : exchange.deadlineNanos();
    exchange = null;
    answer = made;
    bodyBytes = isHead ? 0 : made.bodySize();
    written = 0;
    taken = 0;
    takenBefore = 0;
    sinceNanos = System.nanoTime();
    lastTakenNanos = sinceNanos;
    onAnswer.accept(this);
  }

  /** Answers a malformed request, after which no other can be read. */
  void refuse(Answer refusal) {
    keepsAlive = false;
    hasAsked = true;
    answer(refusal);
  }

  /** Whether there is an answer to be written. */
  boolean hasAnswer() {
    return answer != null;
  }

  /**
   * Writes as much of the answer as the client takes.
   *
   * @param buffer is free to use
   * @throws IOException if the connection is at its end
   */
  void write(ByteBuffer buffer) throws IOException {
    note(wire.flush());
    Answer sent = answer;
    if (sent == null) {
      watch();
      return;
    }
    long all = head.length + bodyBytes;
    boolean takesMore = true;
    for (int slices = 0; takesMore && written < all && slices < MOST_SLICES; slices++) {
      buffer.clear();
      if (written < head.length) {
        buffer.put(head, (int) written, head.length - (int) written);
      }
      if (bodyBytes > 0) {
        sent.copyBody(Math.max(0, written - head.length), buffer);
      }
      buffer.flip();
      int count = wire.write(buffer);
      written += count;
      note(count);
      takesMore = !buffer.hasRemaining() && !wire.holdsOutput();
    }
    if (written == all && !wire.holdsOutput()) {
      hasPage |= sent.isPage();
      end();
    }
    watch();
  }

  private void note(int count) {
    if (count > 0) {
      taken += count;
      lastTakenNanos = System.nanoTime();
    }
  }

  private void end() throws IOException {
    releaseAnswer();
    sinceNanos = System.nanoTime();
    if (!keepsAlive) {
      // Closed with something unread the kernel would send a reset, and the answer could be lost.
      isDraining = true;
      wire.shutdownOutput();
      if (inputHasEnded) {
        throw new IOException("answered and closed");
      }
    }
  }

  private void watch() {
    int wanted = wantsInput() && !wire.isBusy() ? SelectionKey.OP_READ : 0;
    wanted |= answer == null && !wire.holdsOutput() ? 0 : SelectionKey.OP_WRITE;
    // Asking the kernel for what it already watches would cost a system call.
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /** Returns the {@link System#nanoTime} at which its present time limit ends. */
  long expiryNanos() {
    if (exchange != null) {
      return exchange.deadlineNanos() + Exchange.lostAfterNanos();
    }
    long patience = hasAsked ? IDLE_NANOS : HEAD_NANOS;
    if (isHeld || wire.isBusy()) {
      // It waits for us, behind others that want to shake hands or show a password.
      patience = HELD_NANOS;
    } else if (answer != null) {
      patience = SLOWEST_NANOS;
    } else if (isDraining || !reader.isEmpty()) {
      patience = isDraining ? DRAIN_NANOS : HEAD_NANOS;
    }
    return sinceNanos + patience;
  }

  /** Whether it is to be closed, now that {@link #expiryNanos} has passed. */
  boolean hasExpired(long nowNanos) {
    if (answer == null || taken - takenBefore < SLOWEST_BYTES) {
      return true;
    }
    takenBefore = taken;
    sinceNanos = nowNanos;
    return false;
  }

  /** Closes it, whatever was under way. May be repeated. */
  void close() {
    if (exchange != null) {
      exchange.giveUp();
      exchange = null;
    }
    try {
      releaseAnswer();
    } finally {
      wire.close();
      key.cancel();
      ServerLoop.close(channel);
    }
  }

  private void releaseAnswer() {
    Answer released = answer;
    answer = null;
    if (released != null) {
      released.release();
    }
  }
}
