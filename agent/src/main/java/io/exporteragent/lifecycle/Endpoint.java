package io.exporteragent.lifecycle;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.guest.ListenAddress;
import io.exporteragent.guest.Messages;
import io.exporteragent.guest.ProcessId;
import io.exporteragent.guest.Signal;
import io.exporteragent.http.MetricsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the server up, whatever it takes: a port that is in use or an address that does not exist
 * yet costs one line and is tried again until it is free, and a server that broke is started again.
 *
 * <p>{@link #run} is for a thread of its own, which is the server's as long as there is one.
 */
final class Endpoint implements Runnable, AutoCloseable {
  private static final long[] RETRY_AFTER_SECONDS = {1, 1, 2, 5};

  private final ServerSettings settings;
  private final Supplier<String> scheme;
  private final Function<InetSocketAddress, MetricsServer> servers;
  private final PublishedState state;
  private final Messages messages;
  private final Signal closed = new Signal();
  private final AtomicReference<@Nullable MetricsServer> listening = new AtomicReference<>();
  private String reported = "";
  private String announced = "";

  /**
   * @param scheme that of the URL at the moment
   */
  Endpoint(
      ServerSettings settings,
      Supplier<String> scheme,
      Function<InetSocketAddress, MetricsServer> servers,
      PublishedState state,
      Messages messages) {
    this.settings = settings;
    this.scheme = scheme;
    this.servers = servers;
    this.state = state;
    this.messages = messages;
  }

  ServerSettings settings() {
    return settings;
  }

  /** Returns whether clients can connect. */
  boolean isListening() {
    return listening.get() != null;
  }

  boolean isClosed() {
    return closed.isGiven();
  }

  /**
   * Listens at once or not at all; clients are served as soon as this is run.
   *
   * @throws ConfigurationException if it cannot, saying why
   */
  void listenOrFail() throws ConfigurationException {
    String obstacle = tryToListen();
    if (obstacle != null) {
      throw new ConfigurationException(
          String.format(
              "cannot listen on %s: %s; free the port or give another",
              address(settings.port()), obstacle));
    }
  }

  /** Listens and serves until it is closed. */
  @Override
  public void run() {
    int attempt = 0;
    while (!closed.isGiven()) {
      String obstacle = listening.get() == null ? tryToListen() : null;
      if (obstacle == null) {
        obstacle = serve();
        attempt = 0;
      } else {
        report(obstacle);
      }
      if (obstacle != null && pause(attempt++)) {
        return;
      }
    }
  }

  /** Serves until that is impossible; returns why, or null when this was closed. */
  private @Nullable String serve() {
    MetricsServer server = listening.get();
    if (server == null) {
      return null;
    }
    try {
      reported = "";
      announce();
      server.run();
    } catch (IOException | RuntimeException | Error e) {
      if (!closed.isGiven()) {
        String reason = String.valueOf(e.getMessage() == null ? e : e.getMessage());
        state.waiting(reason);
        messages.say("the server stopped: " + reason + "; it is started again", e);
        return reason;
      }
    } finally {
      server.close();
      listening.compareAndSet(server, null);
      forgetAnnounced();
    }
    return null;
  }

  /** Says where the page is, if it is served and was not there before. Any thread. */
  synchronized void announce() {
    MetricsServer server = listening.get();
    if (server == null) {
      return;
    }
    int port;
    try {
      port = server.port();
    } catch (IllegalStateException e) {
      // Closed in this moment.
      return;
    }
    String url = scheme.get() + "://" + address(port) + "/metrics";
    if (!url.equals(announced)) {
      announced = url;
      state.serving(url);
      messages.say("serving " + url + " (pid " + ProcessId.current() + ")");
    }
  }

  /** Has the next server announced, whatever its URL. */
  private synchronized void forgetAnnounced() {
    announced = "";
  }

  private void report(String obstacle) {
    if (!obstacle.equals(reported)) {
      reported = obstacle;
      state.waiting(obstacle);
      messages.say(
          String.format(
              "cannot listen on %s yet: %s; the application keeps running, and this is tried again until it succeeds (for another address give -javaagent:exporter-agent.jar=host:port)",
              address(settings.port()), obstacle));
    }
  }

  /** Returns whether this was closed. */
  private boolean pause(int attempt) {
    int step = Math.min(attempt, RETRY_AFTER_SECONDS.length - 1);
    try {
      return closed.await(RETRY_AFTER_SECONDS[step], TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // Nobody but the application could mean it, and the thread ends by being closed.
      return closed.isGiven();
    }
  }

  /** Returns what stood in the way, or null. */
  private @Nullable String tryToListen() {
    MetricsServer server;
    try {
      server =
          servers.apply(new InetSocketAddress(ListenAddress.of(settings.host()), settings.port()));
      server.bind();
    } catch (UnknownHostException e) {
      return "the host name is not known";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      return e.toString();
    }
    listening.set(server);
    if (closed.isGiven()) {
      close();
    }
    return null;
  }

  private String address(int port) {
    String host = settings.host();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** Stops listening, or trying to. Any thread, any number of times. */
  @Override
  public void close() {
    closed.give();
    MetricsServer server = listening.getAndSet(null);
    if (server != null) {
      server.close();
    }
  }
}
