package io.exporteragent.http;

import io.exporteragent.model.TextBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer with its body in memory, so that no failure leaves half a page. Several clients
 * may share its body.
 */
final class Answer {
  private static final byte[] NONE = {};

  private final int status;
  private final String contentType;
  private final byte[] line;
  private final @Nullable PageBuffer page;
  private String headers = "";

  private Answer(int status, String contentType, byte[] line, @Nullable PageBuffer page) {
    this.status = status;
    this.contentType = contentType;
    this.line = line;
    this.page = page;
  }

  /** Returns a page; the answer releases its body. */
  static Answer page(String contentType, PageBuffer body) {
    return new Answer(200, contentType, NONE, body);
  }

  /** Returns one line of text that says what is wrong. */
  static Answer line(int status, String line) {
    return new Answer(
        status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8), null);
  }

  /** Returns a 503 that asks the client to try again after a second. */
  static Answer unavailable(String line) {
    return line(503, line).header("Retry-After", "1");
  }

  Answer header(String name, String value) {
    headers += name + ": " + value + "\r\n";
    return this;
  }

  boolean isPage() {
    return page != null;
  }

  @Nullable PageBuffer page() {
    return page;
  }

  long bodySize() {
    return page == null ? line.length : page.size();
  }

  /** Copies the body from this position on, as much as there is room for. */
  void copyBody(long from, ByteBuffer to) {
    if (page != null) {
      page.copyTo(from, to);
    } else if (from < line.length) {
      to.put(line, (int) from, (int) Math.min(line.length - from, to.remaining()));
    }
  }

  /**
   * Returns the status line and the headers.
   *
   * @param more headers of every answer, each with its line end
   */
  byte[] head(boolean keepsAlive, String more, long nowMillis) {
    TextBuffer head = new TextBuffer(512);
    head.append("HTTP/1.1 ").append((long) status).append(' ').append(reason());
    head.append("\r\nDate: ");
    HttpDate.append(head, nowMillis);
    head.append("\r\nContent-Type: ").append(contentType);
    head.append("\r\nContent-Length: ").append(bodySize());
    head.append("\r\n").append(headers).append(more);
    head.append(keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
    byte[] bytes = new byte[head.length()];
    System.arraycopy(head.array(), 0, bytes, 0, bytes.length);
    return bytes;
  }

  /** Counts another client that will {@link #release} it. */
  Answer shared() {
    if (page != null) {
      page.share();
    }
    return this;
  }

  /** Ends the use by one client. */
  void release() {
    if (page != null) {
      page.release();
    }
  }

  private String reason() {
    switch (status) {
      case 200:
        return "OK";
      case 400:
        return "Bad Request";
      case 401:
        return "Unauthorized";
      case 403:
        return "Forbidden";
      case 404:
        return "Not Found";
      case 405:
        return "Method Not Allowed";
      case 414:
        return "URI Too Long";
      case 429:
        return "Too Many Requests";
      case 431:
        return "Request Header Fields Too Large";
      case 500:
        return "Internal Server Error";
      case 503:
        return "Service Unavailable";
      case 505:
        return "HTTP Version Not Supported";
      default:
        throw new IllegalArgumentException("no reason for status " + status);
    }
  }
}
