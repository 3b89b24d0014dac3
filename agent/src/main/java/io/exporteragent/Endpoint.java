package io.exporteragent;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.http.MetricsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gets the server up, however long it takes: a port that is in use or an address that does not
 * exist yet costs one line, and is tried again until it is free.
 *
 * <p>Run on a daemon thread: the JDK's HTTP server makes its dispatcher a daemon only if its
 * creator is one, and would otherwise keep the application from ending.
 */
final class Endpoint implements Runnable, AutoCloseable {
  private static final long[] RETRY_AFTER_SECONDS = {1, 1, 2, 5};

  private final ServerSettings settings;
  private final LogManagerGuard logManagerGuard;
  private final Function<InetSocketAddress, MetricsServer> servers;
  private final PublishedState state;
  private final Consumer<String> messages;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<@Nullable MetricsServer> running = new AtomicReference<>();

  Endpoint(
      ServerSettings settings,
      LogManagerGuard logManagerGuard,
      Function<InetSocketAddress, MetricsServer> servers,
      PublishedState state,
      Consumer<String> messages) {
    this.settings = settings;
    this.logManagerGuard = logManagerGuard;
    this.servers = servers;
    this.state = state;
    this.messages = messages;
  }

  @Override
  public void run() {
    try {
      logManagerGuard.await(System.getProperties(), System.getenv(), closed);
      String told = "";
      for (int attempt = 0; closed.getCount() > 0; attempt++) {
        String obstacle = tryToServe();
        if (obstacle == null) {
          return;
        }
        if (!obstacle.equals(told)) {
          told = obstacle;
          state.waiting(obstacle);
          messages.accept(
              String.format(
                  "cannot listen on %s yet: %s; the application runs on, and this is tried again until it succeeds (for another address give -javaagent:exporter-agent.jar=host:port)",
                  address(settings.port()), obstacle));
        }
        int step = Math.min(attempt, RETRY_AFTER_SECONDS.length - 1);
        if (closed.await(RETRY_AFTER_SECONDS[step], TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (NoClassDefFoundError e) {
      fail(
          String.valueOf(e.getMessage()).startsWith("com/sun/net/httpserver/")
              ? "this JVM was started without the module jdk.httpserver; add the option --add-modules jdk.httpserver"
              : e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExceptionInInitializerError e) {
      fail(String.valueOf(e.getCause()));
    } catch (RuntimeException | Error e) {
      fail(e.toString());
    }
  }

  /**
   * Serves at once or not at all.
   *
   * @throws ConfigurationException if it cannot, saying why
   */
  void listenOrFail(ThreadFactory threads) throws ConfigurationException {
    FutureTask<@Nullable String> attempt = new FutureTask<>(this::tryToServe);
    threads.newThread(attempt).start();
    String obstacle;
    try {
      obstacle = attempt.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      obstacle = "interrupted";
    } catch (ExecutionException e) {
      obstacle = String.valueOf(e.getCause());
    }
    if (obstacle != null) {
      throw new ConfigurationException(
          String.format(
              "cannot listen on %s: %s; free the port or give another",
              address(settings.port()), obstacle));
    }
  }

  private void fail(String reason) {
    state.failed(reason);
    messages.accept("cannot serve metrics: " + reason + "; the application runs on without them");
  }

  /** Returns what stood in the way, or null. */
  private @Nullable String tryToServe() {
    InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
    if (address.isUnresolved()) {
      return "the host name is not known";
    }
    MetricsServer server = servers.apply(address);
    try {
      server.start();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    running.set(server);
    if (closed.getCount() == 0) {
      close();
      return null;
    }
    String url = "http://" + address(server.port()) + "/metrics";
    state.serving(url);
    messages.accept("serving " + url + " (pid " + ProcessId.current() + ")");
    return null;
  }

  private String address(int port) {
    String host = settings.host();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** Stops listening, or trying to. Returns at once; any thread, any number of times. */
  @Override
  public void close() {
    closed.countDown();
    MetricsServer server = running.getAndSet(null);
    if (server != null) {
      server.close();
    }
  }
}
