package io.exporteragent.lifecycle;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Signal;
import io.exporteragent.guest.SurvivingLoop;
import io.exporteragent.http.MetricsServer;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server as it moves from one address to another: at any time there is one {@link Endpoint}, on
 * a thread of its own. For one thread at a time, but for {@link #settings} and {@link #stop}.
 */
final class Serving {
  private final boolean isFirstRequired;
  private final Supplier<String> scheme;
  private final BiFunction<ServerSettings, InetSocketAddress, MetricsServer> servers;
  private final Function<SurvivingLoop.Body, Thread> threads;
  private final PublishedState state;
  private final Messages messages;
  private volatile @Nullable Endpoint endpoint;

  /**
   * Serves nowhere yet.
   *
   * @param isFirstRequired whether even the first address must be free at once
   * @param scheme that of the URL at the moment
   * @param threads makes the thread of an endpoint
   */
  Serving(
      boolean isFirstRequired,
      Supplier<String> scheme,
      BiFunction<ServerSettings, InetSocketAddress, MetricsServer> servers,
      Function<SurvivingLoop.Body, Thread> threads,
      PublishedState state,
      Messages messages) {
    this.isFirstRequired = isFirstRequired;
    this.scheme = scheme;
    this.servers = servers;
    this.threads = threads;
    this.state = state;
    this.messages = messages;
  }

  /** Returns where it is served, or tried to; null before the first address. */
  @Nullable ServerSettings settings() {
    Endpoint current = endpoint;
    return current == null ? null : current.settings();
  }

  /**
   * Serves there from now on, and no longer at the previous address.
   *
   * @throws ConfigurationException if that is impossible; as with any other exception the previous
   *     server keeps serving
   */
  void use(ServerSettings settings) throws ConfigurationException {
    Endpoint before = endpoint;
    if (before != null && settings.equals(before.settings())) {
      return;
    }
    // First, since there may be no thread to be had.
    Seat seat = new Seat();
    threads.apply(seat).start();
    try {
      Endpoint next = endpoint(settings);
      if (before != null && before.isListening()) {
        if (settings.port() != 0 && settings.port() == before.settings().port()) {
          // Two sockets cannot have the same port.
          before.close();
        }
        next.listenOrFail();
      } else if (isFirstRequired) {
        next.listenOrFail();
      }
      seat.take(next);
    } catch (ConfigurationException | RuntimeException | Error e) {
      seat.take(before == null || !before.isClosed() ? null : endpoint(before.settings()));
      throw e;
    } finally {
      Endpoint taken = seat.endpoint;
      if (taken != null) {
        endpoint = taken;
        if (before != null) {
          before.close();
        }
      }
    }
  }

  private Endpoint endpoint(ServerSettings settings) {
    return new Endpoint(
        settings, scheme, address -> servers.apply(settings, address), state, messages);
  }

  /** Says where the page is, if the scheme of the URL is another than before. */
  void announce() {
    Endpoint current = endpoint;
    if (current != null) {
      current.announce();
    }
  }

  /** Stops listening. Any thread, any number of times. */
  void stop() {
    Endpoint current = endpoint;
    if (current != null) {
      current.close();
    }
  }

  /** A thread that waits for the endpoint to run. */
  private static final class Seat implements SurvivingLoop.Body {
    private final Signal taken = new Signal();
    private volatile @Nullable Endpoint endpoint;

    void take(@Nullable Endpoint toBeRun) {
      endpoint = toBeRun;
      taken.give();
    }

    @Override
    public void run() throws InterruptedException {
      while (!taken.await(1, TimeUnit.HOURS)) {}
      Endpoint toBeRun = endpoint;
      if (toBeRun != null) {
        toBeRun.run();
      }
    }
  }
}
