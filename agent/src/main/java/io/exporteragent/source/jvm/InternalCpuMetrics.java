package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM itself computes, on Linux:
 *
 * <pre>
 * jvm_internal_cpu_seconds_total{role="gc"} 0.31
 * jvm_internal_cpu_seconds_total{role="jit"} 2.4
 * jvm_internal_cpu_seconds_total{role="vm"} 0.05
 * </pre>
 *
 * <p>Read in the background, at most every 30 s and only while scrapes continue, since that takes
 * 0.2 ms: the page has what was read last, and nothing before the first reading.
 */
final class InternalCpuMetrics implements Source {
  private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final InternalThreads threads;
  private final Executor background;
  private final LongSupplier nanoClock;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable Sample latest;

  /** A reading. Immutable once published. */
  private static final class Sample {
    private final long takenNanos;
    private final ScalarFamily family =
        new ScalarFamily(
            "jvm_internal_cpu_seconds",
            MetricType.COUNTER,
            "CPU time of the JVM's own threads by what they are for; sampled at most every 30 s.");

    Sample(long takenNanos) {
      this.takenNanos = takenNanos;
    }
  }

  InternalCpuMetrics(InternalThreads threads, Executor background) {
    this(threads, background, System::nanoTime);
  }

  InternalCpuMetrics(InternalThreads threads, Executor background, LongSupplier nanoClock) {
    this.threads = threads;
    this.background = background;
    this.nanoClock = nanoClock;
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    Sample known = latest;
    if ((known == null || nanoClock.getAsLong() - known.takenNanos >= SAMPLE_NANOS)
        && reading.compareAndSet(false, true)) {
      startReading();
    }
    return known == null || known.family.isEmpty()
        ? Collections.emptyList()
        : Collections.singletonList(known.family);
  }

  private void startReading() {
    try {
      background.execute(this::read);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // No thread can be had now; the next scrape tries again.
      reading.set(false);
    }
  }

  private void read() {
    try {
      threads.read();
      Sample taken = new Sample(nanoClock.getAsLong());
      for (ThreadRole role : ThreadRole.values()) {
        Double seconds = threads.seconds(role);
        if (seconds != null) {
          taken.family.add(seconds, "role", role.label());
        }
      }
      latest = taken;
    } finally {
      reading.set(false);
    }
  }
}
