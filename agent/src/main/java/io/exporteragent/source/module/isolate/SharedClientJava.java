package io.exporteragent.source.module.isolate;

import io.exporteragent.guest.Messages;
import io.exporteragent.source.module.compile.ModuleException;
import io.prometheus.metrics.core.util.Scheduler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;

/**
 * What all modules share of the agent's client_java. Any thread.
 *
 * <p>Its one thread, {@code prometheus-metrics-scheduler-0}, is started by the first metric that is
 * set and never ends: started by a module's thread it would hold that module's loader as its
 * context for good, and while it runs it holds the agent's loader, even once the agent is detached.
 *
 * <p>Its default registry should stay empty: {@link DefaultRegistryRedirect} keeps modules out of
 * it where it can.
 */
public final class SharedClientJava {
  private SharedClientJava() {}

  /** Starts the thread, with the context of the calling thread, unless it was started before. */
  public static void startThread() {
    try {
      Scheduler.awaitInitialization();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the thread for good; no module may run after that.
   *
   * @param messages receives a line if it cannot be ended
   */
  public static void endThread(Messages messages) {
    try {
      Field executor = Scheduler.class.getDeclaredField("executor");
      executor.setAccessible(true);
      Object value = executor.get(null);
      if (value instanceof ExecutorService) {
        ((ExecutorService) value).shutdownNow();
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      messages.say(
          "the thread of client_java cannot be ended, so the agent stays in memory: " + e, e);
    }
  }

  /**
   * Empties the default registry.
   *
   * @throws ModuleException if there was anything in it, saying how to do better. Which module it
   *     came from is unknown, but since this is called after each call of a module's code it was
   *     most likely that one.
   */
  public static void sweepDefaultRegistry() throws ModuleException {
    Set<String> names = new TreeSet<>();
    try {
      PrometheusRegistry.defaultRegistry.scrape(
          name -> {
            names.add(name);
            return false;
          });
    } finally {
      clearDefaultRegistry();
    }
    if (!names.isEmpty()) {
      throw new ModuleException(
          String.format(
              "%s went into the registry that all modules share and cannot be told from others there; use the module's own: public <class name>(PrometheusRegistry registry) { gauge = Gauge.builder().name(\"...\").register(registry); }",
              String.join(", ", names)));
    }
  }

  /** Empties the default registry after code that has failed anyway. */
  public static void clearDefaultRegistry() {
    PrometheusRegistry.defaultRegistry.clear();
  }
}
