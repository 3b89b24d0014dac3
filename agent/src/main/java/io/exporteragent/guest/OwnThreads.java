package io.exporteragent.guest;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The agent's threads: those whose context class loader is the agent's. */
public final class OwnThreads {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private OwnThreads() {}

  /**
   * Waits until all but the calling thread have ended. One that does not end, because it runs code
   * that is not ours, is reported and left: as long as it lives, our class loader is not freed.
   */
  public static void awaitEnd(Messages messages) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (Thread thread : all()) {
      if (!isOurs(thread) || thread == Thread.currentThread()) {
        continue;
      }
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (thread.isAlive()) {
        messages.say(
            String.format(
                "thread %s has not ended yet; what the agent holds is freed when it does",
                thread.getName()));
      }
    }
  }

  private static boolean isOurs(Thread thread) {
    return thread.getContextClassLoader() == OwnThreads.class.getClassLoader();
  }

  private static Thread[] all() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread[] threads = new Thread[group.activeCount() * 2 + 16];
    return Arrays.copyOf(threads, group.enumerate(threads, true));
  }
}
