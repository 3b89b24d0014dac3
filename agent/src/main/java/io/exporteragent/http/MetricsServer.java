package io.exporteragent.http;

import io.exporteragent.exposition.Encoder;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.SourcePage;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Signal;
import io.exporteragent.model.Family;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics}, {@code /-/healthy}, a start page and added pages over HTTP/1.1. Uses
 * only the module {@code java.base}, never looks up a client's name, and limits connections,
 * threads and bytes, whatever its clients do.
 */
public final class MetricsServer implements AutoCloseable {
  /** The number of connections that the operating system may queue before they are accepted. */
  private static final int BACKLOG = 256;

  /** The most threads that make answers. */
  static final int MOST_THREADS = 8;

  private static final long END_SECONDS = 1;

  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./-]*");

  private final InetSocketAddress address;
  private final HostFilter hosts;
  private final SelectorProvider provider;
  private final String version;
  private final AnswerMemory memory;
  private final Troubles troubles;
  private final RequestThreads threads;
  private final RequestThreads handshakeThread;
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private final Signal ended = new Signal();
  private final Door.Version open = Door.open();
  private Door door = () -> open;
  private @Nullable ServerSocketChannel listener;
  private @Nullable Selector selector;
  private @Nullable ServerLoop loop;
  private boolean isRunning;
  private boolean isClosed;

  /**
   * Creates a server that does not listen yet.
   *
   * @param address where to listen; port 0 is any free one
   * @param allowedHosts the host names, besides {@code localhost}, that a request may have if the
   *     address is a loopback address
   * @param provider makes the sockets
   * @param gather returns the merged families for a scrape by its deadline; called by several
   *     threads at once
   * @param version is shown on the start page
   * @param messages receives one line about each failure of the server, on any thread
   */
  public MetricsServer(
      InetSocketAddress address,
      Collection<String> allowedHosts,
      SelectorProvider provider,
      Function<Scrape, List<Family>> gather,
      String version,
      Messages messages) {
    this(
        address,
        allowedHosts,
        provider,
        gather,
        version,
        messages,
        AnswerMemory.ofHeap(Runtime.getRuntime().maxMemory()));
  }

  MetricsServer(
      InetSocketAddress address,
      Collection<String> allowedHosts,
      SelectorProvider provider,
      Function<Scrape, List<Family>> gather,
      String version,
      Messages messages,
      AnswerMemory memory) {
    this.memory = memory;
    this.address = address;
    this.hosts = new HostFilter(address.getAddress(), allowedHosts);
    this.provider = provider;
    this.version = version;
    this.troubles = new Troubles(messages);
    this.threads = new RequestThreads(new AgentThreads("http", messages), MOST_THREADS);
    this.handshakeThread = new RequestThreads(new AgentThreads("tls", messages), 1);
    pages.put("/metrics", new MetricsPage(gather, new Encoder(messages)));
    pages.put(
        "/-/healthy", request -> new Page.Ready(Answer.line(200, "exporter-agent is healthy.")));
  }

  /**
   * Adds a page; call before {@link #bind}.
   *
   * @param path is matched exactly
   * @param text is called for every GET and HEAD, by several threads at once; when it throws, the
   *     client gets a 500 without details
   * @throws IllegalArgumentException if the path does not begin with a slash or has characters
   *     other than letters, digits and {@code _./-}
   */
  public MetricsServer page(String path, String contentType, Supplier<String> text) {
    return page(path, new TextualPage(contentType, text));
  }

  /** Adds a page in HTML and JSON, as {@link #page(String, String, Supplier)} does. */
  public MetricsServer page(SourcePage page) {
    return page(page.path(), new HtmlOrJsonPage(page.html(), page.json()));
  }

  private synchronized MetricsServer page(String path, Page page) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("not a path that can be served: " + path);
    }
    pages.put(path, page);
    return this;
  }

  /**
   * Serves those alone that the door lets in, without which it is all; call before {@link #bind}.
   */
  public synchronized MetricsServer door(Door closed) {
    door = closed;
    return this;
  }

  /**
   * Opens the port: clients can connect, and are served by {@link #run}. May be called again after
   * it has thrown.
   *
   * @throws java.net.BindException if the port is in use or the address is not of this host
   * @throws IOException if it cannot listen for another reason, or the server was closed
   * @throws IllegalStateException if it listens already
   */
  public synchronized void bind() throws IOException {
    if (isClosed) {
      throw new IOException("the server was closed");
    }
    if (loop != null) {
      throw new IllegalStateException("the server listens already");
    }
    Map<String, Page> served = new LinkedHashMap<>(pages);
    served.put("/", HomePage.of(version, pages.keySet()));
    try {
      ServerSocketChannel listening = provider.openServerSocketChannel();
      listener = listening;
      listening.bind(address, BACKLOG);
      listening.configureBlocking(false);
      Selector opened = provider.openSelector();
      selector = opened;
      Admission admission = new Admission(memory, threads, troubles, opened::wakeup);
      loop =
          new ServerLoop(
              opened,
              listening,
              new Router(hosts, served),
              new Reception(door, handshakeThread, opened::wakeup),
              new Connections(DescriptorLimit.current()),
              admission,
              troubles);
    } finally {
      if (loop == null) {
        closeSockets();
      }
    }
  }

  /**
   * Serves on the calling thread until the server is closed. When this returns or throws, the
   * server is closed.
   *
   * @throws IOException if its sockets were closed by other code
   * @throws IllegalStateException if it does not listen, or runs already
   */
  public void run() throws IOException {
    ServerLoop running;
    synchronized (this) {
      if (isClosed) {
        return;
      }
      if (loop == null || isRunning) {
        throw new IllegalStateException("the server does not listen, or runs already");
      }
      isRunning = true;
      running = loop;
    }
    try {
      running.run();
    } finally {
      try {
        running.closeConnections();
      } finally {
        end();
        ended.give();
      }
    }
  }

  /**
   * Returns the port on which it listens.
   *
   * @throws IllegalStateException if it does not
   */
  public synchronized int port() {
    ServerSocketChannel listening = listener;
    if (listening == null || !listening.isOpen()) {
      throw new IllegalStateException("the server does not listen");
    }
    return listening.socket().getLocalPort();
  }

  /**
   * Closes the listening socket and all connections, and ends the threads; one that is gathering
   * ends after that. Waits a second at most, so a shutdown hook may call it; any thread, any number
   * of times.
   */
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      if (!isRunning) {
        end();
        return;
      }
      if (loop != null) {
        loop.close();
      }
    }
    try {
      // Briefly: HotSpot waits 300 ms at exit for a thread that is still in the selector.
      boolean unused = ended.await(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end() {
    isClosed = true;
    closeSockets();
    threads.close();
    handshakeThread.close();
  }

  private void closeSockets() {
    close(listener);
    close(selector);
  }

  private void close(@Nullable Closeable socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      troubles.tell("close", "a socket could not be closed properly: " + e.getMessage(), e);
    }
  }
}
