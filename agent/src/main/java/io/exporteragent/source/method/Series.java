package io.exporteragent.source.method;

import io.exporteragent.source.method.AverageWindow.Calls;
import io.exporteragent.source.method.boot.ExporterAgentMethods1;
import io.exporteragent.weave.Match;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of the methods of one rule that have the same labels: the cells that woven code
 * writes to. Thread-safe.
 */
final class Series implements Match {
  /** Stripes per processor, so that few threads share one. */
  private static final int STRIPES_PER_PROCESSOR = 4;

  private static final int MAX_STRIPES = 64;

  /** A stripe with buckets takes 2.8 kB, and threads contend only on calls of equal duration. */
  private static final int MAX_HISTOGRAM_STRIPES = 16;

  private final Map<String, String> labels;
  private final List<Advice> advice = new ArrayList<>();
  private final List<Integer> ids = new ArrayList<>();
  private final boolean hasBuckets;
  private final AtomicLongArray calls;
  private final AtomicLongArray callsUnderWay;
  private final LongSupplier callsOwed;
  private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
  private final @Nullable AverageWindow window;
  private volatile boolean isWoven;

  /**
   * Reserves ids for the rule's metrics.
   *
   * @param nowNanos from the clock of {@link #note} and {@link #withinWindow}
   */
  Series(
      MethodRule rule,
      Map<String, String> labels,
      BootClass bootClass,
      Advices advices,
      long nowNanos) {
    this.labels = labels;
    this.hasBuckets = rule.histogram() != null;
    this.calls = cells(hasBuckets);
    this.callsUnderWay = rule.inFlight() == null ? new AtomicLongArray(0) : cells(false);
    this.window = rule.average() == null ? null : new AverageWindow(rule.window(), nowNanos);
    if (rule.inFlight() != null) {
      int id = add(bootClass.add(callsUnderWay, null));
      this.callsOwed = () -> bootClass.owed(id);
      advice.add(advices.of(MethodAdvice.InFlight.class, id));
    } else {
      this.callsOwed = () -> 0;
    }
    if (rule.errors() != null) {
      advice.add(advices.of(MethodAdvice.Fail.class, add(bootClass.add(null, failures))));
    }
    // Last, so that the time the others take is not included.
    if (hasBuckets || rule.average() != null || rule.counter() != null) {
      advice.add(advices.of(kind(rule), add(bootClass.add(calls, null))));
    }
  }

  private static AtomicLongArray cells(boolean hasBuckets) {
    int wanted = STRIPES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    int most = hasBuckets ? MAX_HISTOGRAM_STRIPES : MAX_STRIPES;
    int stripes = Math.min(most, Integer.highestOneBit(2 * wanted - 1));
    return new AtomicLongArray(
        stripes
            * (hasBuckets ? ExporterAgentMethods1.HISTOGRAM_STRIDE : ExporterAgentMethods1.STRIDE));
  }

  private static Class<?> kind(MethodRule rule) {
    boolean isConstructor = rule.pattern().isConstructor();
    if (rule.histogram() != null) {
      return isConstructor ? MethodAdvice.ObserveConstructor.class : MethodAdvice.Observe.class;
    }
    if (rule.average() != null) {
      return isConstructor ? MethodAdvice.TimeConstructor.class : MethodAdvice.Time.class;
    }
    return isConstructor ? MethodAdvice.CountConstructor.class : MethodAdvice.Count.class;
  }

  private int add(int id) {
    ids.add(id);
    return id;
  }

  Map<String, String> labels() {
    return labels;
  }

  /** Returns the advice to weave into the methods, outermost first. */
  List<Advice> advice() {
    return Collections.unmodifiableList(advice);
  }

  /** Marks the series as woven into a method, so that it is exported. */
  @Override
  public void woven() {
    isWoven = true;
  }

  boolean isWoven() {
    return isWoven;
  }

  /** Returns the calls in each bucket of {@link ExporterAgentMethods1}; for a histogram only. */
  long[] buckets() {
    long[] buckets = new long[ExporterAgentMethods1.bucketCount()];
    for (int stripe = 0;
        stripe < calls.length();
        stripe += ExporterAgentMethods1.HISTOGRAM_STRIDE) {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] += calls.get(stripe + ExporterAgentMethods1.BUCKETS + i);
      }
    }
    return buckets;
  }

  /** Returns how many calls have ended. */
  long count() {
    if (!hasBuckets) {
      return sum(calls, ExporterAgentMethods1.STRIDE, ExporterAgentMethods1.COUNT);
    }
    long count = 0;
    for (long bucket : buckets()) {
      count += bucket;
    }
    return count;
  }

  /** Returns the total duration of the calls that have ended; 0 for a rule without timing. */
  long nanos() {
    int stride = hasBuckets ? ExporterAgentMethods1.HISTOGRAM_STRIDE : ExporterAgentMethods1.STRIDE;
    return sum(calls, stride, ExporterAgentMethods1.NANOS);
  }

  long inFlight() {
    return sum(callsUnderWay, ExporterAgentMethods1.STRIDE, ExporterAgentMethods1.COUNT)
        - callsOwed.getAsLong();
  }

  private static long sum(AtomicLongArray cells, int stride, int offset) {
    long sum = 0;
    for (int i = offset; i < cells.length(); i += stride) {
      sum += cells.get(i);
    }
    return sum;
  }

  /** Returns the number of calls that ended with an exception, by its class name. */
  Map<String, AtomicLong> failures() {
    return Collections.unmodifiableMap(failures);
  }

  /** Records the totals; to be called every second if the rule has an average. */
  void note(long nowNanos) {
    if (window != null) {
      window.note(nowNanos, count(), nanos());
    }
  }

  /** Returns the calls that ended within the window; without an average, all that ended. */
  Calls withinWindow(long nowNanos) {
    return window == null ? new Calls(count(), nanos()) : window.until(nowNanos, count(), nanos());
  }

  /** Withdraws the cells from woven code. */
  void release(BootClass bootClass) {
    ids.forEach(bootClass::remove);
  }
}
