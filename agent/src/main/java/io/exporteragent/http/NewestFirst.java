package io.exporteragent.http;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gives out last what came first. Of the requests that wait, the newest has the most of its
 * client's patience left, and a flood of half-open connections does not stand in front of a scrape
 * that comes after it.
 *
 * <p>Takes from a {@link java.util.concurrent.ThreadPoolExecutor} only what an idle thread will
 * take at once, so that the pool starts another thread when there is none, and only then: left to
 * itself it would start all it may have before it uses one twice.
 */
final class NewestFirst extends LinkedBlockingDeque<Runnable> {
  private static final long serialVersionUID = 1;

  /**
   * The threads that wait for a task, less the tasks that wait for a thread. Counted before a task
   * is there to be taken, so that no thread is promised two.
   */
  private final AtomicInteger spareThreads = new AtomicInteger();

  NewestFirst(int capacity) {
    super(capacity);
  }

  /** Adds a task if a thread is idle to take it. */
  @Override
  public boolean offer(Runnable task) {
    return takeSpareThread() && enqueue(task);
  }

  /** Adds a task for the first thread that will be idle; false if too many wait already. */
  boolean letWait(Runnable task) {
    spareThreads.decrementAndGet();
    return enqueue(task);
  }

  private boolean enqueue(Runnable task) {
    boolean added = offerFirst(task);
    if (!added) {
      spareThreads.incrementAndGet();
    }
    return added;
  }

  /** The task that has waited longest and now waits no more, or null. */
  @Nullable Runnable giveUpOldest() {
    Runnable oldest = pollLast();
    if (oldest != null) {
      spareThreads.incrementAndGet();
    }
    return oldest;
  }

  /** How a pool asks whose threads may all time out. */
  @Override
  public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
    spareThreads.incrementAndGet();
    try {
      Runnable task = super.poll(timeout, unit);
      while (task == null && !takeSpareThread()) {
        // In the moment the time was up this thread was promised a task.
        task = super.poll(timeout, unit);
      }
      return task;
    } catch (InterruptedException e) {
      spareThreads.decrementAndGet();
      throw e;
    }
  }

  private boolean takeSpareThread() {
    return spareThreads.getAndUpdate(spare -> spare > 0 ? spare - 1 : spare) > 0;
  }
}
