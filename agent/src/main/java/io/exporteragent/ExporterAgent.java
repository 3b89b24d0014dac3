package io.exporteragent;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.config.Settings;
import io.exporteragent.gather.AgentThreads;
import io.exporteragent.gather.Collector;
import io.exporteragent.gather.Family;
import io.exporteragent.gather.Gatherer;
import io.exporteragent.http.MetricsServer;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The agent within one JVM: its sources, its server, and their end. Everything it does happens on
 * its own daemon threads.
 */
public final class ExporterAgent implements AutoCloseable {
  private final BuildInfo build = BuildInfo.read();
  private final PublishedState state = new PublishedState(build.version());
  private final boolean standalone;
  private final Consumer<String> messages;
  private final ExecutorService workers;
  private final LogManagerGuard logManagerGuard;
  private final Composition composition;
  private final Gatherer gatherer;
  private final Thread shutdownHook;
  private volatile @Nullable ConfigurationWatch watch;
  private volatile @Nullable Endpoint endpoint;
  private @Nullable ServerSettings serverSettings;
  private volatile boolean closed;

  private ExporterAgent(@Nullable Instrumentation instrumentation, Consumer<String> messages) {
    this.standalone = instrumentation == null;
    this.messages = messages;
    Predicate<Class<?>> initialized =
        instrumentation == null ? type -> true : new ClassInitialization(instrumentation, messages);
    this.workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new AgentThreads("worker", messages));
    this.logManagerGuard = new LogManagerGuard(initialized);
    this.composition = new Composition(instrumentation, initialized, workers, messages);
    this.gatherer = new Gatherer(this::about, workers, messages);
    // A thread blocked in accept or epoll makes HotSpot wait 300 ms before it exits.
    this.shutdownHook = new Thread(this::stopListening, "exporter-agent-shutdown");
    this.shutdownHook.setUncaughtExceptionHandler((thread, cause) -> {});
  }

  /**
   * Starts the agent in an application and returns at once.
   *
   * @param arguments what follows {@code -javaagent:exporter-agent.jar=}, null when nothing does
   * @return closes the agent: afterwards nothing of it is left running
   */
  public static AutoCloseable start(@Nullable String arguments, Instrumentation instrumentation) {
    ExporterAgent agent = new ExporterAgent(instrumentation, new StandardError());
    try {
      agent.begin(AgentArguments.parse(arguments, System.getenv()));
    } catch (ConfigurationException e) {
      agent.state.failed(String.valueOf(e.getMessage()));
      agent.messages.accept(e.getMessage() + "; the application runs on without metrics");
    }
    return agent;
  }

  /**
   * Serves without an application to watch, and returns once it does.
   *
   * @throws ConfigurationException if the configuration is wrong or the address cannot be had: here
   *     nobody is left alone by giving up
   */
  public static ExporterAgent serve(AgentArguments arguments) throws ConfigurationException {
    ExporterAgent agent = new ExporterAgent(null, new StandardError());
    agent.begin(arguments);
    return agent;
  }

  /** The version of this agent. */
  public static String version() {
    return BuildInfo.read().version();
  }

  private void begin(AgentArguments arguments) throws ConfigurationException {
    try {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The application has ended already; there is nothing left to watch.
      return;
    }
    String file = arguments.config();
    if (file == null) {
      apply(arguments.settings());
      return;
    }
    ConfigurationWatch follower =
        new ConfigurationWatch(arguments, file, this::apply, state, messages);
    watch = follower;
    if (standalone) {
      follower.load();
    }
    new AgentThreads("config", messages).newThread(follower).start();
  }

  /** Puts settings into effect; where they cannot be, everything stays as it is. */
  private synchronized void apply(Settings settings) throws ConfigurationException {
    if (closed) {
      return;
    }
    List<Collector> collectors = composition.apply(settings);
    gatherer.use(collectors);
    if (!settings.server().equals(serverSettings)) {
      listen(settings.server());
      serverSettings = settings.server();
    }
  }

  private void listen(ServerSettings server) throws ConfigurationException {
    stopListening();
    Endpoint listening =
        new Endpoint(
            server,
            logManagerGuard,
            address -> new MetricsServer(address, gatherer::gather, build.version(), messages),
            state,
            messages);
    endpoint = listening;
    if (standalone && serverSettings == null) {
      listening.listenOrFail(new AgentThreads("server", messages));
    } else {
      new AgentThreads("server", messages).newThread(listening).start();
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

  @Override
  public void close() {
    closed = true;
    ConfigurationWatch follower = watch;
    if (follower != null) {
      follower.close();
    }
    synchronized (this) {
      stopListening();
      composition.close();
    }
    workers.shutdownNow();
    state.stopped();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook with it.
      return;
    }
  }
}
