package io.exporteragent.httpclient;

import io.exporteragent.config.BoundedRead;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
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
 * An HTTP/1.1 client of one target, which keeps its connection for the next exchange if the server
 * lets it. Uses no proxy and nothing that belongs to the application. Credentials and headers of
 * the target go to the origin of its URL only, whatever redirects say.
 *
 * <pre>{@code
 * HttpTarget target =
 *     HttpTarget.to(URI.create("https://localhost:8443/status"))
 *         .accept("application/json")
 *         .basicAuth(new BasicAuthSettings("me", Secret.inFile(passwordFile)))
 *         .build();
 * try (HttpClient client = new HttpClient(target, () -> true)) {
 *   HttpResponse response = client.get(Call.within(Duration.ofSeconds(2)));
 *   if (response.status() == 200) {
 *     parse(response.body());
 *   }
 * } catch (HttpFailure e) {
 *   messages.say(e.getMessage() + "; " + e.remedy());
 * }
 * }</pre>
 *
 * <p>One exchange at a time; {@link #close} from any thread.
 */
public final class HttpClient implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;

  /** Less than a router's patience with a silent connection, more than a usual scrape interval. */
  private static final long MAX_IDLE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final HttpTarget target;
  private final HttpOrigin origin;
  private final TlsTrust trust;
  private @Nullable HttpConnection idle;
  private @Nullable HttpOrigin idleOrigin;
  private long idleSinceNanos;
  private boolean closed;

  /**
   * Creates a client. Opens no connection and reads no file.
   *
   * @param tlsIsReady whether TLS may be used yet, since it initialises the application's logging;
   *     until then an exchange with an https URL fails
   */
  public HttpClient(HttpTarget target, BooleanSupplier tlsIsReady) {
    this.target = target;
    this.origin = HttpOrigin.of(target.url());
    this.trust = new TlsTrust(target.tls(), origin, tlsIsReady);
  }

  /**
   * Fetches the target on the calling thread. Reads secrets anew; may block longer than the
   * exchange only in a name lookup or in the file of a secret.
   *
   * @throws HttpFailure if there is no whole response before the end of the exchange
   */
  public HttpResponse get(Call exchange) throws HttpFailure {
    Map<String, String> confidential = OutgoingHead.confidential(target);
    URI url = target.url();
    for (int hop = 0; ; hop++) {
      HttpOrigin server = HttpOrigin.of(url);
      Map<String, String> headers =
          server.equals(origin) ? confidential : Collections.<String, String>emptyMap();
      byte[] request = OutgoingHead.get(url, target.accept(), headers);
      Answer answer = ask(server, request, exchange);
      boolean kept = false;
      try {
        String location = answer.head.header("Location");
        int status = answer.head.status();
        if (!target.followRedirects() || !HttpResponse.isRedirect(status) || location.isEmpty()) {
          byte[] body = target.wants(status) ? read(answer, exchange) : new byte[0];
          kept = keep(answer, server);
          return new HttpResponse(status, answer.head.header("Content-Type"), body);
        }
        if (hop == MAX_REDIRECTS) {
          throw redirect("more than " + MAX_REDIRECTS + " redirects", "ask the last page itself");
        }
        url = follow(url, location);
      } finally {
        if (!kept) {
          answer.connection.close();
        }
      }
    }
  }

  private Answer ask(HttpOrigin server, byte[] request, Call exchange) throws HttpFailure {
    HttpConnection kept = takeIdle(server);
    if (kept != null) {
      try {
        kept.reuse(exchange);
        return new Answer(kept, kept.ask(request));
      } catch (IOException e) {
        // The server has closed it in the meantime, or it holds more than an answer: a new one.
        kept.close();
      }
    }
    HttpConnection connection = HttpConnection.open(server, trust, exchange);
    try {
      return new Answer(connection, connection.ask(request));
    } catch (IOException e) {
      connection.close();
      throw failure(e, exchange);
    }
  }

  private byte[] read(Answer answer, Call exchange) throws HttpFailure {
    byte[] content;
    try {
      content = BoundedRead.all(decoded(answer), target.maxBody());
    } catch (IOException e) {
      throw failure(e, exchange);
    }
    if (content == null) {
      throw new HttpFailure(
          HttpFailure.Reason.TOO_BIG,
          "the body is larger than " + target.maxBody() + " bytes",
          "ask for a smaller page, or raise max_body");
    }
    return content;
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
    throw new ProtocolException("the body is compressed with something other than gzip");
  }

  private static HttpFailure failure(IOException e, Call exchange) {
    if (exchange.remainingNanos() <= 0) {
      return exchange.timedOut();
    }
    if (e instanceof SSLException) {
      return new HttpFailure(
          HttpFailure.Reason.TLS,
          "TLS handshake failed: " + e.getMessage(),
          "the server may require a client certificate that it knows: give tls.cert_file and tls.key_file");
    }
    String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new HttpFailure(
        HttpFailure.Reason.HTTP,
        e instanceof ProtocolException ? what : "cannot read the response: " + what,
        "check scheme and port of the url");
  }

  static URI follow(URI from, String location) throws HttpFailure {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw redirect("a redirect to what is no URL", "correct the url");
    }
    boolean tls;
    try {
      tls = HttpOrigin.of(to).isTls();
    } catch (IllegalArgumentException e) {
      throw redirect("a redirect to what is not HTTP", "correct the url");
    }
    if (HttpOrigin.of(from).isTls() && !tls) {
      throw redirect("a redirect from https to http", "ask the last page itself");
    }
    return to;
  }

  private static HttpFailure redirect(String what, String remedy) {
    return new HttpFailure(HttpFailure.Reason.REDIRECT, what, remedy);
  }

  private synchronized @Nullable HttpConnection takeIdle(HttpOrigin server) {
    HttpConnection connection = idle;
    idle = null;
    if (connection != null
        && (!server.equals(idleOrigin) || System.nanoTime() - idleSinceNanos > MAX_IDLE_NANOS)) {
      connection.close();
      return null;
    }
    return connection;
  }

  private synchronized boolean keep(Answer answer, HttpOrigin server) {
    if (closed || answer.body == null || !answer.body.isAtItsEnd() || !answer.head.isPersistent()) {
      return false;
    }
    idle = answer.connection;
    idleOrigin = server;
    idleSinceNanos = System.nanoTime();
    return true;
  }

  /** Closes the connection that is kept, and keeps no other. Ends no exchange under way. */
  @Override
  public synchronized void close() {
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
