package io.exporteragent.source.probe;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * Lets the thread that waits for an exchange end it, whatever the exchange is blocked in: connect,
 * TLS handshake, a server that drips. What must be closed for that is the TCP socket; a TLS socket
 * would first wait for its own locks. A name lookup cannot be ended.
 */
final class Abort {
  private @Nullable Socket socket;
  private boolean aborted;

  /**
   * Says what to close.
   *
   * @throws IOException if the exchange was ended before
   */
  synchronized void guard(Socket tcp) throws IOException {
    if (aborted) {
      throw new SocketException("aborted");
    }
    socket = tcp;
  }

  synchronized void now() {
    aborted = true;
    if (socket != null) {
      close(socket);
    }
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
