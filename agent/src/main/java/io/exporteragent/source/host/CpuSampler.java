package io.exporteragent.source.host;

import io.exporteragent.guest.AgentThreads;
import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the use of every processor over the last second at hand, as long as somebody asks for it.
 *
 * <p>A percentage needs two readings some time apart, and a scrape must not wait for the second.
 * The first question starts a daemon thread that reads once per period; it ends when nobody has
 * asked for a while. The question after that is answered with the use since the last reading and
 * starts the thread again. So whoever asks rarely pays for no readings in between, and is answered
 * from the second question on.
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
   * @param times as {@link Host#cpuTimes}
   * @param threads makes the daemon thread
   * @param periodNanos the time between readings
   * @param idleNanos for how long the thread goes on unasked
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
   * Percent by processor over the last full window; empty when there is none yet.
   *
   * @throws Exception if the processor times cannot be read
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

  /** Ends the thread for good. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void run() throws InterruptedException {
    while (awaitPeriod()) {
      sample();
    }
  }

  /** Waits until the next reading is due; false when there shall be none and the thread ends. */
  private synchronized boolean awaitPeriod() throws InterruptedException {
    long left;
    while (!closed && (left = lastNanos + periodNanos - System.nanoTime()) > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (closed || System.nanoTime() - askedNanos >= idleNanos) {
      // Under the same lock as the decision, so that the next question starts a new thread.
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
      // Old values would be wrong, so there are none until a reading succeeds; why it fails is
      // reported by the counter of CPU seconds, which reads the same.
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
