package io.exporteragent.source.module.run;

import java.util.concurrent.atomic.AtomicLong;

/** What has happened to a module, in all of its versions. Any thread. */
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

  void succeeded(Values values) {
    lastDurationNanos = values.durationNanos();
    lastSuccessMillis = values.finishedMillis();
  }

  /** Versions that were loaded. */
  public long loads() {
    return loads.get();
  }

  /** Versions that could not be loaded. */
  public long loadFailures() {
    return loadFailures.get();
  }

  /** Runs that were begun, but for the trials of versions that were not loaded. */
  public long runs() {
    return runs.get();
  }

  /** Runs that ended without values, of those that took too long only the ones that did end. */
  public long failures() {
    return failures.get();
  }

  /** Runs that were interrupted for taking too long. */
  public long timeouts() {
    return timeouts.get();
  }

  /** By {@link System#currentTimeMillis}; 0 before the first success. */
  public long lastSuccessMillis() {
    return lastSuccessMillis;
  }

  public double lastDurationSeconds() {
    return lastDurationNanos / 1e9;
  }
}
