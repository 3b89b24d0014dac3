package io.exporteragent.http;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The serving of one request on one thread, which can be given up while it waits for the client.
 *
 * <p>Giving up interrupts the thread, upon which the socket's channel closes itself ({@link
 * java.nio.channels.InterruptibleChannel}). The thread is interrupted under this object's lock and
 * only while the request is being read or answered; so an interrupt hits neither the sources, whose
 * own channels it would close, nor a later request on the same thread.
 */
final class RequestTask implements Runnable {
  private enum Phase {
    QUEUED,
    READING,
    GATHERING,
    WRITING,
    ENDED
  }

  private final Runnable exchange;
  private final Map<Thread, RequestTask> running;
  private final Consumer<RequestTask> onEnd;
  private final Consumer<Throwable> onFailure;
  private Phase phase = Phase.QUEUED;
  private int ticks;
  private boolean givenUp;
  private @Nullable Thread thread;

  /**
   * @param exchange reads a request from its connection, has it handled, and closes the connection
   *     when that fails
   * @param running has this object under the thread that serves the request, for its handler
   * @param onFailure receives what {@code exchange} throws, which it should not
   */
  RequestTask(
      Runnable exchange,
      Map<Thread, RequestTask> running,
      Consumer<RequestTask> onEnd,
      Consumer<Throwable> onFailure) {
    this.exchange = exchange;
    this.running = running;
    this.onEnd = onEnd;
    this.onFailure = onFailure;
  }

  @Override
  public void run() {
    running.put(Thread.currentThread(), this);
    begin();
    try {
      exchange.run();
    } catch (Throwable e) {
      onFailure.accept(e);
    } finally {
      end();
    }
  }

  /**
   * The request has been read, and it does not matter to it any longer what the client does.
   *
   * @throws IOException if the request was given up
   */
  void gathering() throws IOException {
    enter(Phase.GATHERING);
  }

  /**
   * From now on the answer is written.
   *
   * @throws IOException if the request was given up
   */
  void writing() throws IOException {
    enter(Phase.WRITING);
  }

  /** Closes the connection, now or as soon as it is run. */
  synchronized void giveUp() {
    givenUp = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * Called at regular intervals, which are counted instead of the time: after a pause of the whole
   * JVM time has passed in which an honest client could do nothing.
   *
   * @param readingLimit gives the request up when it has been seen more often than that while it
   *     was read
   * @param writingLimit the same for the answer
   */
  synchronized void tick(int readingLimit, int writingLimit) {
    if (phase == Phase.READING || phase == Phase.WRITING) {
      ticks++;
      if (ticks > (phase == Phase.READING ? readingLimit : writingLimit)) {
        giveUp();
      }
    }
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
    phase = Phase.READING;
    if (givenUp) {
      thread.interrupt();
    }
  }

  private synchronized void enter(Phase next) throws IOException {
    if (givenUp) {
      throw new IOException("the request was given up");
    }
    phase = next;
    ticks = 0;
  }

  private void end() {
    synchronized (this) {
      phase = Phase.ENDED;
      thread = null;
    }
    Thread.interrupted();
    running.remove(Thread.currentThread());
    onEnd.accept(this);
  }
}
