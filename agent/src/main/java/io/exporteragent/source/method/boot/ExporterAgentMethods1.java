package io.exporteragent.source.method.boot;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The state that woven methods access, and the only agent code they run on the application's
 * threads. Once in the boot loader it stays until the JVM ends, and later agents find it there. Its
 * name therefore carries the version of this contract: any change to the code here needs a new one.
 *
 * <p>An id stands for one series and is never reused, since code woven for it may run long after
 * the series is gone; that code then does nothing. The cells of a series are repeated per stripe;
 * the number of stripes is a power of two, and threads are spread over them, so that two threads
 * seldom write to one cache line. A stripe has {@link #STRIDE} or {@link #HISTOGRAM_STRIDE} cells;
 * those before {@link #COUNT} are never written and keep the previous stripe, or the array's
 * length, off the cache line.
 *
 * <p>No method that woven code calls locks or runs the application's code, only {@link #fail} may
 * allocate, and none throws except on stack overflow.
 */
public final class ExporterAgentMethods1 {
  /** The cell of calls, where there are no buckets. */
  public static final int COUNT = 8;

  /** The cell of their total duration, in nanoseconds. */
  public static final int NANOS = 9;

  /** The cell of a histogram's first bucket; buckets are in order of {@link #upperBound}. */
  public static final int BUCKETS = 10;

  /** The distance between stripes without buckets. */
  public static final int STRIDE = 16;

  /** The distance between stripes with buckets. */
  public static final int HISTOGRAM_STRIDE = 352;

  /** The native histogram has 2^3 buckets for each doubling: 9 % from one bound to the next. */
  public static final int SCHEMA = 3;

  /** The native bucket that ends at 2^-24 s = 60 ns; calls up to there count as zero. */
  public static final int FIRST_INDEX = -24 << SCHEMA;

  /** The native bucket that ends at 2^17 s = 36 h; one bucket holds all longer calls. */
  public static final int LAST_INDEX = 17 << SCHEMA;

  /** Exception classes counted separately for each id; further ones count as {@link #OTHER}. */
  public static final int MAX_EXCEPTIONS = 20;

  /** Stands for all exception classes beyond {@link #MAX_EXCEPTIONS}. */
  public static final String OTHER = "other";

  /** In milliseconds; client_java's defaults. */
  private static final int[] CLASSIC_BOUNDS = {
    5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000
  };

  private static final int GROUPS = 976;
  private static final long[] BOUNDS = bounds();
  private static final char[] FIRST_BUCKETS = firstBuckets();

  /** Guards {@link #owed}. Woven code takes it only on stack overflow. */
  public static final Object OVERFLOW = new Object();

  /**
   * By id, the calls in flight that ended where the stack was too full to call {@link #end}. Woven
   * code writes here directly, which takes no stack.
   */
  public static long[] owed = new long[16];

  private static volatile AtomicLongArray @Nullable [] cells;
  private static volatile Map<String, AtomicLong> @Nullable [] failures;
  private static int nextId;

  private ExporterAgentMethods1() {}

  /** Returns an unused id. */
  public static int reserve() {
    synchronized (OVERFLOW) {
      int id = nextId++;
      if (id >= owed.length) {
        owed = Arrays.copyOf(owed, 2 * owed.length);
      }
      return id;
    }
  }

  /** Returns how many calls in flight to subtract, because their end was not counted. */
  public static long owed(int id) {
    synchronized (OVERFLOW) {
      return owed[id];
    }
  }

  /**
   * Sets the state of all series, by id.
   *
   * @param newCells null when no series is left
   * @param newFailures counts by exception class name; must be thread-safe
   */
  public static void use(
      AtomicLongArray @Nullable [] newCells, Map<String, AtomicLong> @Nullable [] newFailures) {
    failures = newFailures;
    cells = newCells;
  }

  /** Counts a call that has ended. */
  public static void count(int id) {
    AtomicLongArray mine = cellsOf(id);
    if (mine != null) {
      mine.getAndIncrement(stripe(mine, STRIDE) + COUNT);
    }
  }

  /**
   * Counts a call in flight. Counting is the last step that can fail.
   *
   * @return the cell it is counted in, for {@link #end}; 0 if it is not counted
   */
  public static int begin(int id) {
    AtomicLongArray mine = cellsOf(id);
    if (mine == null) {
      return 0;
    }
    int cell = stripe(mine, STRIDE) + COUNT;
    mine.getAndIncrement(cell);
    return cell;
  }

  /** Subtracts a call in flight. */
  public static void end(int id, int cell) {
    AtomicLongArray mine = cellsOf(id);
    if (mine != null) {
      mine.getAndDecrement(cell);
    }
  }

  /**
   * Counts and times a call that ends.
   *
   * @param startNanos the {@link System#nanoTime} at which it began
   */
  public static void time(int id, long startNanos) {
    long nanos = System.nanoTime() - startNanos;
    AtomicLongArray mine = cellsOf(id);
    if (mine != null) {
      int stripe = stripe(mine, STRIDE);
      mine.getAndIncrement(stripe + COUNT);
      mine.getAndAdd(stripe + NANOS, nanos);
    }
  }

  /**
   * Counts and times a call that ends, of a series with buckets.
   *
   * @param startNanos the {@link System#nanoTime} at which it began
   */
  public static void observe(int id, long startNanos) {
    long nanos = System.nanoTime() - startNanos;
    AtomicLongArray mine = cellsOf(id);
    if (mine != null) {
      int stripe = stripe(mine, HISTOGRAM_STRIDE);
      mine.getAndIncrement(stripe + BUCKETS + bucketOf(nanos));
      mine.getAndAdd(stripe + NANOS, nanos);
    }
  }

  /** Counts a call that ends with an exception; never throws, so that one propagates. */
  public static void fail(int id, Throwable thrown) {
    try {
      Map<String, AtomicLong>[] all = failures;
      Map<String, AtomicLong> mine = all == null || id >= all.length ? null : all[id];
      if (mine != null) {
        counterOf(mine, thrown.getClass().getName()).getAndIncrement();
      }
    } catch (OutOfMemoryError | StackOverflowError e) {
      // The call is not counted.
      return;
    }
  }

  private static AtomicLong counterOf(Map<String, AtomicLong> counters, String exception) {
    AtomicLong counter = counters.get(exception);
    if (counter != null) {
      return counter;
    }
    String name = counters.size() < MAX_EXCEPTIONS ? exception : OTHER;
    AtomicLong fresh = new AtomicLong();
    AtomicLong present = counters.putIfAbsent(name, fresh);
    return present == null ? fresh : present;
  }

  private static @Nullable AtomicLongArray cellsOf(int id) {
    AtomicLongArray[] all = cells;
    return all == null || id >= all.length ? null : all[id];
  }

  /** Returns the first cell of this thread's stripe. */
  private static int stripe(AtomicLongArray mine, int stride) {
    return (spread(Thread.currentThread()) & (mine.length() / stride - 1)) * stride;
  }

  /**
   * Returns a number whose low bits differ between threads. Not {@link Thread#getId}, which
   * subclasses may override up to Java 18. Hash codes of two of eight threads may collide; in the
   * boot loader this body is replaced by the thread's probe, which does not.
   */
  private static int spread(Thread thread) {
    return (System.identityHashCode(thread) * 0x9E3779B9) >>> 16;
  }

  /**
   * Returns the bucket of a duration.
   *
   * <p>Durations up to 31 ns form a group each, then each doubling sixteen; a table gives the first
   * bucket that a group overlaps, and no group overlaps more than three.
   */
  public static int bucketOf(long nanos) {
    int shift = Math.max(0, 59 - Long.numberOfLeadingZeros(nanos));
    int bucket = FIRST_BUCKETS[(shift << 4) + (int) (nanos >>> shift)];
    while (nanos > BOUNDS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  /** Returns the number of buckets. */
  public static int bucketCount() {
    return BOUNDS.length;
  }

  /**
   * Returns the longest duration in a bucket, in nanoseconds. A bucket ends wherever a native or a
   * classic one does, so each lies in exactly one of either.
   */
  public static long upperBound(int bucket) {
    return BOUNDS[bucket];
  }

  /** Returns the upper bounds of the classic buckets in milliseconds, without the infinite one. */
  public static int[] classicBounds() {
    return CLASSIC_BOUNDS.clone();
  }

  /** Returns the longest duration in a native bucket, in nanoseconds. */
  public static long nativeBound(int index) {
    return (long) (1e9 * StrictMath.pow(2, index / (double) (1 << SCHEMA)));
  }

  private static long[] bounds() {
    TreeSet<Long> bounds = new TreeSet<>();
    for (int index = FIRST_INDEX; index <= LAST_INDEX; index++) {
      bounds.add(nativeBound(index));
    }
    for (int millis : CLASSIC_BOUNDS) {
      bounds.add(millis * 1_000_000L);
    }
    bounds.add(Long.MAX_VALUE);
    long[] ascending = new long[bounds.size()];
    int i = 0;
    for (long bound : bounds) {
      ascending[i++] = bound;
    }
    return ascending;
  }

  /** Computes the table. The last sixteen groups are negative durations, in the first bucket. */
  private static char[] firstBuckets() {
    char[] first = new char[GROUPS];
    int bucket = 0;
    for (int group = 0; group < GROUPS - 16; group++) {
      int shift = Math.max(0, (group >> 4) - 1);
      long shortest = (long) (group - (shift << 4)) << shift;
      while (shortest > BOUNDS[bucket]) {
        bucket++;
      }
      first[group] = (char) bucket;
    }
    return first;
  }
}
