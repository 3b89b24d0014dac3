package io.exporteragent.source.signal.boot;

import org.jspecify.annotations.Nullable;

/**
 * What woven servers, drivers and loggers call: with the classes beside it, which hold what is
 * remembered and counted, the only agent code they run on the application's threads. Once in the
 * boot loader they stay until the JVM ends, and later agents find them there. Their names therefore
 * carry the version of this contract: any change to the code of one needs new ones.
 *
 * <p>No method that woven code calls locks or throws. Each allocates at the first sight of a series
 * only, or of a thread. An id is that of a table of {@link ExporterAgentSeries1}.
 */
public final class ExporterAgentSignals1 {
  /** Stands for the HTTP methods that are not known, as in OpenTelemetry's conventions. */
  public static final String OTHER_METHOD = "_OTHER";

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

  private ExporterAgentSignals1() {}

  /** Counts an event that has a name, such as the level of a log event. */
  public static void count(int id, @Nullable String name) {
    try {
      ExporterAgentSeries1.count(id, name == null ? "" : name);
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
   *
   * @param request the object that {@link #request} is given too; may be used for others later
   * @return what {@link #handled} needs
   */
  public static long begin(Object request) {
    try {
      int mark = ExporterAgentRequests1.mark(request);
      ExporterAgentRequests1.begin(mark);
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
      return handle(ExporterAgentRequests1.mark(request));
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
   * Remembers the route of a request that has begun, unless one is known.
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
      int mark = request == null ? (int) slot()[HANDLED] : ExporterAgentRequests1.mark(request);
      int at = ExporterAgentRequests1.find(mark);
      if (at >= 0) {
        ExporterAgentRequests1.route(at, route, mapping, context);
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
      int mark = request == null ? 0 : ExporterAgentRequests1.mark(request);
      int at = ExporterAgentRequests1.find(mark);
      if (at < 0 || !ExporterAgentRequests1.end(at, mark)) {
        if (clock != SINCE_BEGIN) {
          count(id, method, status, "", "", nanos(clock, time));
        }
        return;
      }
      long began = ExporterAgentRequests1.beganNanos(at);
      String route = ExporterAgentRequests1.route(at);
      String context = route.isEmpty() ? "" : ExporterAgentRequests1.context(at);
      ExporterAgentRequests1.leave(at);
      boolean isFine = clock == NANOS_TAKEN || clock == SINCE_NANOS;
      long nanos = isFine ? nanos(clock, time) : System.nanoTime() - began;
      count(id, method, status, route, context, nanos);
    } catch (Throwable t) {
      // It is not counted.
      return;
    }
  }

  private static void count(
      int id, @Nullable String method, int status, String route, String context, long nanos) {
    // What could not be read has not succeeded, whatever the server says.
    boolean hasStatus = status >= (method == null ? 400 : 100) && status <= 599;
    ExporterAgentSeries1.observe(
        id, route, knownMethod(method), context, hasStatus ? status : 0, nanos);
  }

  /**
   * Returns the one pattern of a servlet; empty if it has several or there is no servlet, null if
   * that is not known yet.
   *
   * @param servlet is compared by identity and referred to weakly
   */
  public static @Nullable String pattern(@Nullable Object servlet) {
    try {
      return servlet == null ? "" : ExporterAgentMappings1.pattern(servlet);
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
      return ExporterAgentMappings1.learn(servlet, all);
    } catch (Throwable t) {
      // It is asked for each time.
      return "";
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
        String error = thrown == null ? "" : thrown.getClass().getName();
        ExporterAgentSeries1.observe(id, error, operation, "", 0, nanos);
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
      ExporterAgentSeries1.observe(
          id,
          address == null ? "" : address,
          knownMethod(method),
          problem,
          known * PORT + answer,
          nanos);
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
}
