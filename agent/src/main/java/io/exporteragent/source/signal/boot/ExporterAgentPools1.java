package io.exporteragent.source.signal.boot;

import static java.util.Objects.requireNonNull;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The state that woven pools access, and the only agent code they run on the application's threads.
 * Once in the boot loader it stays until the JVM ends, and later agents find it there. Its name
 * therefore carries the version of this contract: any change to the code here needs a new one.
 *
 * <p>An id stands for one table of pools and is never reused; code still woven for a table that is
 * gone does nothing. A pool is an entry of it: a weak reference, and cells, repeated per stripe.
 * The first entry is of no pool; the others are like it. A table with one more entry replaces the
 * one without, so that no reader waits.
 *
 * <p>No method that woven code calls locks or throws. Each allocates at the first sight of a pool
 * only.
 */
public final class ExporterAgentPools1 {
  /** Pools in a table. What happens in further ones is not counted. */
  public static final int MAX_POOLS = 100;

  /** Where the pool is in an entry: a {@link WeakReference}. */
  public static final int POOL = 0;

  /** Where the cells are in an entry: an {@link AtomicLongArray}. */
  public static final int CELLS = 1;

  /** Where the upper bounds of the buckets are in an entry: a {@code long[]} of nanoseconds. */
  public static final int BOUNDS = 2;

  /** In a stripe, the cell of those who waited in vain. */
  public static final int TIMEOUTS = 7;

  /** In a stripe, the cell of the total duration; those before keep others off its cache line. */
  public static final int NANOS = 8;

  /** In a stripe, the cell of the first bucket. */
  public static final int BUCKETS = 9;

  /** The distance between stripes. */
  public static final int STRIDE = 32;

  private static volatile @Nullable AtomicReference<Object[][]>[] tables = references(8);
  private static int nextId;

  private ExporterAgentPools1() {}

  /**
   * Makes a table without pools.
   *
   * @param stripes of each pool, a power of two
   * @param bounds the upper ones of the buckets in nanoseconds, without the infinite one; at most
   *     22
   * @return its id
   */
  public static synchronized int add(int stripes, long[] bounds) {
    @Nullable AtomicReference<Object[][]>[] known = tables;
    int id = nextId++;
    if (id == known.length) {
      known = Arrays.copyOf(known, 2 * id);
    }
    AtomicLongArray cells = new AtomicLongArray(stripes * STRIDE);
    known[id] = new AtomicReference<>(new Object[][] {entry(null, cells, bounds)});
    tables = known;
    return id;
  }

  /** Returns the entries of a table as they are now, null if it has been removed. */
  public static synchronized Object @Nullable [][] entries(int id) {
    AtomicReference<Object[][]> reference = tables[id];
    return reference == null ? null : reference.get();
  }

  /** Removes a table; code still woven for it does nothing from now on. */
  public static synchronized void remove(int id) {
    @Nullable AtomicReference<Object[][]>[] fewer = tables.clone();
    fewer[id] = null;
    tables = fewer;
  }

  /** Sees a pool of which nothing is counted. */
  public static void see(int id, Object pool) {
    try {
      entry(id, pool);
    } catch (Throwable t) {
      // It is seen the next time.
      return;
    }
  }

  /**
   * Sees a pool that is asked for a connection.
   *
   * @return what {@link #leave} needs; 0 if nothing is counted
   */
  public static long enter(int id, Object pool) {
    try {
      return entry(id, pool) == null ? 0 : System.nanoTime();
    } catch (Throwable t) {
      // It is not counted.
      return 0;
    }
  }

  /**
   * Counts a connection that was given, or not.
   *
   * @param since from {@link #enter}
   * @param timeout the class of the exception by which the pool says that none came in time
   * @param thrown null if there is a connection
   */
  public static void leave(
      int id, Object pool, long since, String timeout, @Nullable Throwable thrown) {
    try {
      Object[] entry = since == 0 ? null : entry(id, pool);
      if (entry == null) {
        return;
      }
      long nanos = System.nanoTime() - since;
      long[] bounds = (long[]) entry[BOUNDS];
      int bucket = 0;
      while (bucket < bounds.length && nanos > bounds[bucket]) {
        bucket++;
      }
      AtomicLongArray cells = (AtomicLongArray) entry[CELLS];
      int stripe = stripe(cells);
      cells.getAndIncrement(stripe + BUCKETS + bucket);
      cells.getAndAdd(stripe + NANOS, Math.max(0, nanos));
      if (thrown != null && thrown.getClass().getName().equals(timeout)) {
        cells.getAndIncrement(stripe + TIMEOUTS);
      }
    } catch (Throwable t) {
      // It is not counted.
      return;
    }
  }

  /** Returns the entry of a pool, which is added if it is new; null if there is no room. */
  private static Object @Nullable [] entry(int id, Object pool) {
    @Nullable AtomicReference<Object[][]>[] all = tables;
    AtomicReference<Object[][]> reference = id < all.length ? all[id] : null;
    while (reference != null) {
      Object[][] entries = requireNonNull(reference.get());
      for (int i = 1; i < entries.length; i++) {
        if (((WeakReference<?>) entries[i][POOL]).get() == pool) {
          return entries[i];
        }
      }
      Object[][] more = copy(entries, pool);
      if (more == null) {
        return null;
      }
      if (reference.compareAndSet(entries, more)) {
        return more[more.length - 1];
      }
    }
    return null;
  }

  /** Returns the entries whose pools are there, and one more; null if there is no room. */
  private static Object @Nullable [][] copy(Object[][] entries, Object pool) {
    int pools = 0;
    for (int i = 1; i < entries.length; i++) {
      pools += isThere(entries[i]) ? 1 : 0;
    }
    if (pools >= MAX_POOLS) {
      return null;
    }
    Object[][] copy = new Object[entries.length + 1][];
    int next = 0;
    copy[next++] = entries[0];
    for (int i = 1; i < entries.length; i++) {
      if (isThere(entries[i])) {
        copy[next++] = entries[i];
      }
    }
    int cells = ((AtomicLongArray) entries[0][CELLS]).length();
    copy[next++] = entry(pool, new AtomicLongArray(cells), (long[]) entries[0][BOUNDS]);
    return Arrays.copyOf(copy, next);
  }

  private static boolean isThere(Object[] entry) {
    return ((WeakReference<?>) entry[POOL]).get() != null;
  }

  private static Object[] entry(@Nullable Object pool, AtomicLongArray cells, long[] bounds) {
    return new Object[] {new WeakReference<>(pool), cells, bounds};
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // there are no arrays of generic types
  private static @Nullable AtomicReference<Object[][]>[] references(int length) {
    return new AtomicReference[length];
  }

  private static int stripe(AtomicLongArray cells) {
    return (spread(Thread.currentThread()) & (cells.length() / STRIDE - 1)) * STRIDE;
  }

  /**
   * Returns a number whose low bits differ between threads; in the boot loader this body is
   * replaced by the thread's probe.
   */
  private static int spread(Thread thread) {
    return (System.identityHashCode(thread) * 0x9E3779B9) >>> 16;
  }
}
