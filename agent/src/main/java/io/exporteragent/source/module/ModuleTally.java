package io.exporteragent.source.module;

import java.util.concurrent.atomic.AtomicLong;

/** What has happened to a module, in all of its versions. Any thread. */
final class ModuleTally {
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

  void failedToLoad() {
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
  long loads() {
    return loads.get();
  }

  /** Versions that could not be loaded. */
  long loadFailures() {
    return loadFailures.get();
  }

  /** Runs that were begun, but for the trials of versions that were not loaded. */
  long runs() {
    return runs.get();
  }

  /** Runs that ended without values, of those that took too long only the ones that did end. */
  long failures() {
    return failures.get();
  }

  /** Runs that were interrupted for taking too long. */
  long timeouts() {
    return timeouts.get();
  }

  /** By {@link System#currentTimeMillis}; 0 before the first success. */
  long lastSuccessMillis() {
    return lastSuccessMillis;
  }

  double lastDurationSeconds() {
    return lastDurationNanos / 1e9;
  }
}
