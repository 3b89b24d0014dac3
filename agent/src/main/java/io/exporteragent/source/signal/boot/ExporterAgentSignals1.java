package io.exporteragent.source.signal.boot;

import static java.util.Objects.requireNonNull;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The state that woven servers, drivers and loggers access, and the only agent code they run on the
 * application's threads. Once in the boot loader it stays until the JVM ends, and later agents find
 * it there. Its name therefore carries the version of this contract: any change to the code here
 * needs a new one.
 *
 * <p>An id stands for one table of series and is never reused; code still woven for a table that is
 * gone does nothing. A series is a row of it: three texts, a number, and cells, repeated per
 * stripe. Rows are never changed nor removed; a table with one more row replaces the one without,
 * so that no reader waits. It is an array, since a class of its own would be another one in the
 * boot loader.
 *
 * <p>No method that woven code calls locks or throws. Each allocates at the first sight of a series
 * only, or of a thread.
 */
public final class ExporterAgentSignals1 {
  /** Stands for all first texts beyond {@link #MAX_TEXTS}, and for those that are too long. */
  public static final String OTHER = "other";

  /** Stands for the HTTP methods that are not known, as in OpenTelemetry's conventions. */
  public static final String OTHER_METHOD = "_OTHER";

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

  /** The time is a duration in nanoseconds. */
  public static final int NANOS_TAKEN = 0;

  /** The time is a duration in milliseconds. */
  public static final int MILLIS_TAKEN = 1;

  /** The time is that of the beginning, of {@link System#nanoTime}. */
  public static final int SINCE_NANOS = 2;

  /** The time is that of the beginning, of {@link System#currentTimeMillis}. */
  public static final int SINCE_MILLIS = 3;

  /** There is no time; it is that since {@link #begin}, without which nothing is counted. */
  public static final int SINCE_BEGIN = 4;

  private static final int MAX_TEXT_LENGTH = 200;
  private static final int FIRST_CAPACITY = 16;

  /** What a thread remembers: in how many operations it is, since when, and its request. */
  private static final int BUSY = 0;

  private static final int SINCE = 1;
  private static final int HANDLED = 2;

  /** In the slot of a thread: whether it is in a call of an HTTP client. */
  public static final int CALLING = 3;

  private static final int CALL_SINCE = 4;

  /** The number of a call is its status and so many times its port. */
  public static final int PORT = 1000;

  private static final ThreadLocal<long[]> SLOTS = new ThreadLocal<>();

  /**
   * Requests that have begun, on levels that are added when those above are full where a request
   * belongs: 1,024 places, 4,096, 16,384.
   */
  private static final AtomicReferenceArray<Object[]> IN_FLIGHT = new AtomicReferenceArray<>(3);

  private static final int FIRST_LEVEL = 1 << 10;

  /** What there is on a level: marks, times, and texts: route, mapping and context of each. */
  private static final int MARKS = 0;

  private static final int BEGINNINGS = 1;
  private static final int TEXTS = 2;
  private static final int TEXTS_OF_EACH = 3;

  /** Places where a request may be on a level. */
  private static final int WINDOW = 16;

  /** The mark while a request is being counted. */
  private static final int LEAVING = -1;

  /** Servlets, referred to weakly, and what {@link #pattern(Object)} says of them, in turn. */
  private static volatile @Nullable Object[] patterns = new Object[16];

  private static final int MAX_PATTERNS = 1000;

  private static volatile @Nullable AtomicReference<Object[]>[] tables = references(16);
  private static int nextId;

  private ExporterAgentSignals1() {}

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

  /** Counts an event that has a name, such as the level of a log event. */
  public static void count(int id, @Nullable String name) {
    try {
      AtomicReference<Object[]> table = reference(id);
      AtomicLongArray cells =
          table == null ? null : row(table, "", name == null ? "" : name, "", 0);
      if (cells != null) {
        cells.getAndIncrement(stripe(cells) + BUCKETS);
      }
    } catch (Throwable t) {
      // It is not counted.
      return;
    }
  }

  /**
   * Counts an event at the logger that was asked only, where each asks its parent too.
   *
   * @param logger that which is asked; null if each event is asked for once
   */
  public static void count(
      int id, @Nullable String name, @Nullable String logger, @Nullable String eventLogger) {
    if (logger == null || logger.equals(eventLogger)) {
      count(id, name);
    }
  }

  /**
   * Remembers a request that begins, unless it has begun already, and that this thread handles it.
   * What is remembered is its identity hash, the time and texts, nothing of the application.
   *
   * @param request the object that {@link #request} is given too; may be used for others later
   * @return what {@link #handled} needs
   */
  public static long begin(Object request) {
    try {
      int mark = mark(request);
      if (find(mark) < 0) {
        claim(mark);
      }
      return handle(mark);
    } catch (Throwable t) {
      // It is counted when it ends.
      return 0;
    }
  }

  /**
   * Remembers that this thread goes on with a request.
   *
   * @return what {@link #handled} needs
   */
  public static long handle(Object request) {
    try {
      return handle(mark(request));
    } catch (Throwable t) {
      // What the thread does is of no request.
      return 0;
    }
  }

  private static long handle(int mark) {
    long[] slot = slot();
    long before = slot[HANDLED];
    slot[HANDLED] = mark;
    return before;
  }

  /** Makes this thread handle what it did before {@link #begin} or {@link #handle}. */
  public static void handled(long before) {
    try {
      slot()[HANDLED] = before;
    } catch (Throwable t) {
      // The next request of this thread takes its place.
      return;
    }
  }

  /** Remembers what a framework says is the route of a request, if it does. */
  public static void route(@Nullable Object request, @Nullable Object route) {
    if (route != null) {
      route(request, route, null, null);
    }
  }

  /**
   * Remembers the route of a request that has begun, unless one is known: an error page has a route
   * too.
   *
   * @param request null for that which this thread handles
   * @param route of a framework, a text or something whose {@code toString} is one; null if none
   * @param mapping of the servlet, which counts where there is no route; null if unknown
   * @param context the path of the web application, before the route; null if unknown
   */
  public static void route(
      @Nullable Object request,
      @Nullable Object route,
      @Nullable String mapping,
      @Nullable String context) {
    try {
      int at = find(request == null ? (int) slot()[HANDLED] : mark(request));
      if (at < 0) {
        return;
      }
      @Nullable String[] texts =
          (@Nullable String[]) requireNonNull(IN_FLIGHT.get(at >> 16))[TEXTS];
      int text = (at & 0xFFFF) * TEXTS_OF_EACH;
      if (texts[text] == null && route != null) {
        texts[text] = route instanceof String ? (String) route : route.toString();
      }
      if (texts[text + 1] == null && mapping != null) {
        texts[text + 1] = mapping;
      }
      if (texts[text + 2] == null && context != null) {
        texts[text + 2] = context;
      }
    } catch (Throwable t) {
      // It has no route.
      return;
    }
  }

  /**
   * Counts a finished HTTP request.
   *
   * @param method null if it could not be read
   * @param status 0 or less if there is none
   * @param request the object that {@link #begin} was given
   * @param clock how the time is to be understood, {@link #NANOS_TAKEN} for instance
   */
  public static void request(
      int id, @Nullable String method, int status, @Nullable Object request, int clock, long time) {
    try {
      int mark = request == null ? 0 : mark(request);
      int at = mark == 0 ? -1 : find(mark);
      AtomicReference<Object[]> table = reference(id);
      if (at < 0 || !marks(at).compareAndSet(at & 0xFFFF, mark, LEAVING)) {
        if (clock != SINCE_BEGIN && table != null) {
          count(table, method, status, "", "", nanos(clock, time));
        }
        return;
      }
      Object[] level = requireNonNull(IN_FLIGHT.get(at >> 16));
      long began = ((long[]) level[BEGINNINGS])[at & 0xFFFF];
      @Nullable String[] texts = (@Nullable String[]) level[TEXTS];
      int text = (at & 0xFFFF) * TEXTS_OF_EACH;
      String route = texts[text];
      if (route == null) {
        // The mapping of the default servlet is none.
        route = texts[text + 1] == null || texts[text + 1].equals("/") ? "" : texts[text + 1];
      }
      String context = texts[text + 2];
      texts[text] = null;
      texts[text + 1] = null;
      texts[text + 2] = null;
      marks(at).set(at & 0xFFFF, 0);
      if (table != null) {
        boolean isFine = clock == NANOS_TAKEN || clock == SINCE_NANOS;
        long nanos = isFine ? nanos(clock, time) : System.nanoTime() - began;
        boolean hasContext = context != null && !route.isEmpty() && !context.equals("/");
        count(table, method, status, route, hasContext ? context : "", nanos);
      }
    } catch (Throwable t) {
      // It is not counted.
      return;
    }
  }

  private static void count(
      AtomicReference<Object[]> table,
      @Nullable String method,
      int status,
      String route,
      String context,
      long nanos) {
    // What could not be read has not succeeded, whatever the server says.
    boolean hasStatus = status >= (method == null ? 400 : 100) && status <= 599;
    observe(table, route, knownMethod(method), context, hasStatus ? status : 0, nanos);
  }

  /**
   * Returns the one pattern of a servlet; empty if it has several or there is no servlet, null if
   * that is not known yet.
   *
   * @param servlet is compared by identity and referred to weakly
   */
  public static @Nullable String pattern(@Nullable Object servlet) {
    try {
      if (servlet == null) {
        return "";
      }
      @Nullable Object[] known = patterns;
      return (String) known[patternAt(known, servlet) + 1];
    } catch (Throwable t) {
      // It is asked for each time.
      return "";
    }
  }

  /**
   * Learns the patterns of a servlet, so that it needs not to be asked again.
   *
   * @param all an array or a collection of its patterns
   * @return as {@link #pattern(Object)}
   */
  public static String pattern(Object servlet, @Nullable Object all) {
    try {
      Object array = all instanceof Collection ? ((Collection<?>) all).toArray() : all;
      Object[] each = array instanceof Object[] ? (Object[]) array : new Object[0];
      String pattern = each.length == 1 ? String.valueOf(each[0]) : "";
      // Of two threads at once one learns in vain, and again with the next request.
      patterns = withPattern(patterns, servlet, pattern);
      return pattern;
    } catch (Throwable t) {
      // It is asked for each time.
      return "";
    }
  }

  private static @Nullable Object[] withPattern(
      @Nullable Object[] known, Object servlet, String pattern) {
    int live = 1;
    for (int i = 0; i < known.length; i += 2) {
      live += servletAt(known, i) == null ? 0 : 1;
    }
    if (live > MAX_PATTERNS) {
      return known;
    }
    @Nullable Object[] more = new Object[Math.max(16, 4 * Integer.highestOneBit(2 * live - 1))];
    for (int i = 0; i < known.length; i += 2) {
      Object each = servletAt(known, i);
      if (each != null && each != servlet) {
        int at = patternAt(more, each);
        more[at] = known[i];
        more[at + 1] = known[i + 1];
      }
    }
    int at = patternAt(more, servlet);
    more[at] = new WeakReference<>(servlet);
    more[at + 1] = pattern;
    return more;
  }

  private static @Nullable Object servletAt(@Nullable Object[] known, int at) {
    Object reference = known[at];
    return reference == null ? null : ((WeakReference<?>) reference).get();
  }

  /** Returns where a servlet is, or where it would be. There always is a place without one. */
  private static int patternAt(@Nullable Object[] known, Object servlet) {
    int mask = known.length - 2;
    int at = (2 * System.identityHashCode(servlet)) & mask;
    while (known[at] != null && servletAt(known, at) != servlet) {
      at = (at + 2) & mask;
    }
    return at;
  }

  /** Returns how many requests have begun and not ended; any thread may ask. */
  public static int active() {
    int active = 0;
    for (int i = 0; i < IN_FLIGHT.length(); i++) {
      Object[] level = IN_FLIGHT.get(i);
      AtomicIntegerArray marks = level == null ? null : (AtomicIntegerArray) level[MARKS];
      for (int at = 0; marks != null && at < marks.length(); at++) {
        active += marks.get(at) == 0 ? 0 : 1;
      }
    }
    return active;
  }

  /** Forgets all requests that have begun, since code that tells of their end is withdrawn. */
  public static void forget() {
    for (int i = 0; i < IN_FLIGHT.length(); i++) {
      IN_FLIGHT.set(i, null);
    }
  }

  /**
   * Two requests at once have the same once in billions; then one has the other's time or route.
   */
  private static int mark(Object request) {
    int hash = System.identityHashCode(request);
    return hash == 0 ? 1 : hash;
  }

  private static AtomicIntegerArray marks(int at) {
    return (AtomicIntegerArray) requireNonNull(IN_FLIGHT.get(at >> 16))[MARKS];
  }

  /** Returns where a request is, in the lower half the place on a level; -1 if it has not begun. */
  private static int find(int mark) {
    for (int i = 0; i < IN_FLIGHT.length() && mark != 0; i++) {
      Object[] level = IN_FLIGHT.get(i);
      if (level == null) {
        return -1;
      }
      AtomicIntegerArray marks = (AtomicIntegerArray) level[MARKS];
      int mask = marks.length() - 1;
      for (int k = 0; k < WINDOW; k++) {
        int at = (mark + k) & mask;
        if (marks.get(at) == mark) {
          return i << 16 | at;
        }
      }
    }
    return -1;
  }

  /** Remembers a request on the first level that has a place for it; if none has, nowhere. */
  private static void claim(int mark) {
    for (int i = 0; i < IN_FLIGHT.length(); i++) {
      Object[] level = IN_FLIGHT.get(i);
      if (level == null) {
        int places = FIRST_LEVEL << (2 * i);
        IN_FLIGHT.compareAndSet(
            i,
            null,
            new Object[] {
              new AtomicIntegerArray(places), new long[places], new String[places * TEXTS_OF_EACH]
            });
        level = requireNonNull(IN_FLIGHT.get(i));
      }
      AtomicIntegerArray marks = (AtomicIntegerArray) level[MARKS];
      int mask = marks.length() - 1;
      for (int k = 0; k < WINDOW; k++) {
        int at = (mark + k) & mask;
        if (marks.get(at) == 0 && marks.compareAndSet(at, 0, mark)) {
          ((long[]) level[BEGINNINGS])[at] = System.nanoTime();
          return;
        }
      }
    }
  }

  private static long nanos(int clock, long time) {
    switch (clock) {
      case MILLIS_TAKEN:
        return time * 1_000_000;
      case SINCE_NANOS:
        return System.nanoTime() - time;
      case SINCE_MILLIS:
        return (System.currentTimeMillis() - time) * 1_000_000;
      default:
        return time;
    }
  }

  private static String knownMethod(@Nullable String method) {
    if (method == null) {
      return OTHER_METHOD;
    }
    switch (method) {
      case "GET":
      case "HEAD":
      case "POST":
      case "PUT":
      case "DELETE":
      case "CONNECT":
      case "OPTIONS":
      case "TRACE":
      case "PATCH":
      case "QUERY":
        return method;
      default:
        return OTHER_METHOD;
    }
  }

  /**
   * Begins an operation, perhaps within another: drivers call themselves, and pools drivers.
   *
   * @return what {@link #leaveOperation} needs
   */
  public static long @Nullable [] enterOperation() {
    try {
      long[] slot = slot();
      if (slot[BUSY] == 0) {
        slot[SINCE] = System.nanoTime();
      }
      // Last, so that nothing can fail after it.
      slot[BUSY]++;
      return slot;
    } catch (Throwable t) {
      // It is not counted.
      return null;
    }
  }

  /**
   * Ends an operation, which is counted unless it is within another.
   *
   * @param slot from {@link #enterOperation}
   * @param thrown null if it has succeeded
   */
  public static void leaveOperation(
      int id, long @Nullable [] slot, String operation, @Nullable Throwable thrown) {
    try {
      if (slot != null && --slot[BUSY] == 0) {
        long nanos = System.nanoTime() - slot[SINCE];
        AtomicReference<Object[]> table = reference(id);
        if (table != null) {
          String error = thrown == null ? "" : thrown.getClass().getName();
          observe(table, error, operation, "", 0, nanos);
        }
      }
    } catch (Throwable t) {
      // It is not counted.
      return;
    }
  }

  /**
   * Begins a call of an HTTP client unless this thread is in one already: clients call themselves,
   * to try again or to follow a redirection.
   *
   * @return what {@link #leaveCall} needs; null within another call
   */
  public static long @Nullable [] enterCall() {
    try {
      long[] slot = slot();
      if (slot[CALLING] != 0) {
        return null;
      }
      slot[CALL_SINCE] = System.nanoTime();
      // Last, so that nothing can fail after it.
      slot[CALLING] = 1;
      return slot;
    } catch (Throwable t) {
      // It is not counted.
      return null;
    }
  }

  /**
   * Counts a call that has ended. Woven code has set the element {@link #CALLING} of the slot to 0
   * before, which takes no stack.
   *
   * @param slot from {@link #enterCall}
   * @param method null if it could not be read
   * @param address the host, null if it is not known
   * @param port 0 or less if it is that of the scheme
   * @param scheme null if the port is known
   * @param status 0 or less if there is none
   * @param thrown null if there was a response
   */
  public static void leaveCall(
      int id,
      long[] slot,
      @Nullable String method,
      @Nullable String address,
      int port,
      @Nullable String scheme,
      int status,
      @Nullable Throwable thrown) {
    try {
      long nanos = System.nanoTime() - slot[CALL_SINCE];
      int known = port > 0 ? port & 0xFFFF : port(scheme);
      int answer = status < 100 || status > 599 ? 0 : status;
      String problem = thrown == null ? "" : thrown.getClass().getName();
      AtomicReference<Object[]> table = reference(id);
      if (table != null) {
        observe(
            table,
            address == null ? "" : address,
            knownMethod(method),
            problem,
            known * PORT + answer,
            nanos);
      }
    } catch (Throwable t) {
      // It is not counted.
      return;
    }
  }

  private static int port(@Nullable String scheme) {
    if (scheme == null) {
      return 0;
    }
    return scheme.equalsIgnoreCase("https") ? 443 : scheme.equalsIgnoreCase("http") ? 80 : 0;
  }

  private static long[] slot() {
    long[] slot = SLOTS.get();
    if (slot == null) {
      slot = new long[5];
      SLOTS.set(slot);
    }
    return slot;
  }

  private static void observe(
      AtomicReference<Object[]> table,
      String first,
      String second,
      String third,
      int number,
      long nanos) {
    AtomicLongArray cells = row(table, first, second, third, number);
    if (cells != null) {
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
