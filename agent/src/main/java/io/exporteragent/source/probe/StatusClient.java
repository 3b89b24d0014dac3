package io.exporteragent.source.probe;

import io.exporteragent.config.BoundedRead;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the page of one probe, and keeps the connection for the next time if the server lets it.
 * Knows no proxy. One fetch at a time; {@link #close} from any thread.
 */
final class StatusClient {
  private static final int MAX_REDIRECTS = 5;

  /** Less than a router's patience with a silent connection, more than a usual scrape interval. */
  private static final long MAX_IDLE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final ProbeSettings probe;
  private final TlsTrust trust;
  private @Nullable HttpConnection idle;
  private String idleOrigin = "";
  private long idleSinceNanos;
  private boolean closed;

  /**
   * @param tlsIsReady whether TLS may be used yet
   */
  StatusClient(ProbeSettings probe, BooleanSupplier tlsIsReady) {
    this.probe = probe;
    this.trust = new TlsTrust(probe.tls(), tlsIsReady);
  }

  /**
   * Fetches the page.
   *
   * @throws ProbeFailure if there is none to be had before the deadline
   */
  Page fetch(Deadline deadline, Abort abort) throws ProbeFailure {
    Map<String, String> confidential = RequestHeaders.confidential(probe);
    URI url = probe.url();
    for (int hop = 0; ; hop++) {
      boolean trusted = origin(url).equals(origin(probe.url()));
      byte[] request =
          RequestHeaders.get(url, trusted ? confidential : Collections.<String, String>emptyMap());
      Answer answer = ask(url, request, deadline, abort);
      boolean kept = false;
      try {
        String location = answer.head.header("Location");
        if (!probe.followRedirects() || !isRedirect(answer.head.status()) || location.isEmpty()) {
          checkStatus(answer.head.status());
          Page page = read(answer, deadline);
          kept = keep(answer, origin(url));
          return page;
        }
        if (hop == MAX_REDIRECTS) {
          throw redirect("more than " + MAX_REDIRECTS + " redirects", "ask the last page itself");
        }
        url = target(url, location);
      } finally {
        if (!kept) {
          answer.connection.close();
        }
      }
    }
  }

  private Answer ask(URI url, byte[] request, Deadline deadline, Abort abort) throws ProbeFailure {
    HttpConnection kept = takeIdle(origin(url));
    if (kept != null) {
      try {
        kept.reuse(deadline, abort);
        return new Answer(kept, kept.ask(request));
      } catch (IOException e) {
        // The server has closed it in the meantime, or it holds more than an answer: a new one.
        kept.close();
      }
    }
    HttpConnection connection = HttpConnection.open(url, trust, deadline, abort);
    try {
      return new Answer(connection, connection.ask(request));
    } catch (IOException e) {
      connection.close();
      throw failure(e, deadline);
    }
  }

  private void checkStatus(int status) throws ProbeFailure {
    if (probe.validStatus().stream().anyMatch(range -> range.contains(status))) {
      return;
    }
    if (isRedirect(status)) {
      throw redirect(
          "the page has moved (status " + status + ")",
          "correct the url, or set follow_redirects: true");
    }
    throw new ProbeFailure(
        FailureReason.STATUS,
        "status " + status,
        status == 401 || status == 403
            ? "check basic_auth or authorization of the probe"
            : "find out what is wrong with the page, or add the status to valid_status");
  }

  private Page read(Answer answer, Deadline deadline) throws ProbeFailure {
    byte[] content;
    try {
      content = BoundedRead.all(decoded(answer), probe.maxBody());
    } catch (IOException e) {
      throw failure(e, deadline);
    }
    if (content == null) {
      throw new ProbeFailure(
          FailureReason.TOO_BIG,
          "the body is larger than " + probe.maxBody() + " bytes",
          "ask for a smaller page, or raise max_body");
    }
    return new Page(content, answer.head.header("Content-Type"));
  }

  /** Compressed although not asked for: the limit holds for what comes out. */
  private static InputStream decoded(Answer answer) throws IOException {
    answer.body = answer.connection.body(answer.head);
    String coding = answer.head.header("Content-Encoding").toLowerCase(Locale.ROOT);
    if (coding.isEmpty() || coding.equals("identity")) {
      return answer.body;
    }
    if (coding.equals("gzip") || coding.equals("x-gzip")) {
      return new GZIPInputStream(answer.body);
    }
    throw new IOException("the body is compressed with something else than gzip");
  }

  private static ProbeFailure failure(IOException e, Deadline deadline) {
    if (deadline.remainingNanos() <= 0) {
      return deadline.missed();
    }
    if (e instanceof SSLException) {
      return new ProbeFailure(
          FailureReason.TLS, "TLS fails: " + e.getMessage(), "see what the server wants");
    }
    return new ProbeFailure(
        FailureReason.HTTP,
        "no proper answer: " + e.getMessage(),
        "check scheme and port of the url");
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI target(URI from, String location) throws ProbeFailure {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw redirect("a redirect to what is no URL", "correct the url");
    }
    boolean http = "http".equalsIgnoreCase(to.getScheme());
    if (to.getHost() == null || !(http || "https".equalsIgnoreCase(to.getScheme()))) {
      throw redirect("a redirect to what is not HTTP", "correct the url");
    }
    if (http && "https".equalsIgnoreCase(from.getScheme())) {
      throw redirect("a redirect from https to http", "ask the last page itself");
    }
    return to;
  }

  private static ProbeFailure redirect(String what, String remedy) {
    return new ProbeFailure(FailureReason.REDIRECT, what, remedy);
  }

  private static String origin(URI url) {
    return (url.getScheme() + "://" + url.getHost() + ":" + url.getPort()).toLowerCase(Locale.ROOT);
  }

  private synchronized @Nullable HttpConnection takeIdle(String origin) {
    HttpConnection connection = idle;
    idle = null;
    if (connection != null
        && (!idleOrigin.equals(origin) || System.nanoTime() - idleSinceNanos > MAX_IDLE_NANOS)) {
      connection.close();
      return null;
    }
    return connection;
  }

  private synchronized boolean keep(Answer answer, String origin) {
    if (closed || answer.body == null || !answer.body.isAtItsEnd() || !answer.head.isPersistent()) {
      return false;
    }
    idle = answer.connection;
    idleOrigin = origin;
    idleSinceNanos = System.nanoTime();
    return true;
  }

  /** Lets go of the connection that is kept, and keeps no other. */
  synchronized void close() {
    closed = true;
    if (idle != null) {
      idle.close();
      idle = null;
    }
  }

  private static final class Answer {
    private final HttpConnection connection;
    private final ResponseHead head;
    private @Nullable ResponseBody body;

    Answer(HttpConnection connection, ResponseHead head) {
      this.connection = connection;
      this.head = head;
    }
  }
}
