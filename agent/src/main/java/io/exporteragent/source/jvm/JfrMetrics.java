package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Management;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What only the flight recorder of the JVM tells, counted from the agent's first scrape on:
 *
 * <pre>
 * jvm_monitor_wait_seconds_count 4
 * jvm_thread_virtual_pinned_seconds_count 1
 * jvm_deoptimizations_total{reason="class_check"} 12.0
 * jvm_exceptions_thrown_total 407.0
 * </pre>
 *
 * <p>Starting the recorder takes up to a second of CPU time, so it is done in the background, and
 * not before the first scrape.
 */
public final class JfrMetrics implements Source {
  /** The default of the JDK's own settings: shorter pinning is harmless. */
  private static final Duration PINNED_AT_LEAST = Duration.ofMillis(20);

  private static final Duration WAITED_AT_LEAST = Duration.ofMillis(10);

  private static final Duration EXCEPTIONS_EVERY = Duration.ofSeconds(5);

  private final Executor background;
  private final Messages messages;
  private boolean isBegun;
  private boolean isClosed;
  private @Nullable FlightStream stream;
  private List<FlightTally> tallies = Collections.emptyList();

  private JfrMetrics(Guest guest) {
    this.background = guest.workers();
    this.messages = guest.messages();
  }

  /**
   * Creates the source without loading the recorder.
   *
   * @return null if this JVM has none, which is then reported
   */
  public static @Nullable JfrMetrics of(Guest guest) {
    if (!FlightStream.isOfRelease()) {
      guest
          .messages()
          .say(
              String.format(
                  "collector \"jfr\" is left out, since it needs Java 14 or later and this is Java %d",
                  HotSpotMetrics.release()));
      return null;
    }
    if (!FlightStream.isInImage()) {
      guest
          .messages()
          .say(
              "collector \"jfr\" is left out, since this JVM has no module jdk.jfr: add that to the run-time image, or with --add-modules jdk.jfr");
      return null;
    }
    return new JfrMetrics(guest);
  }

  private static List<FlightTally> all() {
    List<FlightTally> all =
        new ArrayList<>(
            Arrays.asList(
                FlightTally.durations(
                    "jdk.VirtualThreadPinned",
                    PINNED_AT_LEAST,
                    "jvm_thread_virtual_pinned_seconds",
                    "Time for which virtual threads that had to wait kept their platform thread, from 20 ms on."),
                FlightTally.count(
                    "jdk.VirtualThreadSubmitFailed",
                    "jvm_thread_virtual_submit_failed",
                    "Virtual threads that could not be started or continued."),
                FlightTally.durations(
                    "jdk.JavaMonitorEnter",
                    WAITED_AT_LEAST,
                    "jvm_monitor_wait_seconds",
                    "Time for which threads waited to enter a monitor that another one held, from 10 ms on."),
                FlightTally.count(
                    "jdk.CodeCacheFull",
                    "jvm_code_cache_full",
                    "Times at which there was no room for compiled code."),
                FlightTally.countBy(
                    "reason",
                    "jdk.Deoptimization",
                    "jvm_deoptimizations",
                    "Times at which a method went on uncompiled, since what was assumed of it turned out wrong."),
                FlightTally.latest(
                    "throwables",
                    EXCEPTIONS_EVERY,
                    "jdk.ExceptionStatistics",
                    "jvm_exceptions_thrown",
                    "Exceptions and errors that were created; told every 5 s.")));
    if (isZgc()) {
      all.add(
          FlightTally.durations(
              "jdk.ZAllocationStall",
              Duration.ZERO,
              "jvm_gc_allocation_stall_seconds",
              "Time for which threads that wanted memory waited until the collector had some."));
    }
    return all;
  }

  /** Other collectors have the event without ever recording one. */
  private static boolean isZgc() {
    if (Management.hasBeans()) {
      for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        if (collector.getName().startsWith("ZGC")) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public synchronized List<Family> collect(Scrape scrape) {
    if (!isBegun) {
      begin();
    }
    List<Family> families = new ArrayList<>();
    for (FlightTally tally : tallies) {
      Family family = tally.family();
      if (family != null) {
        families.add(family);
      }
    }
    return families;
  }

  private void begin() {
    try {
      isBegun = true;
      background.execute(this::start);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // No thread can be had now; the next scrape tries again.
      isBegun = false;
    }
  }

  private void start() {
    Thread thread = Thread.currentThread();
    ClassLoader ours = thread.getContextClassLoader();
    // Threads of the recorder, which stay in the JVM, take it over.
    thread.setContextClassLoader(null);
    FlightStream opened = null;
    boolean isKept = false;
    try {
      opened = FlightStream.open();
      isKept = start(opened);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      messages.say(
          String.format(
              "collector \"jfr\" has no metrics, since the flight recorder cannot be started: %s",
              reason(e)),
          e);
    } finally {
      thread.setContextClassLoader(ours);
      if (opened != null && !isKept) {
        opened.close();
      }
    }
  }

  /** Returns whether the stream is to be kept. */
  private boolean start(FlightStream opened) throws ReflectiveOperationException {
    Set<String> types = opened.types();
    List<FlightTally> enabled = new ArrayList<>();
    for (FlightTally tally : all()) {
      if (types.contains(tally.event())) {
        tally.enableIn(opened);
        enabled.add(tally);
      }
    }
    opened.start();
    synchronized (this) {
      if (!isClosed) {
        stream = opened;
        tallies = enabled;
      }
      return !isClosed;
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof InvocationTargetException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString().replaceAll("\\s+", " ");
  }

  @Override
  public void close() {
    FlightStream running;
    synchronized (this) {
      isClosed = true;
      running = stream;
      stream = null;
      tallies = Collections.emptyList();
    }
    if (running != null) {
      running.close();
    }
  }
}
