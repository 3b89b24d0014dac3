package io.exporteragent.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves {@code GET /status} as JSON, and nothing else. */
final class StatusServer implements AutoCloseable {
  private static final String PATH = "/status";

  private final HttpServer server;
  private final ExecutorService handlers;
  private final Supplier<Status> status;

  private StatusServer(HttpServer server, ExecutorService handlers, Supplier<Status> status) {
    this.server = server;
    this.handlers = handlers;
    this.status = status;
  }

  /**
   * Listens from now on.
   *
   * @param address port 0 takes any free port
   * @param status asked once per request, by several threads at once
   * @throws IOException if the address is in use or may not be used
   */
  static StatusServer start(InetSocketAddress address, Supplier<Status> status) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    // The JDK reads a request on the thread that will answer it. Without a pool, a client that
    // sends half a request would keep all others waiting.
    ExecutorService handlers = Executors.newCachedThreadPool(NamedThreads.daemons("status-server"));
    StatusServer statusServer = new StatusServer(server, handlers, status);
    server.setExecutor(handlers);
    server.createContext("/", statusServer::handle);
    server.start();
    return statusServer;
  }

  /** The address to type into a browser on this machine. */
  String url() {
    return "http://localhost:" + server.getAddress().getPort() + PATH;
  }

  /** Stops listening and breaks off what is being answered. */
  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    if (!PATH.equals(exchange.getRequestURI().getPath())) {
      reply(exchange, 404, "text/plain; charset=utf-8", "Not found; try /status\n");
    } else if (method.equals("GET") || method.equals("HEAD")) {
      reply(exchange, 200, "application/json", status.get().toJson());
    } else {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      reply(exchange, 405, "text/plain; charset=utf-8", "Use GET or HEAD\n");
    }
  }

  private static void reply(HttpExchange exchange, int code, String contentType, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
