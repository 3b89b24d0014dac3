package io.exporteragent.source.module.run;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what happened to a module, in all of its versions. Any thread. */
public final class ModuleTally {
  private final AtomicLong loads = new AtomicLong();
  private final AtomicLong loadFailures = new AtomicLong();
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong timeouts = new AtomicLong();
  private volatile long lastSuccessMillis;
  private volatile long lastDurationNanos;

  void loaded() {
    loads.incrementAndGet();
  }

  /** Counts a version that could not be loaded. */
  public void failedToLoad() {
    loadFailures.incrementAndGet();
  }

  void begun() {
    runs.incrementAndGet();
  }

  void timedOut() {
    timeouts.incrementAndGet();
  }

  void failed(long durationNanos) {
    failures.incrementAndGet();
    lastDurationNanos = durationNanos;
  }

  void succeeded(ModuleValues values) {
    lastDurationNanos = values.durationNanos();
    lastSuccessMillis = values.finishedMillis();
  }

  /** Returns the number of versions that were loaded. */
  public long loads() {
    return loads.get();
  }

  /** Returns the number of versions that could not be loaded. */
  public long loadFailures() {
    return loadFailures.get();
  }

  /** Returns the number of runs that began, without trials of versions that were not loaded. */
  public long runs() {
    return runs.get();
  }

  /** Returns the number of runs that ended without values. */
  public long failures() {
    return failures.get();
  }

  /** Returns the number of runs that were interrupted for taking too long. */
  public long timeouts() {
    return timeouts.get();
  }

  /** Returns when a run last succeeded, by {@link System#currentTimeMillis}; 0 if none did. */
  public long lastSuccessMillis() {
    return lastSuccessMillis;
  }

  /** Returns how long the last run took. */
  public double lastDurationSeconds() {
    return lastDurationNanos / 1e9;
  }
}
