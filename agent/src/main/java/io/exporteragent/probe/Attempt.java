package io.exporteragent.probe;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One fetch, run by a worker and awaited by the scrape, which goes its way when the time is over
 * and ends what it can of the fetch.
 */
final class Attempt {
  private final Probe probe;
  private final Deadline deadline;
  private final Abort abort = new Abort();
  private final CompletableFuture<Outcome> result = new CompletableFuture<>();
  private final long startNanos = System.nanoTime();
  private volatile long endNanos = startNanos;

  private Attempt(Probe probe, Deadline deadline) {
    this.probe = probe;
    this.deadline = deadline;
  }

  static Attempt start(Probe probe, Deadline deadline, Executor workers) {
    Attempt attempt = new Attempt(probe, deadline);
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
      outcome = Outcome.success(probe.read(deadline, abort));
    } catch (ProbeFailure e) {
      outcome = failed(e, Mask.of(probe.settings()));
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

  /** The message of the cause may come from anywhere and is not shown. */
  private static ProbeFailure internal(Throwable cause) {
    return new ProbeFailure(
        FailureReason.INTERNAL,
        "unexpected " + cause.getClass().getName(),
        "please report it with the probe's settings");
  }

  /**
   * Waits until shortly after the deadline, then ends the exchange.
   *
   * @param graceNanos how much longer than the deadline, in which the worker may say itself how far
   *     it has come
   */
  Outcome await(long graceNanos) throws InterruptedException {
    long patience = Math.max(0, deadline.remainingNanos() + graceNanos);
    try {
      return result.get(patience, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abort.now();
      // The worker may hang in a file that holds a secret; a missed deadline quotes nobody.
      return failed(deadline.missed(), Mask.NOTHING);
    } catch (ExecutionException e) {
      return failed(internal(e), Mask.NOTHING);
    }
  }

  /** Ends the exchange, if it lasts. */
  void abort() {
    abort.now();
  }

  boolean isDone() {
    return result.isDone();
  }

  /** How long it took, so far if it is not over. */
  double durationSeconds() {
    return ((isDone() ? endNanos : System.nanoTime()) - startNanos) / 1e9;
  }
}
