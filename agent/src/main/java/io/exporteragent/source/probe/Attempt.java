package io.exporteragent.source.probe;

import io.exporteragent.httpclient.Call;
import io.exporteragent.httpclient.Mask;
import io.exporteragent.source.probe.ProbeFailure.Reason;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One fetch, run by a worker. Scrapes that come meanwhile share it; each may stop waiting at any
 * time. The fetch ends by its own deadline, whoever still waits.
 */
final class Attempt {
  /** How long after the deadline the worker may still report what it failed at. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Probe probe;
  private final Call exchange;
  private final CompletableFuture<Outcome> result = new CompletableFuture<>();
  private final long startNanos = System.nanoTime();
  private volatile long endNanos = startNanos;

  private Attempt(Probe probe, Call exchange) {
    this.probe = probe;
    this.exchange = exchange;
  }

  /** Has a worker fetch the page; the deadline begins now. */
  static Attempt start(Probe probe, Executor workers) {
    Attempt attempt = new Attempt(probe, Call.within(probe.settings().timeout()));
    try {
      workers.execute(attempt::run);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      attempt.end(attempt.failed(internal(e), Mask.NOTHING));
    }
    return attempt;
  }

  private void run() {
    Outcome outcome = failed(internal(new IllegalStateException()), Mask.NOTHING);
    try {
      outcome = Outcome.success(probe.read(exchange));
    } catch (ProbeFailure e) {
      outcome = failed(e, probe.mask());
    } catch (Throwable t) {
      outcome = failed(internal(t), Mask.NOTHING);
    } finally {
      end(outcome);
    }
  }

  private void end(Outcome outcome) {
    endNanos = System.nanoTime();
    result.complete(outcome);
  }

  private Outcome failed(ProbeFailure failure, Mask mask) {
    return Outcome.failure(failure.reason(), probe.describe(failure, mask));
  }

  /** Leaves out the message of the cause, which may come from anywhere. */
  private static ProbeFailure internal(Throwable cause) {
    return new ProbeFailure(
        Reason.INTERNAL,
        "unexpected " + cause.getClass().getName(),
        "please report it with the probe's settings");
  }

  /**
   * Waits for the end of the fetch, and ends it when its deadline is over.
   *
   * @param untilNanos the {@link System#nanoTime} at which the caller stops waiting
   * @return null if that comes first
   */
  @Nullable Outcome await(long untilNanos) throws InterruptedException {
    long left = exchange.remainingNanos() + GRACE_NANOS;
    long patience = Math.min(left, untilNanos - System.nanoTime());
    try {
      return result.get(Math.max(0, patience), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (exchange.remainingNanos() > 0) {
        return null;
      }
      exchange.abort();
      // The worker may hang in a file that holds a secret; a missed deadline quotes nobody.
      return failed(ProbeFailure.of(exchange.timedOut()), Mask.NOTHING);
    } catch (ExecutionException e) {
      return failed(internal(e), Mask.NOTHING);
    }
  }

  /** Ends the fetch if it is still running. */
  void abort() {
    exchange.abort();
  }

  boolean isDone() {
    return result.isDone();
  }

  /** Returns the duration of the fetch; time so far if it is still running. */
  double durationSeconds() {
    return ((isDone() ? endNanos : System.nanoTime()) - startNanos) / 1e9;
  }

  /** Samples or a failure, in a form that can be reported. */
  static final class Outcome {
    private final List<Sample> samples;
    private final @Nullable Reason reason;
    private final String message;

    private Outcome(List<Sample> samples, @Nullable Reason reason, String message) {
      this.samples = samples;
      this.reason = reason;
      this.message = message;
    }

    static Outcome success(List<Sample> samples) {
      return new Outcome(samples, null, "");
    }

    /**
     * Creates the outcome of a fetch that failed.
     *
     * @param message one line for the user, without secrets
     */
    static Outcome failure(Reason reason, String message) {
      return new Outcome(Collections.<Sample>emptyList(), reason, message);
    }

    /** Empty on failure. */
    List<Sample> samples() {
      return samples;
    }

    /** Null on success. */
    @Nullable Reason reason() {
      return reason;
    }

    String message() {
      return message;
    }
  }
}
