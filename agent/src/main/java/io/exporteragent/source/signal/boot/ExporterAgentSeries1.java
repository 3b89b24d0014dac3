package io.exporteragent.source.signal.boot;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ExporterAgentSignals1} has counted, in the boot loader as that is.
 *
 * <p>An id stands for one table of series and is never reused; code still woven for a table that is
 * gone does nothing. A series is a row of it: three texts, a number, and cells, repeated per
 * stripe. Rows are never changed nor removed; a table with one more row replaces the one without,
 * so that no reader waits. It is an array, since a class of its own would be another one in the
 * boot loader. Only the first sight of a series allocates.
 */
public final class ExporterAgentSeries1 {
  /** Stands for all first texts beyond {@link #MAX_TEXTS}, and for those that are too long. */
  public static final String OTHER = "other";

  /** Different first texts in a table. */
  public static final int MAX_TEXTS = 100;

  /** Rows in a table. Events that would need a further one are only counted. */
  public static final int MAX_ROWS = 1000;

  /** Where the first texts are in a table: a {@code String[]}; empty stands for none. */
  public static final int FIRST = 0;

  /** Where the second texts are in a table: a {@code String[]}; empty stands for none. */
  public static final int SECOND = 1;

  /** Where the third texts are in a table: a {@code String[]}; empty stands for none. */
  public static final int THIRD = 2;

  /** Where the numbers are in a table: an {@code int[]}; 0 stands for none. */
  public static final int NUMBER = 3;

  /** Where the cells are in a table: an {@code AtomicLongArray[]}, null where there is no row. */
  public static final int CELLS = 4;

  /** Where the number of events without a row is in a table: an {@code AtomicLong}. */
  public static final int LOST = 5;

  /** Where the upper bounds of the buckets are in a table: a {@code long[]} of nanoseconds. */
  private static final int BOUNDS = 6;

  /**
   * Where the rows and the different first texts are counted, and how many stripes and different
   * first texts there are at most: an {@code int[4]}.
   */
  private static final int COUNTS = 7;

  /** In a stripe, the cell of the total duration; those before keep others off its cache line. */
  public static final int NANOS = 8;

  /** In a stripe, the cell of the first bucket; the only one of events without duration. */
  public static final int BUCKETS = 9;

  /** The distance between stripes. */
  public static final int STRIDE = 32;

  private static final int MAX_TEXT_LENGTH = 200;
  private static final int FIRST_CAPACITY = 16;

  private static volatile @Nullable AtomicReference<Object[]>[] tables = references(16);
  private static int nextId;

  private ExporterAgentSeries1() {}

  /**
   * Makes a table without rows.
   *
   * @param stripes of each series, a power of two
   * @param bounds the upper ones of the buckets in nanoseconds, without the infinite one; at most
   *     22
   * @param texts different first ones at most, no more than {@link #MAX_TEXTS}
   * @return its id
   */
  public static synchronized int add(int stripes, long[] bounds, int texts) {
    @Nullable AtomicReference<Object[]>[] known = tables;
    int id = nextId++;
    if (id == known.length) {
      known = Arrays.copyOf(known, 2 * id);
    }
    int[] counts = {0, 0, stripes, texts};
    known[id] = new AtomicReference<>(table(FIRST_CAPACITY, new AtomicLong(), bounds, counts));
    tables = known;
    return id;
  }

  /** Returns a table as it is now, null if it has been removed. */
  public static synchronized Object @Nullable [] table(int id) {
    AtomicReference<Object[]> reference = tables[id];
    return reference == null ? null : reference.get();
  }

  /** Removes a table; code still woven for it does nothing from now on. */
  public static synchronized void remove(int id) {
    @Nullable AtomicReference<Object[]>[] fewer = tables.clone();
    fewer[id] = null;
    tables = fewer;
  }

  /** Counts an event that has a name alone; nothing where the table is gone. */
  static void count(int id, String name) {
    AtomicReference<Object[]> table = reference(id);
    AtomicLongArray cells = table == null ? null : row(table, "", name, "", 0);
    if (cells != null) {
      cells.getAndIncrement(stripe(cells) + BUCKETS);
    }
  }

  /** Counts an event that took some time; nothing where the table is gone. */
  static void observe(int id, String first, String second, String third, int number, long nanos) {
    AtomicReference<Object[]> table = reference(id);
    AtomicLongArray cells = table == null ? null : row(table, first, second, third, number);
    if (table != null && cells != null) {
      long[] bounds = (long[]) requireNonNull(table.get())[BOUNDS];
      int bucket = 0;
      while (bucket < bounds.length && nanos > bounds[bucket]) {
        bucket++;
      }
      int stripe = stripe(cells);
      cells.getAndIncrement(stripe + BUCKETS + bucket);
      cells.getAndAdd(stripe + NANOS, Math.max(0, nanos));
    }
  }

  private static @Nullable AtomicReference<Object[]> reference(int id) {
    @Nullable AtomicReference<Object[]>[] all = tables;
    return id < all.length ? all[id] : null;
  }

  /** Returns the cells of a series, which is added if it is new; null if there is no room. */
  private static @Nullable AtomicLongArray row(
      AtomicReference<Object[]> reference, String first, String second, String third, int number) {
    String text = first;
    while (true) {
      Object[] table = requireNonNull(reference.get());
      int at = find(table, text, second, third, number);
      AtomicLongArray cells = ((AtomicLongArray[]) table[CELLS])[at];
      if (cells != null) {
        return cells;
      }
      int[] counts = (int[]) table[COUNTS];
      boolean isNew = !text.isEmpty() && !text.equals(OTHER) && !hasText(table, text);
      if (isNew && (text.length() > MAX_TEXT_LENGTH || counts[1] >= counts[3])) {
        text = OTHER;
        continue;
      }
      if (counts[0] >= MAX_ROWS) {
        ((AtomicLong) table[LOST]).getAndIncrement();
        return null;
      }
      Object[] larger = copy(table, isNew);
      at = find(larger, text, second, third, number);
      put(larger, at, text, second, third, number, new AtomicLongArray(counts[2] * STRIDE));
      if (reference.compareAndSet(table, larger)) {
        return ((AtomicLongArray[]) larger[CELLS])[at];
      }
    }
  }

  /** Returns where a row is, or where it would be. There always is a place without a row. */
  private static int find(Object[] table, String first, String second, String third, int number) {
    String[] firsts = (String[]) table[FIRST];
    String[] seconds = (String[]) table[SECOND];
    String[] thirds = (String[]) table[THIRD];
    int[] numbers = (int[]) table[NUMBER];
    AtomicLongArray[] cells = (AtomicLongArray[]) table[CELLS];
    int hash = ((31 * first.hashCode() + second.hashCode()) * 31 + third.hashCode()) * 31 + number;
    int mask = firsts.length - 1;
    int at = (hash ^ hash >>> 16) & mask;
    while (cells[at] != null
        && !(numbers[at] == number
            && firsts[at].equals(first)
            && seconds[at].equals(second)
            && thirds[at].equals(third))) {
      at = at + 1 & mask;
    }
    return at;
  }

  private static boolean hasText(Object[] table, String first) {
    AtomicLongArray[] cells = (AtomicLongArray[]) table[CELLS];
    String[] firsts = (String[]) table[FIRST];
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null && firsts[i].equals(first)) {
        return true;
      }
    }
    return false;
  }

  /** Returns a table with the same rows and room for one more at least. */
  private static Object[] copy(Object[] table, boolean hasNewText) {
    AtomicLongArray[] cells = (AtomicLongArray[]) table[CELLS];
    int[] counts = (int[]) table[COUNTS];
    int[] more = {counts[0] + 1, counts[1] + (hasNewText ? 1 : 0), counts[2], counts[3]};
    int capacity = 2 * more[0] > cells.length ? 2 * cells.length : cells.length;
    Object[] copy = table(capacity, (AtomicLong) table[LOST], (long[]) table[BOUNDS], more);
    for (int i = 0; i < cells.length; i++) {
      AtomicLongArray each = cells[i];
      if (each != null) {
        String first = ((String[]) table[FIRST])[i];
        String second = ((String[]) table[SECOND])[i];
        String third = ((String[]) table[THIRD])[i];
        int number = ((int[]) table[NUMBER])[i];
        put(copy, find(copy, first, second, third, number), first, second, third, number, each);
      }
    }
    return copy;
  }

  private static void put(
      Object[] table,
      int at,
      String first,
      String second,
      String third,
      int number,
      AtomicLongArray cells) {
    ((String[]) table[FIRST])[at] = first;
    ((String[]) table[SECOND])[at] = second;
    ((String[]) table[THIRD])[at] = third;
    ((int[]) table[NUMBER])[at] = number;
    ((AtomicLongArray[]) table[CELLS])[at] = cells;
  }

  private static Object[] table(int capacity, AtomicLong lost, long[] bounds, int[] counts) {
    return new Object[] {
      new String[capacity],
      new String[capacity],
      new String[capacity],
      new int[capacity],
      new AtomicLongArray[capacity],
      lost,
      bounds,
      counts
    };
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // there are no arrays of generic types
  private static @Nullable AtomicReference<Object[]>[] references(int length) {
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
