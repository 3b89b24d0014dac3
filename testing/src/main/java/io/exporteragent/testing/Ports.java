package io.exporteragent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
public final class Ports {
  /** Below those that systems give to connections, of which tests make many. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;

  private Ports() {}

  /**
   * Finds a port that nobody listens on. No connection is given it meanwhile, but another process
   * may listen on it before the caller does.
   */
  public static int free() {
    int port = 0;
    while (port == 0) {
      int candidate = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      port = isFree(candidate) ? candidate : 0;
    }
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens on some port until the socket is closed, and accepts nobody. */
  public static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
