package io.exporteragent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import org.jspecify.annotations.Nullable;

/**
 * As much of a handshake as what has arrived allows. Run on a thread of its own, for it takes
 * milliseconds; its outcome is for the server's thread once it {@link #isDone}.
 */
final class TlsHandshake implements Runnable {
  private static final int RECORD_BYTES = 17 * 1024;

  /** An alert, and what TLS 1.2 sends with it. */
  private static final int MOST_LAST_RECORDS = 4;

  private final Door.Version door;
  private final ByteBuffer in;
  private final Runnable onDone;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
  private @Nullable SSLEngine engine;
  private boolean hasSucceeded;
  private @Nullable IOException failure;
  private volatile boolean isGivenUp;
  private volatile boolean isDone;

  /**
   * @param door makes the engine, which takes time too, if there is none yet
   * @param engine of the server's side, used by nobody else meanwhile; null for a new one
   * @param in has arrived and is not opened
   * @param onDone is called on the thread that runs this
   */
  TlsHandshake(Door.Version door, @Nullable SSLEngine engine, byte[] in, Runnable onDone) {
    this.door = door;
    this.engine = engine;
    this.in = ByteBuffer.wrap(in.clone());
    this.onDone = onDone;
  }

  /** Notes that the client has gone. Any thread. */
  void giveUp() {
    isGivenUp = true;
  }

  /** Returns whether the outcome can be read. Any thread. */
  boolean isDone() {
    return isDone;
  }

  /** Returns whether both sides are content; else more has to arrive, or it has failed. */
  boolean hasSucceeded() {
    return hasSucceeded;
  }

  /** Returns why there can be no connection, null if there can. */
  @Nullable IOException failure() {
    return failure;
  }

  /** Returns the engine; null if it could not be made. */
  @Nullable SSLEngine engine() {
    return engine;
  }

  /** Returns what is to be sent, in any case. */
  byte[] output() {
    return out.toByteArray();
  }

  /** Returns what was not opened yet. */
  ByteBuffer rest() {
    return in;
  }

  @Override
  public void run() {
    if (isGivenUp) {
      return;
    }
    try {
      SSLEngine used = engine == null ? door.engine() : engine;
      engine = used;
      goOn(used);
    } catch (RuntimeException | Error e) {
      failure = new IOException("the handshake failed: " + e, e);
    } finally {
      isDone = true;
      onDone.run();
    }
  }

  private void goOn(SSLEngine engine) {
    try {
      shakeHands(engine);
    } catch (IOException e) {
      failure = e;
      sayWhy(engine);
    }
  }

  private void shakeHands(SSLEngine engine) throws IOException {
    if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
      engine.beginHandshake();
    }
    boolean isMoving = true;
    while (isMoving) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK:
          runTasks(engine);
          break;
        case NEED_WRAP:
          wrap(engine);
          break;
        case NEED_UNWRAP:
          isMoving = unwrap(engine);
          break;
        default:
          hasSucceeded = true;
          isMoving = false;
      }
    }
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private void wrap(SSLEngine engine) throws IOException {
    record.clear();
    engine.wrap(ByteBuffer.allocate(0), record);
    out.write(record.array(), 0, record.position());
  }

  /** Returns whether there was a whole record. */
  private boolean unwrap(SSLEngine engine) throws IOException {
    record.clear();
    SSLEngineResult result = engine.unwrap(in, record);
    if (result.getStatus() == Status.CLOSED) {
      throw new IOException("closed by the client");
    }
    return result.getStatus() == Status.OK && result.bytesConsumed() > 0;
  }

  private void sayWhy(SSLEngine engine) {
    try {
      for (int i = 0; i < MOST_LAST_RECORDS; i++) {
        if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
          return;
        }
        wrap(engine);
      }
    } catch (IOException e) {
      // There is no alert to be had: Java 8 and 11 throw once more what they have thrown.
      return;
    }
  }
}
