package io.exporteragent.demo;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads named {@code <prefix>-1}, {@code <prefix>-2}, ... */
final class NamedThreads implements ThreadFactory {
  private final String prefix;
  private final boolean daemon;
  private final AtomicInteger made = new AtomicInteger();

  private NamedThreads(String prefix, boolean daemon) {
    this.prefix = prefix;
    this.daemon = daemon;
  }

  /** Threads that end with the application. */
  static NamedThreads daemons(String prefix) {
    return new NamedThreads(prefix, true);
  }

  /** Threads that keep the application alive. */
  static NamedThreads keepingAlive(String prefix) {
    return new NamedThreads(prefix, false);
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, prefix + "-" + made.incrementAndGet());
    thread.setDaemon(daemon);
    return thread;
  }
}
