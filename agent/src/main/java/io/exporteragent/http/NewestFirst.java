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

  private final AtomicInteger idleThreads = new AtomicInteger();

  NewestFirst(int capacity) {
    super(capacity);
  }

  @Override
  public boolean offer(Runnable task) {
    return idleThreads.get() > size() && offerFirst(task);
  }

  @Override
  public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
    idleThreads.incrementAndGet();
    try {
      return super.poll(timeout, unit);
    } finally {
      idleThreads.decrementAndGet();
    }
  }
}
