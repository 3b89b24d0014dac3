package io.exporteragent.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that make answers: a few at most, none after a while without work, and a new one only
 * if none is idle. An executor of the JDK would start its maximum before it reuses one. Any thread.
 */
final class RequestThreads implements Executor, AutoCloseable {
  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final ThreadFactory factory;
  private final int most;
  private final Queue<Runnable> tasks = new ArrayDeque<>(2 * Connections.MOST);
  private int threads;
  private int idle;
  private boolean isClosed;

  /**
   * @param most how many there are at once
   */
  RequestThreads(ThreadFactory factory, int most) {
    this.factory = factory;
    this.most = most;
  }

  /**
   * Runs the task as soon as a thread is free for it.
   *
   * @throws OutOfMemoryError if there is no thread and the JVM cannot create one
   */
  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
    if (idle >= tasks.size()) {
      notify();
    } else if (threads < most) {
      startThread(task);
    }
  }

  private void startThread(Runnable task) {
    threads++;
    try {
      factory.newThread(this::work).start();
    } catch (RuntimeException | Error e) {
      threads--;
      if (threads == 0) {
        tasks.remove(task);
        throw e;
      }
    }
  }

  private void work() {
    boolean isCounted = true;
    try {
      for (Runnable task = take(); task != null; task = take()) {
        run(task);
      }
      isCounted = false;
    } finally {
      if (isCounted) {
        leave();
      }
    }
  }

  private static void run(Runnable task) {
    task.run();
    // An interrupt left by one page must not reach the next.
    boolean unused = Thread.interrupted();
  }

  /** Returns the next task; null if the calling thread is to end, no longer counting it. */
  private synchronized @Nullable Runnable take() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
    while (tasks.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (isClosed || left <= 0) {
        threads--;
        return null;
      }
      idle++;
      try {
        wait(left);
      } catch (InterruptedException e) {
        // An interrupt has no meaning here: the thread ends by itself.
      } finally {
        idle--;
      }
    }
    return tasks.remove();
  }

  private synchronized void leave() {
    threads--;
  }

  /** Ends the threads, busy ones after their task. Does not wait. */
  @Override
  public synchronized void close() {
    isClosed = true;
    tasks.clear();
    notifyAll();
  }
}
