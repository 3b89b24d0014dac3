package io.exporteragent.source.signal.boot;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Requests that have begun and not ended, for {@link ExporterAgentSignals1}, in the boot loader as
 * that is. What is remembered of one is its identity hash, when it began and texts: nothing of the
 * application. Where it is remembered is a place, which is -1 if it is nowhere. No thread waits.
 */
public final class ExporterAgentRequests1 {
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

  private ExporterAgentRequests1() {}

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
  static int mark(Object request) {
    int hash = System.identityHashCode(request);
    return hash == 0 ? 1 : hash;
  }

  /** Remembers a request, unless it has begun already or there is no place for it. */
  static void begin(int mark) {
    if (find(mark) < 0) {
      claim(mark);
    }
  }

  /** Remembers what is not known yet of the route of a request: an error page has a route too. */
  static void route(
      int at, @Nullable Object route, @Nullable String mapping, @Nullable String context) {
    @Nullable String[] texts = texts(at);
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
  }

  /**
   * Ends a request; false if it has been ended meanwhile. The place is free after {@link #leave}.
   */
  static boolean end(int at, int mark) {
    return marks(at).compareAndSet(at & 0xFFFF, mark, LEAVING);
  }

  /** Returns when a request began, by {@link System#nanoTime}. */
  static long beganNanos(int at) {
    return ((long[]) level(at)[BEGINNINGS])[at & 0xFFFF];
  }

  /** Returns the route of a request, else the mapping of its servlet; empty if there is none. */
  static String route(int at) {
    @Nullable String[] texts = texts(at);
    int text = (at & 0xFFFF) * TEXTS_OF_EACH;
    String route = texts[text] == null ? texts[text + 1] : texts[text];
    // The mapping of the default servlet is none.
    return route == null || (texts[text] == null && route.equals("/")) ? "" : route;
  }

  /** Returns the path of the web application of a request; empty if it has none. */
  static String context(int at) {
    String context = texts(at)[(at & 0xFFFF) * TEXTS_OF_EACH + 2];
    return context == null || context.equals("/") ? "" : context;
  }

  /** Frees the place of a request that has ended. */
  static void leave(int at) {
    @Nullable String[] texts = texts(at);
    int text = (at & 0xFFFF) * TEXTS_OF_EACH;
    texts[text] = null;
    texts[text + 1] = null;
    texts[text + 2] = null;
    marks(at).set(at & 0xFFFF, 0);
  }

  /** Returns where a request is, in the upper half the level; -1 if it has not begun. */
  static int find(int mark) {
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

  private static Object[] level(int at) {
    return requireNonNull(IN_FLIGHT.get(at >> 16));
  }

  private static AtomicIntegerArray marks(int at) {
    return (AtomicIntegerArray) level(at)[MARKS];
  }

  private static @Nullable String[] texts(int at) {
    return (@Nullable String[]) level(at)[TEXTS];
  }
}
