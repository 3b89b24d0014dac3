package io.exporteragent.http;

import com.sun.net.httpserver.HttpExchange;

/** What is served at one path. */
interface Page {

  /**
   * Answers a GET or HEAD request; the answer to both is the same, its body is not sent for HEAD.
   *
   * @throws Exception if it cannot; the client is told no more than that
   */
  Answer answer(HttpExchange exchange) throws Exception;
}
