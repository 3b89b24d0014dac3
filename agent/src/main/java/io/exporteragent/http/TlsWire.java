package io.exporteragent.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import org.jspecify.annotations.Nullable;

/**
 * Bytes by TLS. The handshake, which takes a thousand times as long as anything else here, is done
 * on another thread; records are opened and closed on the server's own.
 *
 * <p>Between two turns of the server it keeps only what is not a whole record yet, or not sent yet:
 * the buffers for whole records are shared by all wires.
 */
final class TlsWire implements Wire {
  private static final byte[] NONE = {};

  /** More than the certificates of a client need. */
  private static final int MOST_HANDSHAKE_BYTES = 64 * 1024;

  private final SocketChannel channel;
  private final Door.Version door;
  private final Buffers buffers;
  private final Executor handshakes;
  private final Runnable onProgress;

  /** Has arrived, and is not opened. */
  private byte[] sealed = NONE;

  /** Was opened, and is not read. */
  private byte[] opened = NONE;

  /** Was closed, and is not sent. */
  private byte[] unsent = NONE;

  private @Nullable SSLEngine engine;
  private @Nullable TlsHandshake handshake;
  private boolean isOpen;
  private boolean mayHoldRecord;
  private boolean isEnding;
  private boolean isShutDown;

  /**
   * @param door makes the engine
   * @param buffers of the server's thread
   * @param handshakes run what takes long
   * @param onProgress makes the server's thread {@link #read} again; called on any thread
   */
  TlsWire(
      SocketChannel channel,
      Door.Version door,
      Buffers buffers,
      Executor handshakes,
      Runnable onProgress) {
    this.channel = channel;
    this.door = door;
    this.buffers = buffers;
    this.handshakes = handshakes;
    this.onProgress = onProgress;
  }

  /** Room for some whole records. For one thread. */
  static final class Buffers {
    /** A record has at most 16 KiB, and a few hundred bytes around it. */
    private static final int RECORD_BYTES = 17 * 1024;

    private static final int MOST_RECORDS = 4;

    private final ByteBuffer in = ByteBuffer.allocateDirect(MOST_RECORDS * RECORD_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(MOST_RECORDS * RECORD_BYTES);
    private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    if (!isOpen && !goOnWithHandshake()) {
      // Every record of TLS begins with a number below all letters.
      boolean isPlainText = handshake == null && sealed.length > 0 && sealed[0] >= 'A';
      return isPlainText ? PLAIN_TEXT : 0;
    }
    int before = to.position();
    give(to);
    boolean hasEnded = false;
    if (to.hasRemaining()) {
      ByteBuffer in = buffers.in;
      in.clear();
      in.put(sealed);
      hasEnded = in.hasRemaining() && channel.read(in) < 0;
      in.flip();
      hasEnded |= open(in, to);
      sealed = rest(in);
    }
    int count = to.position() - before;
    return count == 0 && hasEnded ? -1 : count;
  }

  /** Opens records while there are any and there is room; returns whether the client has ended. */
  private boolean open(ByteBuffer in, ByteBuffer to) throws IOException {
    mayHoldRecord = true;
    while (in.hasRemaining() && to.hasRemaining()) {
      buffers.record.clear();
      SSLEngine used = engine();
      SSLEngineResult result = used.unwrap(in, buffers.record);
      buffers.record.flip();
      opened = rest(buffers.record);
      give(to);
      HandshakeStatus status = used.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        throw new IOException("the client wants to shake hands again");
      }
      if (status == HandshakeStatus.NEED_WRAP) {
        // An answer to new keys, or to the end.
        send(ByteBuffer.wrap(NONE));
      }
      if (result.getStatus() != Status.OK) {
        mayHoldRecord = false;
        return result.getStatus() == Status.CLOSED;
      }
    }
    mayHoldRecord = in.hasRemaining();
    return false;
  }

  private SSLEngine engine() {
    if (engine == null) {
      throw new IllegalStateException("the handshake has not begun");
    }
    return engine;
  }

  private void give(ByteBuffer to) {
    int count = Math.min(opened.length, to.remaining());
    to.put(opened, 0, count);
    opened = count == opened.length ? NONE : Arrays.copyOfRange(opened, count, opened.length);
  }

  private static byte[] rest(ByteBuffer of) {
    if (!of.hasRemaining()) {
      return NONE;
    }
    byte[] rest = new byte[of.remaining()];
    of.get(rest);
    return rest;
  }

  @Override
  public boolean holdsInput() {
    return opened.length > 0 || mayHoldRecord;
  }

  /** Returns whether the handshake is done. */
  private boolean goOnWithHandshake() throws IOException {
    TlsHandshake step = handshake;
    if (step != null) {
      if (!step.isDone()) {
        return false;
      }
      handshake = null;
      engine = step.engine();
      sealed = rest(step.rest());
      append(step.output());
      flush();
      IOException failure = step.failure();
      if (failure != null) {
        throw failure;
      }
      isOpen = step.hasSucceeded();
    }
    if (!isOpen) {
      collect();
    }
    return isOpen;
  }

  /** Reads what has arrived of the handshake, and begins to go on with it. */
  private void collect() throws IOException {
    if (sealed.length == MOST_HANDSHAKE_BYTES) {
      throw new IOException("a handshake of more than " + MOST_HANDSHAKE_BYTES + " bytes");
    }
    ByteBuffer in = buffers.in;
    // What a client sends after its last word of the handshake waits with the kernel.
    in.clear().limit(MOST_HANDSHAKE_BYTES);
    in.put(sealed);
    int count = channel.read(in);
    if (count < 0) {
      throw new IOException("closed by the client");
    }
    in.flip();
    sealed = rest(in);
    if (count == 0 || sealed[0] >= 'A') {
      return;
    }
    TlsHandshake step = new TlsHandshake(door, engine, sealed, onProgress);
    handshakes.execute(step);
    handshake = step;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    flush();
    return unsent.length > 0 ? 0 : send(from);
  }

  /** Closes records and sends them; returns how many of the bytes are in them. */
  private int send(ByteBuffer from) throws IOException {
    int before = from.position();
    ByteBuffer out = buffers.out;
    out.clear();
    do {
      Status status = engine().wrap(from, out).getStatus();
      if (status == Status.CLOSED && from.hasRemaining()) {
        throw new IOException("closed by the client");
      }
      if (status != Status.OK) {
        break;
      }
    } while (from.hasRemaining() && out.remaining() >= Buffers.RECORD_BYTES);
    out.flip();
    if (unsent.length == 0) {
      channel.write(out);
    }
    append(rest(out));
    return from.position() - before;
  }

  private void append(byte[] more) {
    if (more.length > 0) {
      int waiting = unsent.length;
      unsent = Arrays.copyOf(unsent, waiting + more.length);
      System.arraycopy(more, 0, unsent, waiting, more.length);
    }
  }

  @Override
  public int flush() throws IOException {
    int count = 0;
    if (unsent.length > 0) {
      ByteBuffer waiting = ByteBuffer.wrap(unsent);
      count = channel.write(waiting);
      unsent = rest(waiting);
    }
    if (isEnding && !isShutDown && unsent.length == 0) {
      isShutDown = true;
      channel.shutdownOutput();
    }
    return count;
  }

  @Override
  public boolean holdsOutput() {
    return unsent.length > 0;
  }

  @Override
  public boolean isBusy() {
    return handshake != null;
  }

  @Override
  public void shutdownOutput() throws IOException {
    engine().closeOutbound();
    send(ByteBuffer.wrap(NONE));
    isEnding = true;
    flush();
  }

  @Override
  public void close() {
    TlsHandshake step = handshake;
    if (step != null) {
      step.giveUp();
    }
  }
}
