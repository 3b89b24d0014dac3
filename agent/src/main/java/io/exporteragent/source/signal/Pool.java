package io.exporteragent.source.signal;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.SourceRunner;
import io.exporteragent.guest.Messages;
import io.exporteragent.source.signal.PoolPreset.Gauge;
import io.exporteragent.source.signal.boot.ExporterAgentPools1;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A pool of the application, held by a weak reference. Its numbers are read on a worker, since that
 * runs its code, and apart from those of other pools. For one thread but for what runs on the
 * worker.
 */
final class Pool {
  private final PoolPreset preset;
  private final int number;
  private final Object[] entry;
  private final WeakReference<?> pool;
  private final SourceRunner runner;
  private volatile @Nullable Reading last;

  /**
   * @param number among the pools of its library
   * @param entry that of the table which woven code fills
   */
  Pool(PoolPreset preset, int number, Object[] entry) {
    this.preset = preset;
    this.number = number;
    this.entry = entry;
    this.pool = (WeakReference<?>) entry[ExporterAgentPools1.POOL];
    this.runner =
        SourceRunner.onWorker(
            preset.of() + " pool " + number,
            scrape -> {
              read();
              return Collections.emptyList();
            });
  }

  /** What was read of a pool. Immutable. */
  private static final class Reading {
    final String name;
    final boolean isClosed;
    final double[] values;

    Reading(String name, boolean isClosed, double[] values) {
      this.name = name;
      this.isClosed = isClosed;
      this.values = values;
    }
  }

  private void read() throws Exception {
    Object there = pool.get();
    if (there == null) {
      return;
    }
    Thread thread = Thread.currentThread();
    ClassLoader ours = thread.getContextClassLoader();
    thread.setContextClassLoader(there.getClass().getClassLoader());
    try {
      last = read(there);
    } finally {
      thread.setContextClassLoader(ours);
    }
  }

  private Reading read(Object there) throws Exception {
    PoolPath namePath = preset.name();
    Object name = namePath == null ? null : namePath.read(there);
    PoolPath closed = preset.closed();
    boolean isClosed = closed != null && number(closed.read(there)) >= preset.closedAt();
    List<Gauge> gauges = preset.gauges();
    double[] values = new double[gauges.size()];
    for (int i = 0; i < values.length && !isClosed; i++) {
      values[i] = number(gauges.get(i).value().read(there));
    }
    String text = name == null ? preset.of() + "-" + number : name.toString();
    return new Reading(text, isClosed, values);
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Boolean) {
      return (Boolean) value ? 1 : 0;
    }
    return value instanceof Number ? ((Number) value).doubleValue() : Double.NaN;
  }

  int number() {
    return number;
  }

  boolean isOf(Object[] candidate) {
    return entry == candidate;
  }

  /** Begins to read its numbers. */
  SourceRunner.Run start(Scrape scrape, ExecutorService workers) {
    return runner.run(scrape, workers);
  }

  /**
   * Adds what is known of it; where the numbers could not be read, what woven code has counted.
   *
   * @return whether they could
   */
  boolean addTo(PoolFamilies families, SourceRunner.Run run, Scrape within, Messages messages) {
    run.await(within);
    runner.report(run, messages);
    boolean isRead = run.succeeded();
    Reading reading = last;
    if (reading == null || reading.isClosed) {
      return isRead;
    }
    String[] labels = {preset.label(), reading.name};
    if (isRead) {
      for (int i = 0; i < reading.values.length; i++) {
        Gauge gauge = preset.gauges().get(i);
        families.gauge(gauge.family(), gauge.help(), labels, reading.values[i]);
      }
    }
    addCounts(families, labels);
    return isRead;
  }

  private void addCounts(PoolFamilies families, String[] labels) {
    AtomicLongArray cells = (AtomicLongArray) entry[ExporterAgentPools1.CELLS];
    long[] bounds = (long[]) entry[ExporterAgentPools1.BOUNDS];
    String acquired = preset.acquired();
    if (acquired != null) {
      long[] buckets = new long[bounds.length + 1];
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = sum(cells, ExporterAgentPools1.BUCKETS + i);
      }
      families.waits(acquired, labels, bounds, buckets, sum(cells, ExporterAgentPools1.NANOS));
    }
    String timeouts = preset.timeouts();
    if (timeouts != null) {
      families.timeouts(timeouts, labels, sum(cells, ExporterAgentPools1.TIMEOUTS));
    }
  }

  private static long sum(AtomicLongArray cells, int cell) {
    long sum = 0;
    for (int i = cell; i < cells.length(); i += ExporterAgentPools1.STRIDE) {
      sum += cells.get(i);
    }
    return sum;
  }
}
