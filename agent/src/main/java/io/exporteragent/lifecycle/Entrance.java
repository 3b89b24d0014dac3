package io.exporteragent.lifecycle;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.SurvivingLoop;
import io.exporteragent.http.Door;
import io.exporteragent.http.MetricsServer;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.web.WebConfiguration;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the page is served, and to whom. Nothing is served before it is known whom to: a web
 * configuration that is wrong at the start means to close what would be open.
 *
 * <p>For the thread of the agenda, but for {@link #door}, {@link #settings}, {@link #families} and
 * {@link #stop}.
 */
final class Entrance {
  private final boolean isStandalone;
  private final Guest guest;
  private final PublishedState state;
  private final FrontDoor door = new FrontDoor();
  private final Serving serving;
  private final ThreadPoolExecutor passwordThread;
  private volatile @Nullable WebWatch web;

  /** Where to serve once it is known whom to; null if that is so already. */
  private volatile @Nullable ServerSettings awaiting;

  Entrance(
      Guest guest,
      BiFunction<ServerSettings, InetSocketAddress, MetricsServer> servers,
      Function<SurvivingLoop.Body, Thread> threads,
      PublishedState state) {
    this.isStandalone = guest.instrumentation() == null;
    this.guest = guest;
    this.state = state;
    this.serving =
        new Serving(isStandalone, door::scheme, servers, threads, state, guest.messages());
    this.passwordThread =
        new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), guest.threads("password"));
  }

  Door door() {
    return door;
  }

  /** Returns where it is served, or will be; null before the first address. */
  @Nullable ServerSettings settings() {
    ServerSettings later = awaiting;
    return later == null ? serving.settings() : later;
  }

  /**
   * Serves there and by that web configuration from now on.
   *
   * @throws ConfigurationException if that is impossible; everything stays as it was
   */
  void use(ServerSettings settings) throws ConfigurationException {
    WebWatch before = web;
    String file = settings.webConfigFile();
    if (Objects.equals(file, before == null ? null : before.file())) {
      serveOrWait(settings, before);
      return;
    }
    WebWatch next = file == null ? null : new WebWatch(file, guest, new Effect());
    Door.Version versionBefore = door.version();
    boolean hadTls = door.scheme().equals("https");
    boolean isInUse = false;
    try {
      if (next == null) {
        door.use(Door.open(), false);
      } else if (isStandalone || serving.settings() != null) {
        next.open();
      }
      serveOrWait(settings, next);
      isInUse = true;
    } finally {
      if (!isInUse) {
        door.use(versionBefore, hadTls);
      }
    }
    web = next;
    if (before != null) {
      before.close();
    }
    if (next != null) {
      next.follow();
    }
    serving.announce();
  }

  private void serveOrWait(ServerSettings settings, @Nullable WebWatch by)
      throws ConfigurationException {
    boolean isKnown = by == null || by.current() != null;
    if (isKnown) {
      serving.use(settings);
    }
    awaiting = isKnown ? null : settings;
  }

  /** Returns when the certificate of the server expires; none without TLS. */
  List<Family> families() {
    WebWatch follower = web;
    WebConfiguration current = follower == null ? null : follower.current();
    Instant expiry = current == null ? null : current.certificateExpiry();
    return expiry == null
        ? Collections.emptyList()
        : Collections.singletonList(
            new ScalarFamily(
                    "exporter_agent_certificate_expiry_timestamp_seconds",
                    MetricType.GAUGE,
                    "When the certificate of the server expires, in seconds since 1970.")
                .add(expiry.toEpochMilli() / 1000.0));
  }

  /** Stops listening. Any thread, any number of times. */
  void stop() {
    WebWatch follower = web;
    if (follower != null) {
      follower.close();
    }
    serving.stop();
    passwordThread.shutdownNow();
  }

  private final class Effect implements WebWatch.Effect {
    @Override
    public void use(WebConfiguration version) {
      door.use(version.door(passwordThread), version.hasTls());
      ServerSettings later = awaiting;
      if (later != null) {
        try {
          serving.use(later);
          awaiting = null;
        } catch (ConfigurationException e) {
          waiting(String.valueOf(e.getMessage()));
          guest.messages().say(String.valueOf(e.getMessage()), e);
        }
      }
      serving.announce();
    }

    @Override
    public void waiting(String reason) {
      state.waiting(reason);
    }
  }
}
