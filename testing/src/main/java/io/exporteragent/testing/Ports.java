package io.exporteragent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
public final class Ports {
  private Ports() {}

  /** Finds a port that nobody listens on; another process may take it before the caller does. */
  public static int free() {
    try (ServerSocket socket = taken()) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens on some port until the socket is closed, and accepts nobody. */
  public static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
