package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread families of client_java, with its names:
 *
 * <pre>
 * jvm_threads_current 21.0
 * jvm_threads_daemon 18.0
 * jvm_threads_peak 23.0
 * jvm_threads_started_total 29.0
 * jvm_threads_deadlocked 0.0
 * jvm_threads_deadlocked_monitor 0.0
 * jvm_threads_state{state="RUNNABLE"} 7.0
 * </pre>
 *
 * <p>The counts are read at each scrape. The search for deadlocks stops the world for a time that
 * grows with the number of threads, as does reading their states; both happen at most every 30 s,
 * in the background, and only while scrapes continue.
 */
final class ThreadMetrics implements Source {
  private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Executor background;
  private final LongSupplier nanoClock;
  private final AtomicBoolean sampling = new AtomicBoolean();
  private volatile @Nullable Sample sample;

  ThreadMetrics(Executor background) {
    this(background, System::nanoTime);
  }

  ThreadMetrics(Executor background, LongSupplier nanoClock) {
    this.background = background;
    this.nanoClock = nanoClock;
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    Sample latest = latestSample();
    return Arrays.asList(
        gauge("jvm_threads_current", "Live threads.", threads.getThreadCount()),
        gauge("jvm_threads_daemon", "Live daemon threads.", threads.getDaemonThreadCount()),
        gauge(
            "jvm_threads_peak",
            "Most live threads at any time since the JVM started.",
            threads.getPeakThreadCount()),
        new ScalarFamily(
                "jvm_threads_started", MetricType.COUNTER, "Threads started since the JVM started.")
            .add((double) threads.getTotalStartedThreadCount()),
        latest.deadlocked,
        latest.deadlockedByMonitor,
        latest.states);
  }

  private static Family gauge(String name, String help, double value) {
    return new ScalarFamily(name, MetricType.GAUGE, help).add(value);
  }

  private Sample latestSample() {
    Sample latest = sample;
    if (latest == null) {
      latest = takeSample();
      sample = latest;
    } else if (nanoClock.getAsLong() - latest.takenNanos >= SAMPLE_NANOS
        && sampling.compareAndSet(false, true)) {
      background.execute(
          () -> {
            try {
              sample = takeSample();
            } finally {
              sampling.set(false);
            }
          });
    }
    return latest;
  }

  private Sample takeSample() {
    Sample taken = new Sample(nanoClock.getAsLong());
    addCount(taken.deadlocked, threads::findDeadlockedThreads);
    addCount(taken.deadlockedByMonitor, threads::findMonitorDeadlockedThreads);
    long[] ids = threads.getAllThreadIds();
    // Some JVMs list threads without an id, which getThreadInfo refuses.
    long[] valid = Arrays.stream(ids).filter(id -> id > 0).toArray();
    Map<Thread.State, Integer> byState = new EnumMap<>(Thread.State.class);
    for (ThreadInfo thread : threads.getThreadInfo(valid, 0)) {
      if (thread != null) {
        byState.merge(thread.getThreadState(), 1, Integer::sum);
      }
    }
    for (Thread.State state : Thread.State.values()) {
      taken.states.add(byState.getOrDefault(state, 0), "state", state.name());
    }
    taken.states.add(ids.length - valid.length, "state", "UNKNOWN");
    return taken;
  }

  private static void addCount(ScalarFamily family, DeadlockSearch search) {
    long[] found;
    try {
      found = search.find();
    } catch (UnsupportedOperationException e) {
      // Some JVMs cannot search (client_java #866); the family is then without a value.
      return;
    }
    family.add(found == null ? 0 : found.length);
  }

  private interface DeadlockSearch {
    long @Nullable [] find();
  }

  /** The deadlocks and states found at one time. Immutable once published. */
  private static final class Sample {
    private final long takenNanos;
    private final ScalarFamily deadlocked =
        new ScalarFamily(
            "jvm_threads_deadlocked",
            MetricType.GAUGE,
            "Threads deadlocked on monitors or ownable synchronizers; sampled at most every 30 s.");
    private final ScalarFamily deadlockedByMonitor =
        new ScalarFamily(
            "jvm_threads_deadlocked_monitor",
            MetricType.GAUGE,
            "Threads deadlocked on monitors; sampled at most every 30 s.");
    private final ScalarFamily states =
        new ScalarFamily(
            "jvm_threads_state",
            MetricType.GAUGE,
            "Live threads by state; sampled at most every 30 s.");

    private Sample(long takenNanos) {
      this.takenNanos = takenNanos;
    }
  }
}
