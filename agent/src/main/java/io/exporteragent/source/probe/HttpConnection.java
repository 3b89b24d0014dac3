package io.exporteragent.source.probe;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/** A connection to a server, good for one exchange after the other. One thread at a time. */
final class HttpConnection implements Closeable {
  private final Socket tcp;
  private final Socket socket;
  private final InputStream in;
  private Deadline deadline;

  private HttpConnection(Socket tcp, Socket socket, Deadline deadline) throws IOException {
    this.tcp = tcp;
    this.socket = socket;
    this.deadline = deadline;
    this.in = new BufferedInputStream(new TimedInput(socket.getInputStream()));
  }

  /**
   * Connects to any address of the host.
   *
   * @throws ProbeFailure saying at which step it fails
   */
  static HttpConnection open(URI url, TlsTrust trust, Deadline deadline, Abort abort)
      throws ProbeFailure {
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    if (tls && !trust.isReady()) {
      throw new ProbeFailure(
          FailureReason.TLS,
          "TLS has to wait until the application has set up its logging, which it would initialise",
          "this takes a minute at most");
    }
    Socket tcp = connect(withoutBrackets(url.getHost()), port, deadline, abort);
    try {
      Socket socket =
          tls ? trust.handshake(tcp, withoutBrackets(url.getHost()), port, deadline) : tcp;
      return new HttpConnection(tcp, socket, deadline);
    } catch (IOException | GeneralSecurityException e) {
      Abort.close(tcp);
      if (deadline.remainingNanos() <= 0) {
        throw deadline.missed();
      }
      throw new ProbeFailure(
          FailureReason.TLS,
          "TLS fails: " + e.getMessage(),
          "name the authority that signed the server's certificate as tls.ca_file, and the host as the certificate does");
    }
  }

  private static Socket connect(String host, int port, Deadline deadline, Abort abort)
      throws ProbeFailure {
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      for (int i = 0; ; i++) {
        int left = addresses.length - i;
        // Sockets are otherwise taken through the application's SOCKS proxy.
        Socket tcp = new Socket(Proxy.NO_PROXY);
        try {
          abort.guard(tcp);
          tcp.setTcpNoDelay(true);
          int patience = Math.max(1, deadline.remainingMillis() / left);
          tcp.connect(new InetSocketAddress(addresses[i], port), patience);
          return tcp;
        } catch (IOException e) {
          Abort.close(tcp);
          if (left == 1) {
            throw e;
          }
        }
      }
    } catch (UnknownHostException e) {
      throw new ProbeFailure(
          FailureReason.DNS,
          "no address is known for " + host,
          "correct the url or the name service");
    } catch (IOException e) {
      if (deadline.remainingNanos() <= 0) {
        throw deadline.missed();
      }
      throw new ProbeFailure(
          FailureReason.CONNECT,
          "cannot connect: " + e.getMessage(),
          "start what should listen there, or correct the url");
    }
  }

  /**
   * Makes the connection serve another exchange.
   *
   * @throws IOException if the server has closed it, or has sent what nobody asked for: that would
   *     be taken for the next answer
   */
  void reuse(Deadline next, Abort abort) throws IOException {
    deadline = next;
    abort.guard(tcp);
    // Of a TLS socket the former is what has been decrypted, the latter what has not.
    if (in.available() > 0 || tcp.getInputStream().available() > 0) {
      throw new IOException("the server has sent more than its answer");
    }
  }

  /**
   * Sends a request and reads what comes before the body.
   *
   * @throws SSLException if the server refuses after the handshake, as one does that wants a
   *     certificate of the client
   */
  ResponseHead ask(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
    return ResponseHead.read(in);
  }

  /** The body that follows the head. */
  ResponseBody body(ResponseHead head) throws IOException {
    return ResponseBody.of(head, in);
  }

  /** Hangs up without a word; a TLS socket that said good-bye could block. */
  @Override
  public void close() {
    Abort.close(tcp);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Gives every single read no more time than is left of the whole. */
  private final class TimedInput extends InputStream {
    private final InputStream wire;

    TimedInput(InputStream wire) {
      this.wire = wire;
    }

    @Override
    public int read() throws IOException {
      socket.setSoTimeout(deadline.remainingMillis());
      return wire.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      socket.setSoTimeout(deadline.remainingMillis());
      return wire.read(buffer, offset, length);
    }

    @Override
    public int available() throws IOException {
      return wire.available();
    }
  }
}
