package io.exporteragent.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import javax.net.SocketFactory;

/**
 * Scrapes over one connection that it keeps. Adds little of its own to what it measures: no HTTP
 * library, and nothing is looked at before the last byte is there and the clock has stopped.
 */
final class ScrapeClient implements Closeable {
  private static final int TIMEOUT_MILLIS = 120_000;
  private final byte[] request;
  private final Socket socket;
  private final InputStream in;
  private byte[] body = new byte[1 << 16];
  private int length;

  ScrapeClient(int port, boolean gzip) throws IOException {
    this(SocketFactory.getDefault(), port, gzip);
  }

  /** Scrapes over what the factory makes, for instance by TLS. */
  ScrapeClient(SocketFactory sockets, int port, boolean gzip) throws IOException {
    this(sockets, port, gzip, "");
  }

  /** Scrapes plain text, and says a password each time. */
  static ScrapeClient withPassword(SocketFactory sockets, int port, String user, String password)
      throws IOException {
    String credentials =
        Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    return new ScrapeClient(sockets, port, false, "Authorization: Basic " + credentials + "\n");
  }

  private ScrapeClient(SocketFactory sockets, int port, boolean gzip, String header)
      throws IOException {
    request =
        """
        GET /metrics HTTP/1.1
        Host: 127.0.0.1
        Accept: text/plain; version=0.0.4
        Accept-Encoding: %s
        %s
        """
            .formatted(gzip ? "gzip" : "identity", header)
            .replace("\n", "\r\n")
            .getBytes(ISO_8859_1);
    socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  /**
   * Scrapes once.
   *
   * @throws IOException if the answer is not 200, not whole, or not text that ends with a line
   */
  Page scrape() throws IOException {
    long began = System.nanoTime();
    socket.getOutputStream().write(request);
    Head head = head();
    length = 0;
    if (head.chunked) {
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        read(size);
        line();
      }
      line();
    } else {
      read(head.contentLength);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (head.status != 200) {
      throw new IOException("status " + head.status + ": " + text());
    }
    return new Page(took, length, head.gzip ? seriesOfGzip() : series(body, length));
  }

  /** The body of the last page, if it was not compressed. */
  String text() {
    return new String(body, 0, length, UTF_8);
  }

  private static final class Head {
    int status;
    int contentLength;
    boolean chunked;
    boolean gzip;
  }

  private Head head() throws IOException {
    Head head = new Head();
    head.status = Integer.parseInt(line().split(" ", 3)[1]);
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] header = line.toLowerCase(Locale.ROOT).split(": *", 2);
      switch (header[0]) {
        case "content-length" -> head.contentLength = Integer.parseInt(header[1]);
        case "transfer-encoding" -> head.chunked = header[1].equals("chunked");
        case "content-encoding" -> head.gzip = header[1].equals("gzip");
        default -> {}
      }
    }
    return head;
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().replaceFirst(";.*", ""), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed within the answer");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private void read(int size) throws IOException {
    if (length + size > body.length) {
      body = Arrays.copyOf(body, Math.max(length + size, 2 * body.length));
    }
    if (in.readNBytes(body, length, size) < size) {
      throw new EOFException("connection closed within the page");
    }
    length += size;
  }

  private int seriesOfGzip() throws IOException {
    try (InputStream page = new GZIPInputStream(new ByteArrayInputStream(body, 0, length))) {
      byte[] text = page.readAllBytes();
      return series(text, text.length);
    }
  }

  private static int series(byte[] text, int length) throws IOException {
    if (length > 0 && text[length - 1] != '\n') {
      throw new IOException("the last line of the page is not whole");
    }
    int series = 0;
    boolean lineBegins = true;
    for (int i = 0; i < length; i++) {
      series += lineBegins && text[i] != '#' && text[i] != '\n' ? 1 : 0;
      lineBegins = text[i] == '\n';
    }
    return series;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
