package io.exporteragent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;

/**
 * Finds the page of a request by its exact path (the JDK's contexts would match prefixes), lets
 * through GET and HEAD only, and tells the client no more of a failure than that there was one.
 */
final class Router implements HttpHandler {
  private final Map<String, Page> pages;
  private final RequestThreads threads;
  private final Troubles troubles;

  Router(Map<String, Page> pages, RequestThreads threads, Troubles troubles) {
    this.pages = pages;
    this.threads = threads;
    this.troubles = troubles;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    RequestTask task = threads.current();
    task.gathering();
    Answer answer = answer(exchange);
    task.writing();
    answer.send(exchange);
  }

  private Answer answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    Page page = pages.get(path);
    if (page == null) {
      return Answer.line(404, "Not found.");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Answer.line(405, "Method not allowed.").header("Allow", "GET, HEAD");
    }
    try {
      Answer answer = page.answer(exchange);
      troubles.over(path);
      return answer;
    } catch (Throwable e) {
      troubles.tell(path, "cannot serve " + path + ", clients get status 500: " + e);
      return Answer.line(500, "Internal error.");
    }
  }
}
