package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.exporteragent.attach.AttachException.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the page once, as the proof that there is something to scrape.
 *
 * <p>Where the page is, the target says, who may have others fetch what it may not reach itself. So
 * this is no {@code HttpURLConnection}, which knows other protocols, resolves a name anew after it
 * was looked at, answers challenges with the credentials of its user, and takes heads without end.
 */
final class FirstScrape {
  private static final int MAX_HEAD_BYTES = 1 << 16;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b.*");
  private static final Pattern LENGTH =
      Pattern.compile("(?im)^content-length:[ \\t]*(\\d{1,18})[ \\t]*\\r?$");

  private final URI page;
  private final InetAddress address;
  private final Deadline deadline;

  private FirstScrape(URI page, InetAddress address, Deadline deadline) {
    this.page = page;
    this.address = address;
    this.deadline = deadline;
  }

  /**
   * Fetches the page that an agent publishes.
   *
   * @param isHere whether it is in the network of this process, where alone it can be reached
   * @throws AttachException if it is not to be had in time, or is not a page of this host
   */
  static void fetch(String url, long pid, boolean isHere, Deadline deadline)
      throws AttachException {
    URI page = page(url);
    if (page == null) {
      throw notOfThisHost(url);
    }
    if (!isHere) {
      throw new AttachException(
          Reason.NOT_SERVING,
          String.format("its agent serves %s in a network that is not this one", url),
          String.format("fetch it there: nsenter -t %d -n curl %s", pid, Tool.quoted(url)));
    }
    try {
      deadline.run(
          () -> {
            try {
              FirstScrape scrape = onThisHost(page, deadline);
              if (scrape == null) {
                throw notOfThisHost(url);
              }
              scrape.run();
            } catch (IOException e) {
              throw unreachable(url, e.getMessage());
            }
            return true;
          });
    } catch (TimeoutException e) {
      throw unreachable(url, "no answer in time");
    }
  }

  private static AttachException notOfThisHost(String url) {
    return new AttachException(
        Reason.NOT_SERVING,
        String.format("it says that it serves %s, which is no page of this host", url),
        "this was not fetched; see what that process is before you trust it");
  }

  private static AttachException unreachable(String url, @Nullable String why) {
    return new AttachException(
        Reason.NOT_SERVING,
        String.format("its agent serves, but %s cannot be fetched: %s", url, why),
        "see for yourself: curl -v " + Tool.quoted(url));
  }

  /** The URL, null if it is not that of a page of an agent. */
  private static @Nullable URI page(String url) {
    try {
      URI page = new URI(new URI(url).toASCIIString());
      String scheme = String.valueOf(page.getScheme());
      boolean known = scheme.equals("http") || scheme.equals("https");
      return known && page.getHost() != null && page.getRawUserInfo() == null ? page : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /**
   * Prepares to fetch from this host; null if the page is on another.
   *
   * @throws IOException if the name of the host is not known
   */
  private static @Nullable FirstScrape onThisHost(URI page, Deadline deadline) throws IOException {
    InetAddress address = InetAddress.getByName(page.getHost());
    boolean own = address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    return own ? new FirstScrape(page, address, deadline) : null;
  }

  /**
   * @throws IOException if the page is not there in time, or its status is not 200
   */
  private void run() throws IOException {
    boolean isSecure = page.getScheme().equals("https");
    int port = page.getPort() >= 0 ? page.getPort() : isSecure ? 443 : 80;
    try (Socket plain = new Socket(Proxy.NO_PROXY)) {
      plain.setSoTimeout(timeout());
      plain.connect(new InetSocketAddress(address, port), timeout());
      fetch(isSecure ? secure(plain, port) : plain);
    }
  }

  private int timeout() {
    return (int) Math.max(1, deadline.remainingMillis());
  }

  private Socket secure(Socket plain, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, page.getHost(), port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private void fetch(Socket socket) throws IOException {
    String query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
    String path = page.getRawPath().isEmpty() ? "/" : page.getRawPath();
    String request =
        String.format(
            "GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n",
            path + query, page.getRawAuthority());
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    InputStream in = new BufferedInputStream(socket.getInputStream());
    String head = head(in);
    Matcher status = STATUS.matcher(head.split("\r?\n", 2)[0]);
    if (!status.matches()) {
      throw new IOException("it does not answer in HTTP");
    }
    if (!status.group(1).equals("200")) {
      throw new IOException("it answers with status " + status.group(1));
    }
    Matcher length = LENGTH.matcher(head);
    readAll(in, length.find() ? Long.parseLong(length.group(1)) : -1);
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < MAX_HEAD_BYTES) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the answer ends before its content");
      }
      head.append((char) next);
      if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
    }
    throw new IOException("it does not answer in HTTP");
  }

  /** Only all of it shows that it can be had. */
  private void readAll(InputStream in, long length) throws IOException {
    byte[] buffer = new byte[8192];
    long count = 0;
    while (length < 0 || count < length) {
      int read = in.read(buffer);
      if (read < 0 && length >= 0) {
        throw new EOFException("the page ends before it is complete");
      }
      if (read < 0) {
        return;
      }
      if (deadline.isOver()) {
        throw new SocketTimeoutException("no answer in time");
      }
      count += read;
    }
  }
}
