package io.exporteragent.source.host;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The list of mounts, at most about a minute old if scraped that often. It is refreshed in the
 * background while the old one is in use; only the first listing is waited for.
 */
final class BackgroundMountList implements MountList {
  private static final long AGE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ExecutorService workers;
  private final Callable<List<Mount>> listing;
  private final LongSupplier nanoTime;

  private @Nullable List<Mount> mounts;
  private @Nullable Future<List<Mount>> running;
  private long startedNanos;

  BackgroundMountList(
      ExecutorService workers, Callable<List<Mount>> listing, LongSupplier nanoTime) {
    this.workers = workers;
    this.listing = listing;
    this.nanoTime = nanoTime;
  }

  @Override
  public List<Mount> get(long waitNanos) throws IOException, InterruptedException {
    if (running == null && isDue()) {
      start();
    }
    Future<List<Mount>> listed = running;
    List<Mount> current = mounts;
    if (listed != null && (current == null || listed.isDone())) {
      return finish(listed, waitNanos);
    }
    if (current == null) {
      throw new IOException("No worker is free to list the mounted file systems.");
    }
    return current;
  }

  private boolean isDue() {
    return mounts == null || nanoTime.getAsLong() - startedNanos >= AGE_NANOS;
  }

  private void start() {
    try {
      running = workers.submit(listing);
      startedNanos = nanoTime.getAsLong();
    } catch (RejectedExecutionException e) {
      // All workers are busy: an old list stays in use, and the next scrape tries again.
      running = null;
    }
  }

  private List<Mount> finish(Future<List<Mount>> listed, long waitNanos)
      throws IOException, InterruptedException {
    try {
      List<Mount> fresh = listed.get(waitNanos, TimeUnit.NANOSECONDS);
      running = null;
      mounts = fresh;
      return fresh;
    } catch (TimeoutException e) {
      throw new IOException("The mounted file systems are still being listed; ask again later.", e);
    } catch (ExecutionException e) {
      running = null;
      List<Mount> old = mounts;
      if (old != null) {
        return old;
      }
      throw new IOException("Cannot list the mounted file systems: " + e.getCause(), e.getCause());
    }
  }
}
