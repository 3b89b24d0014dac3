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
 * Serves {@code /metrics}, {@code /-/healthy}, a start page, and pages that are added, over
 * HTTP/1.1. Uses the module {@code java.base} alone, looks no client's name up, and takes a bounded
 * number of connections, threads and bytes, whatever its clients do.
 */
public final class MetricsServer implements AutoCloseable {
  /** Connections that the operating system may hold until the server accepts them. */
  private static final int BACKLOG = 256;

  private static final long END_SECONDS = 1;

  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./-]*");

  private final InetSocketAddress address;
  private final HostFilter hosts;
  private final SelectorProvider provider;
  private final String version;
  private final AnswerMemory memory;
  private final Troubles troubles;
  private final RequestThreads threads;
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private final Signal ended = new Signal();
  private @Nullable ServerSocketChannel listener;
  private @Nullable Selector selector;
  private @Nullable ServerLoop loop;
  private boolean isRunning;
  private boolean isClosed;

  /**
   * Creates a server that does not listen yet.
   *
   * @param address where to listen; port 0 takes any free one
   * @param allowedHosts the names, beside {@code localhost}, under which a client may ask if the
   *     address is a loopback address
   * @param provider makes the sockets
   * @param gather answers a scrape with merged families by its deadline; is called by several
   *     threads at once
   * @param version is shown on the start page
   * @param messages receives one line when something goes wrong that nobody else can tell of; may
   *     be called by any thread
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
    this.threads = new RequestThreads(new AgentThreads("http", messages));
    pages.put("/metrics", new MetricsPage(gather, new Encoder(messages)));
    pages.put(
        "/-/healthy", request -> new Page.Ready(Answer.line(200, "exporter-agent is healthy.")));
  }

  /**
   * Adds a page, to be called before {@link #bind}.
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

  /** Adds a page in two forms, as {@link #page(String, String, Supplier)} does. */
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
   * Listens: clients can connect, and wait for {@link #run}. May be called again after it has
   * thrown.
   *
   * @throws java.net.BindException if the port is taken or the address is not ours
   * @throws IOException if it cannot listen for another reason, or was closed
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
   * Serves until the server is closed, on the calling thread. The server is closed when this
   * returns or throws.
   *
   * @throws IOException if it cannot go on: somebody has closed its sockets
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
   * The port on which it listens.
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
   * ends when it comes back. Returns at once, so it may be called in a shutdown hook, by any thread
   * and more than once.
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
      // A moment: HotSpot waits 300 ms at its exit for a thread that is still in the selector.
      boolean unused = ended.await(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end() {
    isClosed = true;
    closeSockets();
    threads.close();
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
