package io.exporteragent.source.probe;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One fetch, run by a worker and awaited by every scrape that comes meanwhile, each as long as it
 * likes. It ends by its own deadline, however few wait for it.
 */
final class Attempt {
  /** How much longer than the deadline the worker has to say itself how far it has come. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

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

  static Attempt start(Probe probe, Executor workers) {
    Attempt attempt = new Attempt(probe, Deadline.of(probe.settings().timeout()));
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
   * Waits for the end of the fetch, and ends the exchange when its deadline is over.
   *
   * @param untilNanos the {@link System#nanoTime} at which the caller stops waiting
   * @return null if that comes first
   */
  @Nullable Outcome await(long untilNanos) throws InterruptedException {
    long left = deadline.remainingNanos() + GRACE_NANOS;
    long patience = Math.min(left, untilNanos - System.nanoTime());
    try {
      return result.get(Math.max(0, patience), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (deadline.remainingNanos() > 0) {
        return null;
      }
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
