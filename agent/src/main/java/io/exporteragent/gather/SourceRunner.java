package io.exporteragent.gather;

import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Report;
import io.exporteragent.guest.Signal;
import io.exporteragent.model.Family;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Source} with its name and the outcome of its last run: the unit of isolation. A source
 * has one run at a time, which concurrent scrapes share, unless it is {@link
 * Source.Execution#CONCURRENT}.
 */
public final class SourceRunner {
  /** A scrape with a shorter timeout than this does not mark a source as stuck. */
  private static final long STUCK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final Source source;
  private final boolean onWorker;
  private final boolean shared;
  private final Report report;
  private @Nullable Run current;
  private boolean closed;

  /** Receives the messages of a close that is left to the run under way. */
  private @Nullable Messages closing;

  private enum State {
    WORKING,
    FAILED,
    LATE
  }

  private SourceRunner(
      String name, Source source, Source.Execution execution, LongSupplier nanoClock) {
    this.name = name;
    this.source = source;
    this.onWorker = execution != Source.Execution.INLINE;
    this.shared = execution != Source.Execution.CONCURRENT;
    this.report = new Report(State.WORKING, nanoClock);
  }

  /**
   * Makes a runner that has not run yet.
   *
   * @param name the value of the label {@code collector}
   */
  public static SourceRunner of(String name, Source source) {
    return of(name, source, System::nanoTime);
  }

  static SourceRunner of(String name, Source source, LongSupplier nanoClock) {
    return new SourceRunner(name, source, source.execution(), nanoClock);
  }

  /** Makes a runner that runs its source on a worker, whatever the source says. */
  public static SourceRunner onWorker(String name, Source source) {
    return new SourceRunner(name, source, Source.Execution.ON_WORKER, System::nanoTime);
  }

  /** Returns the value of the label {@code collector}. */
  public String name() {
    return name;
  }

  boolean isOnWorker() {
    return onWorker;
  }

  /** Returns the source. */
  public Source source() {
    return source;
  }

  /**
   * Refuses further runs and closes the source once. While a run is under way the source is not
   * closed: a run that lasts longer than the wait closes it when it ends. Failures to close are
   * reported.
   *
   * @param untilNanos the {@link System#nanoTime} until which to wait for a run
   */
  public void close(long untilNanos, Messages messages) {
    Run running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      running = current;
    }
    if (running == null || running.endsBy(untilNanos) || !leaveClosingTo(running, messages)) {
      closeSource(messages);
    }
  }

  private synchronized boolean leaveClosingTo(Run running, Messages messages) {
    if (current != running) {
      return false;
    }
    closing = messages;
    return true;
  }

  private void closeSource(Messages messages) {
    try {
      source.close();
    } catch (Throwable t) {
      messages.say(String.format("collector \"%s\" did not close: %s", name, oneLine(t)), t);
    }
  }

  /**
   * Starts a run, or joins the one under way; a closed collector refuses.
   *
   * @param workers must never make a task wait
   */
  public Run run(Scrape scrape, ExecutorService workers) {
    Run run;
    synchronized (this) {
      if (closed) {
        return new Run(scrape, true);
      }
      if (current != null && shared) {
        return current;
      }
      run = new Run(scrape, false);
      current = run;
    }
    if (!onWorker) {
      run.run();
      return run;
    }
    try {
      if (source.isIdle()) {
        run.end(null);
      } else {
        workers.execute(run);
      }
    } catch (Throwable t) {
      // Most likely no thread can be created. The next scrape must find a run that has ended.
      run.end(t);
    }
    return run;
  }

  /**
   * Reports when this collector stops or resumes working, and only then. The last run of a closed
   * one is not reported.
   */
  public synchronized void report(Run run, Messages messages) {
    if (closed || (!run.isDone() && !run.stuck)) {
      return;
    }
    Throwable failure = run.failure();
    if (failure instanceof PartialFailure) {
      // The source has reported each part.
      return;
    }
    State now = !run.isDone() ? State.LATE : failure == null ? State.WORKING : State.FAILED;
    report.state(now, () -> describe(now, failure), line -> messages.say(line, failure));
  }

  private String describe(State now, @Nullable Throwable failure) {
    switch (now) {
      case WORKING:
        return String.format("collector \"%s\" works again", name);
      case FAILED:
        return String.format(
            "collector \"%s\" failed, its metrics are missing until it works again: %s",
            name, oneLine(failure));
      default:
        return String.format(
            "collector \"%s\" did not answer in time, its metrics are missing until it does", name);
    }
  }

  private static String oneLine(@Nullable Throwable failure) {
    try {
      return String.valueOf(failure).replaceAll("\\s+", " ");
    } catch (RuntimeException e) {
      // The exception may be of a class of the application, with a toString() that throws.
      return failure == null ? "null" : failure.getClass().getName();
    }
  }

  /** Drops an ended run, so that its result is not retained; closes the source if left to it. */
  private void forget(Run ended) {
    Messages messages;
    synchronized (this) {
      if (current != ended) {
        return;
      }
      current = null;
      messages = closing;
    }
    if (messages != null) {
      closeSource(messages);
    }
  }

  /** One run of the source. Callers may stop waiting at any time. */
  public final class Run implements Runnable {
    private final Scrape scrape;
    private final boolean refused;
    private final long startNanos = System.nanoTime();
    private final Signal done = new Signal();
    private volatile boolean stuck;
    private List<Family> families = Collections.emptyList();
    private @Nullable Throwable failure;
    private long durationNanos;

    private Run(Scrape scrape, boolean refused) {
      this.scrape = scrape;
      this.refused = refused;
    }

    @Override
    public void run() {
      try {
        families = source.collect(scrape);
        end(null);
      } catch (Throwable t) {
        end(t);
      }
    }

    private void end(@Nullable Throwable cause) {
      try {
        if (cause instanceof PartialFailure) {
          families = ((PartialFailure) cause).families();
        }
        failure = cause;
        durationNanos = System.nanoTime() - startNanos;
      } finally {
        // Even when out of memory: later scrapes would join a run that never ends.
        done.give();
        forget(this);
      }
    }

    private boolean isDone() {
      return done.isGiven();
    }

    private boolean endsBy(long deadlineNanos) {
      try {
        return done.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** Returns whether the collector was closed and did not run: neither success nor failure. */
    boolean isRefused() {
      return refused;
    }

    /** Waits until the deadline; not at all if an earlier scrape has found the run stuck. */
    public void await(Scrape waiting) {
      if (stuck) {
        return;
      }
      try {
        if (!done.await(waiting.remainingNanos(), TimeUnit.NANOSECONDS)) {
          stuck = System.nanoTime() - startNanos >= STUCK_AFTER_NANOS;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Returns what was collected; nothing during the run or if it failed. */
    public List<Family> families() {
      return isDone() ? families : Collections.<Family>emptyList();
    }

    private @Nullable Throwable failure() {
      return isDone() ? failure : null;
    }

    /** Returns whether the run has ended and everything was collected. */
    public boolean succeeded() {
      return isDone() && failure == null;
    }

    double durationSeconds() {
      long nanos = isDone() ? durationNanos : System.nanoTime() - startNanos;
      return nanos / 1e9;
    }
  }
}
