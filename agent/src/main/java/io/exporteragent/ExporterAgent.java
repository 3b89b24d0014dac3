package io.exporteragent;

import io.exporteragent.application.ApplicationMetrics;
import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Settings;
import io.exporteragent.gather.AgentThreads;
import io.exporteragent.gather.Collector;
import io.exporteragent.gather.Gatherer;
import io.exporteragent.host.CpuMetrics;
import io.exporteragent.host.DiskMetrics;
import io.exporteragent.host.MemoryMetrics;
import io.exporteragent.http.MetricsServer;
import io.exporteragent.jvm.JvmMetrics;
import io.exporteragent.jvm.ProcessMetrics;
import java.lang.instrument.Instrumentation;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
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
  private final ExecutorService workers;
  private final Gatherer gatherer;
  private final Endpoint endpoint;
  private final PublishedState state;
  private final Thread shutdownHook;

  private ExporterAgent(
      Settings settings,
      BuildInfo build,
      Instrumentation instrumentation,
      PublishedState state,
      Consumer<String> messages) {
    Predicate<Class<?>> initialized = new ClassInitialization(instrumentation, messages);
    this.state = state;
    this.workers = newWorkers(new AgentThreads("worker", messages));
    this.gatherer =
        new Gatherer(
            collectors(instrumentation, initialized, workers, messages),
            build.family(),
            workers,
            messages);
    this.endpoint =
        new Endpoint(
            settings.server(),
            new LogManagerGuard(initialized),
            address -> new MetricsServer(address, gatherer::gather, build.version(), messages),
            state,
            messages);
    // A thread blocked in accept or epoll makes HotSpot wait 300 ms before it exits.
    this.shutdownHook = new Thread(endpoint::close, "exporter-agent-shutdown");
    this.shutdownHook.setUncaughtExceptionHandler((thread, cause) -> {});
  }

  /**
   * Starts the agent and returns at once.
   *
   * @param arguments what follows {@code -javaagent:exporter-agent.jar=}, null when nothing does
   * @return closes the agent: afterwards nothing of it is left running
   */
  public static AutoCloseable start(@Nullable String arguments, Instrumentation instrumentation) {
    Consumer<String> messages = new StandardError();
    BuildInfo build = BuildInfo.read();
    PublishedState state = new PublishedState(build.version());
    Settings settings;
    try {
      AgentArguments given = AgentArguments.parse(arguments, System.getenv());
      if (given.config() != null) {
        throw new ConfigurationException(
            String.format(
                "configuration file \"%s\" cannot be used: this version does not support configuration files yet; give host and port alone",
                given.config()));
      }
      settings = given.settings();
    } catch (ConfigurationException e) {
      state.failed(String.valueOf(e.getMessage()));
      messages.accept(e.getMessage() + "; the application runs on without metrics");
      return () -> {};
    }
    ExporterAgent agent = new ExporterAgent(settings, build, instrumentation, state, messages);
    agent.begin(new AgentThreads("server", messages));
    return agent;
  }

  private void begin(ThreadFactory threads) {
    try {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The application has ended already; there is nothing left to watch.
      return;
    }
    threads.newThread(endpoint).start();
  }

  /** In order of precedence: where the application exports a family itself, ours steps back. */
  private static List<Collector> collectors(
      Instrumentation instrumentation,
      Predicate<Class<?>> initialized,
      ExecutorService workers,
      Consumer<String> messages) {
    return Arrays.asList(
        Collector.onWorker(
            "application", new ApplicationMetrics(instrumentation, initialized, workers, messages)),
        Collector.inline(
            "jvm", new JvmMetrics(workers, () -> hasMBeanServer(instrumentation, initialized))),
        Collector.inline("process", new ProcessMetrics()),
        Collector.onWorker("cpu", new CpuMetrics(new AgentThreads("cpu", messages))),
        Collector.onWorker("memory", new MemoryMetrics()),
        Collector.onWorker("disk", new DiskMetrics(workers)));
  }

  private static boolean hasMBeanServer(
      Instrumentation instrumentation, Predicate<Class<?>> initialized) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().equals("com.sun.jmx.mbeanserver.JmxMBeanServer")) {
        return initialized.test(loaded);
      }
    }
    return false;
  }

  private static ExecutorService newWorkers(ThreadFactory threads) {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  @Override
  public void close() {
    endpoint.close();
    gatherer.close();
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
