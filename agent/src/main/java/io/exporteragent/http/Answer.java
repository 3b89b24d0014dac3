package io.exporteragent.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A complete answer, with its body in memory, so that a failure never leaves half a page. Can be
 * sent once.
 */
final class Answer {
  private final int status;
  private final Headers headers = new Headers();
  private final PageBuffer body;

  Answer(int status, String contentType, PageBuffer body) {
    this.status = status;
    this.body = body;
    headers.set("Content-Type", contentType);
  }

  static Answer text(int status, String contentType, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    PageBuffer body = new PageBuffer();
    body.write(bytes, 0, bytes.length);
    return new Answer(status, contentType, body);
  }

  /** One plain line that says what is wrong. */
  static Answer line(int status, String line) {
    return text(status, "text/plain; charset=utf-8", line + "\n");
  }

  Answer header(String name, String value) {
    headers.set(name, value);
    return this;
  }

  /** Sends it, whole or, if the method is HEAD, without the body, and ends the exchange. */
  void send(HttpExchange exchange) throws IOException {
    try {
      exchange.getResponseHeaders().putAll(headers);
      if (exchange.getRequestMethod().equals("HEAD")) {
        // The JDK's server takes the length of an unsent body from the header alone.
        exchange.getResponseHeaders().set("Content-Length", Long.toString(body.size()));
        exchange.sendResponseHeaders(status, -1);
      } else {
        // To the JDK's server 0 means a body of unknown length, -1 means none.
        exchange.sendResponseHeaders(status, body.size() == 0 ? -1 : body.size());
        body.writeTo(exchange.getResponseBody());
      }
    } finally {
      body.release();
      exchange.close();
    }
  }
}
