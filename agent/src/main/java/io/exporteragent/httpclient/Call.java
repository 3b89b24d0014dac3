package io.exporteragent.httpclient;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time one exchange may take, redirects included, and the means to end it early. It begins when
 * it is made, even if the client is asked later. For one exchange; any thread.
 */
public final class Call {
  private final long endNanos;
  private final long budgetNanos;
  private @Nullable Socket socket;
  private boolean aborted;

  private Call(long budgetNanos) {
    this.endNanos = System.nanoTime() + budgetNanos;
    this.budgetNanos = budgetNanos;
  }

  /** Begins an exchange that must be over after this time. */
  public static Call within(Duration timeout) {
    return new Call(TimeUnit.MILLISECONDS.toNanos(timeout.toMillis()));
  }

  /** Returns the time that is left in nanoseconds; negative if it is over. */
  public long remainingNanos() {
    return endNanos - System.nanoTime();
  }

  /** Creates the failure of an exchange whose time is over. */
  public HttpFailure timedOut() {
    return new HttpFailure(
        HttpFailure.Reason.TIMEOUT,
        String.format(Locale.ROOT, "no complete answer within %.1f s", budgetNanos / 1e9),
        "find out why the page is slow, or raise the timeout");
  }

  /**
   * Ends the exchange, whatever it is blocked in: connect, TLS handshake, a server that drips. Only
   * a name lookup cannot be ended.
   */
  public synchronized void abort() {
    aborted = true;
    if (socket != null) {
      close(socket);
    }
  }

  /**
   * Names the socket to be closed by {@link #abort}: the TCP socket, as a TLS socket would first
   * wait for its own locks.
   *
   * @throws IOException if the exchange was ended before
   */
  synchronized void guard(Socket tcp) throws IOException {
    if (aborted) {
      throw new SocketException("aborted");
    }
    socket = tcp;
  }

  /**
   * Returns the time that is left, at least 1, as a socket takes 0 for ever.
   *
   * @throws SocketTimeoutException if it is over
   */
  int remainingMillis() throws SocketTimeoutException {
    long remaining = remainingNanos();
    if (remaining <= 0) {
      throw new SocketTimeoutException("deadline passed");
    }
    return (int) Math.min(Integer.MAX_VALUE, 1 + TimeUnit.NANOSECONDS.toMillis(remaining));
  }

  static void close(Closeable what) {
    try {
      what.close();
    } catch (IOException e) {
      // It is of no use any more, open or closed.
      return;
    }
  }
}
