package io.exporteragent.source.module.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Those versions whose threads have not ended, be they in use or not. Any thread. */
public final class LiveVersions {
  /** What is left after that is interrupted, and what is left after it once more is left alone. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Set<ModuleVersion> versions = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Starts a version, unless it is too late for that. */
  public void start(ModuleVersion version) {
    versions.add(version);
    if (closed) {
      version.stop();
    } else {
      try {
        version.start();
      } catch (Error e) {
        // No thread is to be had, so it will not end either.
        versions.remove(version);
        throw e;
      }
    }
  }

  /** Forgets those that have ended. */
  public void tidy() {
    versions.removeIf(ModuleVersion::hasEnded);
  }

  /** Ends all versions and waits for that, two seconds at most. */
  public void close() {
    closed = true;
    versions.forEach(ModuleVersion::stop);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      awaitEnds(deadline);
      versions.forEach(ModuleVersion::interrupt);
      awaitEnds(deadline + PATIENCE_NANOS);
    } catch (InterruptedException e) {
      versions.forEach(ModuleVersion::interrupt);
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnds(long deadlineNanos) throws InterruptedException {
    for (ModuleVersion version : versions) {
      version.awaitEnd(deadlineNanos - System.nanoTime());
    }
  }
}
