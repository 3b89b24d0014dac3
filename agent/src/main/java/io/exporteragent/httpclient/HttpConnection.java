package io.exporteragent.httpclient;

import io.exporteragent.config.ConfigurationException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/** A connection to a server, for one exchange after the other. One thread at a time. */
final class HttpConnection implements Closeable {
  private final Socket tcp;
  private final Socket socket;
  private final InputStream in;
  private Call exchange;

  private HttpConnection(Socket tcp, Socket socket, Call exchange) throws IOException {
    this.tcp = tcp;
    this.socket = socket;
    this.exchange = exchange;
    this.in = new BufferedInputStream(new TimedInput(socket.getInputStream()));
  }

  /**
   * Connects to any address of the host.
   *
   * @throws HttpFailure saying at which step it fails
   */
  static HttpConnection open(HttpOrigin server, TlsTrust trust, Call exchange) throws HttpFailure {
    if (server.isTls() && !trust.isReady()) {
      throw new HttpFailure(
          HttpFailure.Reason.TLS,
          "TLS has to wait until the application has set up its logging, which TLS would initialise",
          "this takes a minute at most");
    }
    Socket tcp = connect(server, exchange);
    try {
      Socket socket = server.isTls() ? trust.handshake(tcp, server, exchange) : tcp;
      return new HttpConnection(tcp, socket, exchange);
    } catch (ConfigurationException e) {
      Call.close(tcp);
      throw new HttpFailure(
          HttpFailure.Reason.TLS,
          "cannot set up TLS: " + e.getMessage(),
          "it is read anew for each connection");
    } catch (GeneralSecurityException e) {
      Call.close(tcp);
      throw new HttpFailure(
          HttpFailure.Reason.TLS,
          "cannot set up TLS: " + e.getMessage(),
          "correct the JVM's trust store, or give tls.ca_file");
    } catch (IOException e) {
      Call.close(tcp);
      if (exchange.remainingNanos() <= 0) {
        throw exchange.timedOut();
      }
      throw new HttpFailure(
          HttpFailure.Reason.TLS,
          "TLS handshake failed: " + e.getMessage(),
          "name the authority that signed the server's certificate as tls.ca_file, and the host as the certificate does");
    }
  }

  private static Socket connect(HttpOrigin server, Call exchange) throws HttpFailure {
    try {
      InetAddress[] addresses = InetAddress.getAllByName(server.host());
      for (int i = 0; ; i++) {
        int left = addresses.length - i;
        // Sockets are otherwise taken through the application's SOCKS proxy.
        Socket tcp = new Socket(Proxy.NO_PROXY);
        try {
          exchange.guard(tcp);
          tcp.setTcpNoDelay(true);
          int patience = Math.max(1, exchange.remainingMillis() / left);
          tcp.connect(new InetSocketAddress(addresses[i], server.port()), patience);
          return tcp;
        } catch (IOException e) {
          Call.close(tcp);
          if (left == 1) {
            throw e;
          }
        }
      }
    } catch (UnknownHostException e) {
      throw new HttpFailure(
          HttpFailure.Reason.DNS,
          "no address is known for " + server.host(),
          "correct the url or the name service");
    } catch (IOException e) {
      if (exchange.remainingNanos() <= 0) {
        throw exchange.timedOut();
      }
      throw new HttpFailure(
          HttpFailure.Reason.CONNECT,
          "cannot connect: " + e.getMessage(),
          "start what should listen there, or correct the url");
    }
  }

  /**
   * Makes the connection serve another exchange.
   *
   * @throws IOException if the server has closed it, or has sent more than its answer, which would
   *     be taken for the next one
   */
  void reuse(Call next) throws IOException {
    exchange = next;
    next.guard(tcp);
    // Of a TLS socket the former is what has been decrypted, the latter what has not.
    if (in.available() > 0 || tcp.getInputStream().available() > 0) {
      throw new IOException("the server has sent more than its answer");
    }
  }

  /**
   * Sends a request and reads what comes before the body.
   *
   * @throws SSLException if the server refuses after the handshake, as one does that requires a
   *     certificate of the client
   */
  ResponseHead ask(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
    return ResponseHead.read(in);
  }

  /** Returns the body that follows the head. */
  ResponseBody body(ResponseHead head) throws IOException {
    return ResponseBody.of(head, in);
  }

  /** Closes the TCP socket alone; closing a TLS socket in order could block. */
  @Override
  public void close() {
    Call.close(tcp);
  }

  /** Gives each read no more time than is left of the whole exchange. */
  private final class TimedInput extends InputStream {
    private final InputStream wire;

    TimedInput(InputStream wire) {
      this.wire = wire;
    }

    @Override
    public int read() throws IOException {
      socket.setSoTimeout(exchange.remainingMillis());
      return wire.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      socket.setSoTimeout(exchange.remainingMillis());
      return wire.read(buffer, offset, length);
    }

    @Override
    public int available() throws IOException {
      return wire.available();
    }
  }
}
