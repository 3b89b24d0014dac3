package io.exporteragent.lifecycle;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
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
import io.exporteragent.guest.SurvivingLoop;
import io.exporteragent.http.MetricsServer;
import io.exporteragent.model.Family;
import java.lang.instrument.Instrumentation;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The agent within one JVM: its sources, its server, and their end. Start, reload and end are tasks
 * of one thread, that of the {@link Agenda}, which also follows the files; whoever asks for one of
 * them waits for its outcome. Any thread may call the methods.
 *
 * <p>The bootstrap, which may be that of an older jar, knows it by types of the JDK alone: {@link
 * Consumer} for arguments, {@link AutoCloseable} for the end.
 */
public final class Lifecycle implements AutoCloseable, Consumer<String> {
  /** For how long to wait for an outcome; restoring measured methods alone may take half of it. */
  private static final long WAIT_SECONDS = 60;

  private final BuildInfo build = BuildInfo.read();
  private final PublishedState state = new PublishedState(build.version());
  private final boolean standalone;
  private final Messages messages;
  private final Sections sections;
  private final Guest guest;
  private final @Nullable Instrumentation instrumentation;
  private final Composition composition;
  private final Gatherer gatherer;
  private final Entrance entrance;
  private final Thread shutdownHook;
  private volatile @Nullable ConfigurationWatch watch;
  private @Nullable FamilyFilter filter;
  private volatile boolean closed;
  private boolean isHooked;

  Lifecycle(
      @Nullable Instrumentation instrumentation,
      Function<SurvivingLoop.Body, Thread> serverThreads,
      Messages messages) {
    this.instrumentation = instrumentation;
    this.standalone = instrumentation == null;
    this.sections = Sections.of(standalone);
    this.messages = messages;
    this.guest = new Guest(instrumentation, messages);
    this.composition = new Composition(sections, guest);
    this.gatherer = new Gatherer(this::about, guest.workers(), messages);
    this.entrance = new Entrance(guest, this::server, serverThreads, state);
    // A thread blocked in accept or epoll makes HotSpot wait 300 ms before it exits.
    this.shutdownHook = new Thread(entrance::stop, "exporter-agent-shutdown");
    this.shutdownHook.setUncaughtExceptionHandler((thread, cause) -> {});
  }

  /**
   * Creates an agent that does nothing yet; without instrumentation, one without an application.
   */
  public Lifecycle(@Nullable Instrumentation instrumentation) {
    this(instrumentation, new StandardError());
  }

  private Lifecycle(@Nullable Instrumentation instrumentation, Messages messages) {
    this(instrumentation, new AgentThreads("server", messages)::surviving, messages);
  }

  /**
   * Follows these arguments from now on. Only what they change is started again: another port
   * restarts the server. Arguments that cannot be followed change nothing. The outcome is published
   * when this returns, unless that takes longer than a minute.
   */
  @Override
  public void accept(String arguments) {
    Privileged.run(() -> request(arguments));
  }

  private void request(String arguments) {
    state.requested(arguments);
    try {
      begin(sections.arguments().parse(arguments, System.getenv()));
    } catch (ConfigurationException e) {
      refuse(e);
    }
  }

  private void refuse(ConfigurationException e) {
    String reason = String.valueOf(e.getMessage());
    if (entrance.settings() == null && watch == null) {
      state.failed(reason);
      messages.say(reason + "; the application keeps running without metrics", e);
    } else {
      state.refused(reason);
      messages.say(reason + "; the previous configuration stays in effect", e);
    }
  }

  /**
   * Puts the arguments into effect; without an application, before this returns.
   *
   * @throws ConfigurationException if they cannot be; everything stays as it is
   */
  public void begin(AgentArguments arguments) throws ConfigurationException {
    String file = arguments.config();
    boolean isToBeTriedAgain = !standalone && entrance.settings() == null;
    // Here and not on the agenda, since a file system may not answer.
    String content = file == null || isToBeTriedAgain ? null : ConfigurationFile.read(file);
    AwaitedTask request = new AwaitedTask(() -> use(arguments, content));
    if (submit(request, false) && !request.isDone(WAIT_SECONDS)) {
      throw new ConfigurationException(
          String.format(
              "this has taken more than %d s and continues in the background; jstack shows what the thread exporter-agent-agenda waits for",
              WAIT_SECONDS));
    }
    request.requireSuccess();
  }

  /** Returns whether it will be done: nothing is after the last one. */
  private synchronized boolean submit(AwaitedTask request, boolean isLast) {
    if (closed) {
      return false;
    }
    closed = isLast;
    guest.agenda().execute(request);
    return true;
  }

  private void use(AgentArguments arguments, @Nullable String content)
      throws ConfigurationException {
    if (closed || (!isHooked && !hook())) {
      // The agent or the application has ended already; there is nothing left to watch.
      return;
    }
    ServerSettings before = entrance.settings();
    String file = arguments.config();
    ConfigurationWatch next = null;
    if (file == null) {
      apply(Configuration.of(arguments, sections));
    } else {
      next = new ConfigurationWatch(sections, arguments, file, new Effect(), state, messages);
      if (content != null) {
        next.begin(content);
      }
    }
    follow(next);
    if (before != null && before.equals(entrance.settings())) {
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
      next.follow(guest.agenda());
    }
  }

  /** Puts settings into effect; where they cannot be, everything stays as it is. */
  private void apply(Configuration configuration) throws ConfigurationException {
    if (closed) {
      return;
    }
    Composition.Change change = composition.prepare(configuration);
    boolean isListening = false;
    try {
      // First, so that the new server's first page has everything.
      gatherer.use(change.runners(), configuration.filter());
      entrance.use(configuration.server());
      isListening = true;
    } finally {
      if (!isListening) {
        gatherer.use(composition.runners(), filter);
        change.discard();
      }
    }
    change.commit();
    filter = configuration.filter();
  }

  private MetricsServer server(ServerSettings settings, InetSocketAddress address) {
    List<String> allowedHosts = new ArrayList<>(settings.allowedHosts());
    allowedHosts.add(settings.host());
    MetricsServer server =
        new MetricsServer(
            address,
            allowedHosts,
            Sockets.provider(instrumentation),
            gatherer::gather,
            build.version(),
            messages);
    composition.pages().forEach(server::page);
    return server.door(entrance.door());
  }

  private List<Family> about() {
    List<Family> families = new ArrayList<>();
    families.add(build.family());
    ConfigurationWatch follower = watch;
    if (follower != null) {
      families.addAll(follower.families());
    }
    families.addAll(entrance.families());
    return families;
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
    AwaitedTask request = new AwaitedTask(this::endAll);
    state.end();
    try {
      if (!submit(request, true)) {
        return;
      }
      request.isDone(WAIT_SECONDS);
    } catch (OutOfMemoryError e) {
      // No thread can be had, so there is none that this one could disturb.
      request.run();
    }
    // Again, should something else still be under way on the agenda.
    entrance.stop();
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

  private void endAll() {
    follow(null);
    entrance.stop();
    gatherer.use(Collections.emptyList(), null);
    composition.close();
    guest.agenda().close();
  }

  /** What becomes of the versions of the file. */
  private final class Effect implements ConfigurationWatch.Effect {
    @Override
    public void apply(Configuration configuration) throws ConfigurationException {
      Lifecycle.this.apply(configuration);
    }

    @Override
    public void refused() {
      composition.refused();
    }
  }
}
