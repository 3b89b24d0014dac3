package io.exporteragent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A way to a server over which each byte of the client travels alone. */
final class Drip implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;

  Drip(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    start(this::forward);
  }

  private static void start(Runnable body) {
    Thread thread = new Thread(body, "drip");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void forward() {
    try (Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      server.setTcpNoDelay(true);
      start(() -> copy(server, client));
      OutputStream out = server.getOutputStream();
      InputStream in = client.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        out.write(next);
      }
    } catch (IOException e) {
      // Either side has closed, which ends the test or fails it.
      return;
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // Likewise.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
