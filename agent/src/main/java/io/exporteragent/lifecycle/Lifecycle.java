package io.exporteragent.lifecycle;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.gather.FamilyFilter;
import io.exporteragent.gather.Gatherer;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Messages;
import io.exporteragent.guest.OwnThreads;
import io.exporteragent.guest.Privileged;
import io.exporteragent.guest.Sockets;
import io.exporteragent.guest.StandardError;
import io.exporteragent.http.MetricsServer;
import io.exporteragent.model.Family;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The agent within one JVM: its sources, its server, and their end. Everything it does happens on
 * its own daemon threads.
 *
 * <p>The bootstrap, which may be that of an older jar, knows it by types of the JDK alone: {@link
 * #start}, {@link Consumer} for other arguments, {@link AutoCloseable} for the end.
 */
public final class Lifecycle implements AutoCloseable, Consumer<String> {
  private final BuildInfo build = BuildInfo.read();
  private final PublishedState state = new PublishedState(build.version());
  private final boolean standalone;
  private final Messages messages;
  private final Sections sections = Sections.all();
  private final Guest guest;
  private final @Nullable Instrumentation instrumentation;
  private final Composition composition;
  private final Gatherer gatherer;
  private final Thread shutdownHook;
  private volatile @Nullable ConfigurationWatch watch;
  private volatile @Nullable Endpoint endpoint;
  private @Nullable ServerSettings serverSettings;
  private @Nullable FamilyFilter filter;
  private boolean isHooked;
  private boolean closed;

  private Lifecycle(@Nullable Instrumentation instrumentation, Messages messages) {
    this.instrumentation = instrumentation;
    this.standalone = instrumentation == null;
    this.messages = messages;
    this.guest = new Guest(instrumentation, messages);
    this.composition = new Composition(sections, guest);
    this.gatherer = new Gatherer(this::about, guest.workers(), messages);
    // A thread blocked in accept or epoll makes HotSpot wait 300 ms before it exits.
    this.shutdownHook = new Thread(this::stopListening, "exporter-agent-shutdown");
    this.shutdownHook.setUncaughtExceptionHandler((thread, cause) -> {});
  }

  /**
   * Creates an agent that does nothing yet; without instrumentation, one without an application.
   */
  public Lifecycle(@Nullable Instrumentation instrumentation) {
    this(instrumentation, new StandardError());
  }

  /**
   * Follows these arguments from now on. Only what they change is begun anew: another port restarts
   * the server. Arguments that cannot be followed change nothing. The outcome is published.
   */
  @Override
  public void accept(String arguments) {
    Privileged.run(() -> request(arguments));
  }

  private synchronized void request(String arguments) {
    state.requested(arguments);
    try {
      begin(sections.arguments().parse(arguments, System.getenv()));
    } catch (ConfigurationException e) {
      String reason = String.valueOf(e.getMessage());
      if (serverSettings == null && watch == null) {
        state.failed(reason);
        messages.say(reason + "; the application runs on without metrics", e);
      } else {
        state.refused(reason);
        messages.say(reason + "; what was in effect before still is", e);
      }
    }
  }

  /**
   * Puts the arguments into effect; without an application, before this returns.
   *
   * @throws ConfigurationException if they cannot be; everything stays as it is
   */
  public synchronized void begin(AgentArguments arguments) throws ConfigurationException {
    if (!isHooked && !hook()) {
      // The application has ended already; there is nothing left to watch.
      return;
    }
    ServerSettings before = serverSettings;
    String file = arguments.config();
    if (file == null) {
      apply(Configuration.of(arguments, sections));
      follow(null);
    } else {
      ConfigurationWatch next =
          new ConfigurationWatch(sections, arguments, file, this::apply, state, messages);
      if (standalone || before != null) {
        next.load();
      }
      follow(next);
    }
    if (before != null && before.equals(serverSettings)) {
      state.unchanged();
    }
  }

  private boolean hook() {
    try {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
      isHooked = true;
    } catch (IllegalStateException e) {
      return false;
    }
    return true;
  }

  private void follow(@Nullable ConfigurationWatch next) {
    ConfigurationWatch before = watch;
    if (before != null) {
      before.close();
    }
    watch = next;
    if (next != null) {
      new AgentThreads("config", messages).surviving(next::run).start();
    }
  }

  private synchronized void apply(ConfigurationWatch source, Configuration settings)
      throws ConfigurationException {
    if (!source.isClosed()) {
      apply(settings);
    }
  }

  /** Puts settings into effect; where they cannot be, everything stays as it is. */
  private synchronized void apply(Configuration settings) throws ConfigurationException {
    if (closed) {
      return;
    }
    Composition.Change change = composition.prepare(settings);
    boolean isListening = false;
    try {
      // First, so that the new server's first page has everything.
      gatherer.use(change.runners(), settings.filter());
      if (!settings.server().equals(serverSettings)) {
        listen(settings.server());
        serverSettings = settings.server();
      }
      isListening = true;
    } finally {
      if (!isListening) {
        gatherer.use(composition.runners(), filter);
        change.discard();
      }
    }
    change.commit();
    filter = settings.filter();
  }

  /**
   * Serves there from now on.
   *
   * @throws ConfigurationException if that cannot be; where it was served before it still is
   */
  private void listen(ServerSettings server) throws ConfigurationException {
    Endpoint before = endpoint;
    Endpoint next = endpoint(server);
    if (before == null || !before.isListening()) {
      if (standalone) {
        next.listenOrFail();
      }
    } else if (server.port() != 0 && server.port() == before.settings().port()) {
      // Two sockets cannot have the same port.
      before.close();
      try {
        next.listenOrFail();
      } catch (ConfigurationException e) {
        start(endpoint(before.settings()));
        throw e;
      }
    } else {
      next.listenOrFail();
    }
    stopListening();
    start(next);
  }

  private Endpoint endpoint(ServerSettings server) {
    List<String> allowedHosts = new ArrayList<>(server.allowedHosts());
    allowedHosts.add(server.host());
    return new Endpoint(
        server,
        address -> {
          MetricsServer made =
              new MetricsServer(
                  address,
                  allowedHosts,
                  Sockets.provider(instrumentation),
                  gatherer::gather,
                  build.version(),
                  messages);
          composition.pages().forEach(made::page);
          return made;
        },
        state,
        messages);
  }

  private void start(Endpoint started) {
    endpoint = started;
    try {
      new AgentThreads("server", messages).surviving(started::run).start();
    } catch (RuntimeException | Error e) {
      // Clients would otherwise be accepted by the kernel and never be answered.
      started.close();
      throw e;
    }
  }

  private List<Family> about() {
    List<Family> families = new ArrayList<>();
    families.add(build.family());
    ConfigurationWatch follower = watch;
    if (follower != null) {
      families.addAll(follower.families());
    }
    return families;
  }

  private void stopListening() {
    Endpoint listening = endpoint;
    if (listening != null) {
      listening.close();
    }
  }

  /**
   * Ends the agent: the server, its threads, and every trace of it in the application. Waits for
   * what is under way, a few seconds at most, so that the class loader can go afterwards.
   */
  @Override
  public void close() {
    Privileged.run(this::end);
  }

  private void end() {
    state.end();
    synchronized (this) {
      closed = true;
      follow(null);
      stopListening();
      gatherer.use(Collections.emptyList(), null);
      composition.close();
    }
    guest.endWorkers();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook with it.
      return;
    }
    if (!standalone) {
      OwnThreads.awaitEnd(messages);
    }
  }
}
