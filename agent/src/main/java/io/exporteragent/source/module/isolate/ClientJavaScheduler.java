package io.exporteragent.source.module.isolate;

import io.exporteragent.guest.Messages;
import io.prometheus.metrics.core.util.Scheduler;
import java.lang.reflect.Field;
import java.util.concurrent.ExecutorService;

/**
 * The one thread of client_java, {@code prometheus-metrics-scheduler-0}. It is started by the first
 * metric that is set and never ends: started by a module's thread it would hold that module's
 * loader as its context for good, and running on it would hold the agent's loader after the agent
 * was detached.
 */
public final class ClientJavaScheduler {
  private ClientJavaScheduler() {}

  /** Starts the thread, with the context of the calling thread, unless it was started before. */
  public static void start() {
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
  public static void end(Messages messages) {
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
}
