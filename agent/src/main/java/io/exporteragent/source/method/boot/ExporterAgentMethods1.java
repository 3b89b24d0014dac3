package io.exporteragent.source.method.boot;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The state of woven methods, as far as they touch it, and the only code of ours that runs on the
 * application's threads. Once in the boot loader it stays for as long as the JVM runs; whichever
 * agent comes later finds it there. Therefore its name bears the version of this contract, and a
 * change to anything here needs a new one.
 *
 * <p>An id stands for one series and is never given twice, since code woven for it may run long
 * after the series is gone: that code then finds nothing and does nothing. The cells of a series
 * are repeated for each of a power of two of stripes, among which threads are spread, so that two
 * of them seldom write to one cache line. {@link #STRIDE} cells make a stripe, or {@link
 * #HISTOGRAM_STRIDE}; those before {@link #COUNT} are never written and keep the stripe before, or
 * the length of the array, off the cache line.
 *
 * <p>No method that woven code calls locks or runs the application's code, only {@link #fail} may
 * allocate, and none throws but for a full stack.
 */
public final class ExporterAgentMethods1 {
  /** Calls, where there are no buckets. */
  public static final int COUNT = 8;

  /** How long they took, in nanoseconds. */
  public static final int NANOS = 9;

  /** The first bucket of a histogram, in order of {@link #upperBound}. */
  public static final int BUCKETS = 10;

  /** The distance between stripes without buckets. */
  public static final int STRIDE = 16;

  /** The distance between stripes with buckets. */
  public static final int HISTOGRAM_STRIDE = 352;

  /** The native histogram has 2^3 buckets for each doubling: 9 % from one bound to the next. */
  public static final int SCHEMA = 3;

  /** The native bucket that ends at 2^-24 s = 60 ns, from where on down all calls are zero. */
  public static final int FIRST_INDEX = -24 << SCHEMA;

  /** The native bucket that ends at 2^17 s = 36 h, from where on up there is one bucket. */
  public static final int LAST_INDEX = 17 << SCHEMA;

  /** Classes of exceptions counted apart for each id; further ones are {@link #OTHER}. */
  public static final int MAX_EXCEPTIONS = 20;

  /** Stands for all classes of exceptions that came after the first few. */
  public static final String OTHER = "other";

  /** In milliseconds: client_java's default. */
  private static final int[] CLASSIC_BOUNDS = {
    5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000
  };

  private static final int GROUPS = 976;
  private static final long[] BOUNDS = bounds();
  private static final char[] FIRST_BUCKETS = firstBuckets();

  /** Guards {@link #owed}. Woven code takes it only where the stack is full. */
  public static final Object OVERFLOW = new Object();

  /**
   * By id, the calls under way that have ended where the stack was too full to call {@link #end}.
   * Woven code writes here by itself, which takes no stack.
   */
  public static long[] owed = new long[16];

  private static volatile AtomicLongArray @Nullable [] cells;
  private static volatile Map<String, AtomicLong> @Nullable [] failures;
  private static int nextId;

  private ExporterAgentMethods1() {}

  /** Another id, in use by nothing. */
  public static int reserve() {
    synchronized (OVERFLOW) {
      int id = nextId++;
      if (id >= owed.length) {
        owed = Arrays.copyOf(owed, 2 * owed.length);
      }
      return id;
    }
  }

  /** How many calls under way are to be taken off, because they have ended uncounted. */
  public static long owed(int id) {
    synchronized (OVERFLOW) {
      return owed[id];
    }
  }

  /**
   * Takes the state of all series, by id.
   *
   * @param newCells null when there is no series any more
   * @param newFailures counts by the name of the exception's class; must be safe for concurrent use
   */
  public static void use(
      AtomicLongArray @Nullable [] newCells, Map<String, AtomicLong> @Nullable [] newFailures) {
    failures = newFailures;
    cells = newCells;
  }

  /** One call more has ended. */
  public static void count(int id) {
    AtomicLongArray mine = cellsOf(id);
    if (mine != null) {
      mine.getAndIncrement(stripe(mine, STRIDE) + COUNT);
    }
  }

  /**
   * One call more is under way. To count it is the last thing that can fail.
   *
   * @return where it is counted, for {@link #end}; 0 if it is not
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

  /** One call less is under way. */
  public static void end(int id, int cell) {
    AtomicLongArray mine = cellsOf(id);
    if (mine != null) {
      mine.getAndDecrement(cell);
    }
  }

  /**
   * A call ends.
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
   * A call ends, of a series with buckets.
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

  /** A call ends with an exception. Whatever happens, that exception is the one to be thrown on. */
  public static void fail(int id, Throwable thrown) {
    try {
      Map<String, AtomicLong>[] all = failures;
      Map<String, AtomicLong> mine = all == null || id >= all.length ? null : all[id];
      if (mine != null) {
        counterOf(mine, thrown.getClass().getName()).getAndIncrement();
      }
    } catch (OutOfMemoryError | StackOverflowError e) {
      // One count less.
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

  /** Where the stripe of this thread begins. */
  private static int stripe(AtomicLongArray mine, int stride) {
    return (spread(Thread.currentThread()) & (mine.length() / stride - 1)) * stride;
  }

  /**
   * A number whose last bits differ between threads. Not {@link Thread#getId}, which on 18 and
   * before a subclass may override with code of its own. Two of eight threads' hash codes may meet;
   * in the boot loader the thread's probe, which does not, stands in for this.
   */
  private static int spread(Thread thread) {
    return (System.identityHashCode(thread) * 0x9E3779B9) >>> 16;
  }

  /**
   * The bucket of a duration.
   *
   * <p>Durations up to 31 ns make a group each, then every doubling sixteen; a table tells the
   * first bucket that a group has a part of, and no group has a part of more than three.
   */
  public static int bucketOf(long nanos) {
    int shift = Math.max(0, 59 - Long.numberOfLeadingZeros(nanos));
    int bucket = FIRST_BUCKETS[(shift << 4) + (int) (nanos >>> shift)];
    while (nanos > BOUNDS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  /** How many buckets there are. */
  public static int bucketCount() {
    return BOUNDS.length;
  }

  /**
   * The longest duration in a bucket, in nanoseconds. Buckets end where a native one does and where
   * a classic one does, so each lies in exactly one of either.
   */
  public static long upperBound(int bucket) {
    return BOUNDS[bucket];
  }

  /** The upper bounds of the classic buckets in milliseconds, but for the infinite one. */
  public static int[] classicBounds() {
    return CLASSIC_BOUNDS.clone();
  }

  /** The longest duration in a native bucket, in nanoseconds. */
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

  /** The last sixteen groups are those of negative durations and belong to the first bucket. */
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
