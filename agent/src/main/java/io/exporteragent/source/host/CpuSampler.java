package io.exporteragent.source.host;

import io.exporteragent.guest.AgentThreads;
import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures the usage of every CPU over the last second, while it is being queried.
 *
 * <p>A percentage needs two readings some time apart, and a scrape must not wait for the second.
 * The first query starts a daemon thread that reads once per period and ends after an idle time
 * without queries. The next query returns the usage since the last reading and starts the thread
 * again. Thus rare queries cost no readings in between, and get values from the second one on.
 */
final class CpuSampler {
  private final Callable<SortedMap<Integer, long[]>> times;
  private final AgentThreads threads;
  private final long periodNanos;
  private final long idleNanos;

  private SortedMap<Integer, long[]> last = Collections.emptySortedMap();
  private long lastNanos;
  private SortedMap<Integer, Double> percent = Collections.emptySortedMap();
  private long askedNanos;
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * @param times see {@link Host#cpuTimes}
   * @param threads creates the daemon thread
   * @param periodNanos the time between readings
   * @param idleNanos how long the thread keeps running without queries
   */
  CpuSampler(
      Callable<SortedMap<Integer, long[]>> times,
      AgentThreads threads,
      long periodNanos,
      long idleNanos) {
    this.times = times;
    this.threads = threads;
    this.periodNanos = periodNanos;
    this.idleNanos = idleNanos;
  }

  /**
   * Returns percent by CPU number over the last full window; empty if there is none yet.
   *
   * @throws Exception if the CPU times cannot be read
   */
  synchronized SortedMap<Integer, Double> percent() throws Exception {
    askedNanos = System.nanoTime();
    if (thread == null && !closed) {
      if (last.isEmpty() || askedNanos - lastNanos >= periodNanos) {
        add(times.call());
      }
      Thread sampler = threads.surviving(this::run);
      sampler.start();
      thread = sampler;
    }
    return percent;
  }

  /** Ends the thread permanently. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void run() throws InterruptedException {
    while (awaitPeriod()) {
      sample();
    }
  }

  /** Waits until the next reading is due; returns false if the thread is to end. */
  private synchronized boolean awaitPeriod() throws InterruptedException {
    long left;
    while (!closed && (left = lastNanos + periodNanos - System.nanoTime()) > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (closed || System.nanoTime() - askedNanos >= idleNanos) {
      // Under the same lock as the decision, so that the next query starts a new thread.
      thread = null;
      return false;
    }
    return true;
  }

  private void sample() {
    SortedMap<Integer, long[]> now;
    try {
      now = times.call();
    } catch (Exception e) {
      // Old values would be wrong, so there are none until a reading succeeds. The failure is
      // reported by the counter of CPU seconds, which reads the same numbers.
      now = Collections.emptySortedMap();
    }
    add(now);
  }

  private synchronized void add(SortedMap<Integer, long[]> now) {
    percent = CpuWindow.percent(last, now);
    last = now;
    lastNanos = System.nanoTime();
  }
}
