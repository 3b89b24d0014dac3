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
import org.jspecify.annotations.Nullable;

/**
 * Fetches the page once, as the proof that there is something to scrape.
 *
 * <p>The target says where the page is, and could make us fetch what it cannot reach itself. So
 * this is no {@code HttpURLConnection}, which knows other protocols, resolves a name again after it
 * was checked, answers challenges with the credentials of its user, and accepts heads without end.
 */
final class FirstScrape {
  private static final int MAX_HEAD_BYTES = 1 << 16;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b.*");
  private static final Pattern LENGTH =
      Pattern.compile("(?im)^content-length:[ \\t]*(\\d{1,18})[ \\t]*\\r?$");

  private final URI page;
  private final InetAddress address;
  private final PageAccess access;
  private final TimeLimit limit;

  private FirstScrape(URI page, InetAddress address, PageAccess access, TimeLimit limit) {
    this.page = page;
    this.address = address;
    this.access = access;
    this.limit = limit;
  }

  /**
   * Fetches the page that an agent publishes.
   *
   * @param isHere whether it is in the network of this process, else it cannot be reached
   * @param access what it is shown
   * @throws AttachException if it does not arrive in time, or is not a page of this host
   */
  static void fetch(String url, long pid, boolean isHere, PageAccess access, TimeLimit limit)
      throws AttachException {
    URI page = page(url);
    if (page == null) {
      throw notOfThisHost(url);
    }
    if (!isHere) {
      throw new AttachException(
          Reason.NOT_SERVING,
          String.format("its agent serves %s in another network than this one", url),
          String.format("fetch it there: nsenter -t %d -n curl %s", pid, Tool.quoted(url)));
    }
    try {
      limit.run(
          () -> {
            try {
              FirstScrape scrape = onThisHost(page, access, limit);
              if (scrape == null) {
                throw notOfThisHost(url);
              }
              scrape.run();
            } catch (IOException e) {
              throw unreachable(url, access, e.getMessage());
            }
            return true;
          });
    } catch (TimeoutException e) {
      throw unreachable(url, access, "no answer in time");
    }
  }

  private static AttachException notOfThisHost(String url) {
    return new AttachException(
        Reason.NOT_SERVING,
        String.format("it says that it serves %s, which is no page of this host", url),
        "this was not fetched; see what that process is before you trust it");
  }

  private static AttachException unreachable(String url, PageAccess access, @Nullable String why) {
    return new AttachException(
        Reason.NOT_SERVING,
        String.format("its agent serves, but %s cannot be fetched: %s", url, why),
        "try it: " + access.curl(url));
  }

  /** Returns null if the URL is not one that an agent would publish. */
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
   * @throws IOException if the name of the host cannot be resolved
   */
  private static @Nullable FirstScrape onThisHost(URI page, PageAccess access, TimeLimit limit)
      throws IOException {
    InetAddress address = InetAddress.getByName(page.getHost());
    boolean own = address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    return own ? new FirstScrape(page, address, access, limit) : null;
  }

  /**
   * Fetches the page. That a password is asked for, or a certificate in a handshake, proves as much
   * to who has none: somebody serves who lets in those that may.
   *
   * @throws IOException if it does not arrive in time, or its status is another
   */
  private void run() throws IOException {
    boolean isSecure = page.getScheme().equals("https");
    int port = page.getPort() >= 0 ? page.getPort() : isSecure ? 443 : 80;
    try (Socket plain = new Socket(Proxy.NO_PROXY)) {
      plain.setSoTimeout(timeout());
      plain.connect(new InetSocketAddress(address, port), timeout());
      if (isSecure) {
        fetchSecurely(plain, port);
      } else {
        fetch(plain);
      }
    }
  }

  private void fetchSecurely(Socket plain, int port) throws IOException {
    PageWitness witness = new PageWitness(access.authorities());
    try {
      fetch(witness.secure(plain, page.getHost(), port));
    } catch (WrongAnswerException | SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (witness.objection() != null) {
        throw new IOException("its certificate is not accepted: " + witness.objection(), e);
      }
      if (!witness.hasSeenCertificate()) {
        throw e;
      }
      if (access.user() != null) {
        throw new IOException(
            "it asks for a certificate, which is not shown here; without --user that is enough", e);
      }
    }
  }

  private int timeout() {
    return (int) Math.max(1, limit.remainingMillis());
  }

  /** An answer that no agent gives. */
  private static final class WrongAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongAnswerException(String problem) {
      super(problem);
    }
  }

  private void fetch(Socket socket) throws IOException {
    String query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
    String path = page.getRawPath().isEmpty() ? "/" : page.getRawPath();
    String credentials = access.credentials();
    String request =
        String.format(
            "GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n%s\r\n",
            path + query,
            page.getRawAuthority(),
            credentials == null ? "" : "Authorization: Basic " + credentials + "\r\n");
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    InputStream in = new BufferedInputStream(socket.getInputStream());
    String head = head(in);
    Matcher status = STATUS.matcher(head.split("\r?\n", 2)[0]);
    if (!status.matches()) {
      throw new WrongAnswerException("not an HTTP/1.1 response");
    }
    boolean isRefused = status.group(1).equals("401");
    if (isRefused && access.user() == null) {
      return;
    }
    if (isRefused) {
      throw new WrongAnswerException("it does not know this password of " + access.user());
    }
    if (!status.group(1).equals("200")) {
      throw new WrongAnswerException("it answers with status " + status.group(1));
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
    throw new WrongAnswerException("not an HTTP/1.1 response");
  }

  /** Reads to the end, since a page that breaks off cannot be scraped. */
  private void readAll(InputStream in, long length) throws IOException {
    byte[] buffer = new byte[8192];
    long count = 0;
    while (length < 0 || count < length) {
      int read = in.read(buffer);
      if (read < 0 && length >= 0) {
        throw new WrongAnswerException("the page ends before it is complete");
      }
      if (read < 0) {
        return;
      }
      if (limit.isOver()) {
        throw new SocketTimeoutException("no answer in time");
      }
      count += read;
    }
  }
}
