package io.exporteragent.http;

import com.sun.net.httpserver.HttpServer;
import io.exporteragent.gather.Family;
import io.exporteragent.gather.Scrape;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics}, {@code /-/healthy}, a start page, and pages that are added.
 *
 * <p>It stands on the JDK's server, sets none of the JVM-wide {@code sun.net.httpserver}
 * properties, and never uses more than {@value RequestThreads#MOST_THREADS} threads for requests,
 * however many clients there are and whatever they do.
 */
public final class MetricsServer implements AutoCloseable {
  /** Connections that the operating system may hold until the server accepts them. */
  private static final int BACKLOG = 256;

  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./-]*");

  private final InetSocketAddress address;
  private final String version;
  private final Troubles troubles;
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private @Nullable HttpServer server;
  private @Nullable RequestThreads threads;
  private boolean closed;

  /**
   * @param address where to listen; port 0 takes any free one
   * @param gather answers a scrape with merged families by its deadline; is called by several
   *     threads at once
   * @param version is shown on the start page
   * @param messages receives one line when something goes wrong that nobody else can tell of; may
   *     be called by any thread
   */
  public MetricsServer(
      InetSocketAddress address,
      Function<Scrape, List<Family>> gather,
      String version,
      Consumer<String> messages) {
    this.address = address;
    this.version = version;
    troubles = new Troubles(messages);
    Encoders encoders = new Encoders(new RefusedFamilies(messages));
    pages.put("/metrics", new MetricsPage(gather, encoders::encoder));
    page("/-/healthy", "text/plain; charset=utf-8", () -> "exporter-agent is healthy.\n");
  }

  /**
   * Adds a page, to be called before {@link #start}.
   *
   * @param path is matched exactly
   * @param text is called for every GET and HEAD, by several threads at once; when it throws, the
   *     client gets a 500 without details
   * @throws IllegalArgumentException if the path does not begin with a slash or has characters
   *     other than letters, digits and {@code _./-}
   */
  public MetricsServer page(String path, String contentType, Supplier<String> text) {
    return page(path, exchange -> Answer.text(200, contentType, text.get()));
  }

  /**
   * Adds a page in two forms, as {@link #page(String, String, Supplier)} does.
   *
   * @param html for whoever does not ask for JSON
   */
  public MetricsServer page(String path, Supplier<String> html, Supplier<String> json) {
    return page(path, new HtmlOrJsonPage(html, json));
  }

  private synchronized MetricsServer page(String path, Page page) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("not a path that can be served: " + path);
    }
    pages.put(path, page);
    return this;
  }

  /**
   * Listens and serves. May be called again after it has thrown.
   *
   * @throws java.net.BindException if the port is taken or the address is not ours
   * @throws IOException if it cannot listen for another reason, or was closed
   * @throws IllegalStateException if the calling thread is not a daemon: the JDK's server takes
   *     that over for its own thread, and the JVM would never end
   */
  public synchronized void start() throws IOException {
    if (!Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("the server must be started by a daemon thread");
    }
    if (closed) {
      throw new IOException("the server was closed");
    }
    if (server != null) {
      throw new IllegalStateException("the server was already started");
    }
    bindOnce();
    HttpServer created = HttpServer.create(address, BACKLOG);
    RequestThreads requestThreads =
        new RequestThreads(e -> troubles.tell("request", "a request failed: " + e));
    created.setExecutor(requestThreads);
    Map<String, Page> served = new LinkedHashMap<>(pages);
    served.put("/", new HomePage(version, pages.keySet()));
    created.createContext("/", new Router(served, requestThreads, troubles));
    threads = requestThreads;
    server = created;
    created.start();
  }

  /**
   * The port on which it listens.
   *
   * @throws IllegalStateException if it was not started
   */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    return server.getAddress().getPort();
  }

  /**
   * Closes the listening socket and all connections, and ends the threads; a thread that is still
   * gathering ends when it comes back. Returns at once, so it may be called in a shutdown hook, by
   * any thread and more than once.
   */
  @Override
  public synchronized void close() {
    closed = true;
    if (server != null && threads != null) {
      server.stop(0);
      threads.close();
      server = null;
      threads = null;
    }
  }

  /**
   * Throws what {@link HttpServer#create} would throw if the port is taken. That method forgets its
   * open socket when it throws, which would add up while a caller tries again and again.
   */
  private void bindOnce() throws IOException {
    if (address.getPort() != 0) {
      try (ServerSocketChannel channel = ServerSocketChannel.open()) {
        channel.bind(address);
      }
    }
  }
}
