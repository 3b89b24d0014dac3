package io.exporteragent.probe;

import io.exporteragent.gather.ScalarFamily;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A probe through its scrapes: what is under way, what has failed, what was said of it. */
final class ProbeState {
  private final Probe probe;
  private final Map<FailureReason, Long> failures = new EnumMap<>(FailureReason.class);
  private volatile @Nullable Attempt attempt;
  private @Nullable FailureReason told;

  ProbeState(Probe probe) {
    this.probe = probe;
  }

  Probe probe() {
    return probe;
  }

  /** Begins to fetch, unless an earlier fetch has never come back: then that is the answer. */
  Attempt start(long scrapeNanos, Executor workers) {
    Attempt running = attempt;
    if (running == null || running.isDone()) {
      long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(probe.settings().timeout().toMillis());
      running = Attempt.start(probe, Deadline.of(timeoutNanos, scrapeNanos), workers);
      attempt = running;
    }
    return running;
  }

  /** Counts a failure, and tells the user of it if it is not the one he knows. */
  void report(Outcome outcome, Consumer<String> messages) {
    FailureReason reason = outcome.reason();
    if (reason != null) {
      failures.merge(reason, 1L, Long::sum);
    }
    if (reason == told) {
      return;
    }
    told = reason;
    String name = "probe \"" + probe.settings().name() + "\"";
    messages.accept(
        reason == null
            ? name + " works again"
            : name + " fails, its metrics are missing until it works again: " + outcome.message());
  }

  /** Every reason there is: a rate cannot see the first failure of a series that was not there. */
  void addFailures(ScalarFamily family) {
    for (FailureReason reason : FailureReason.values()) {
      family.add(
          failures.getOrDefault(reason, 0L),
          "probe",
          probe.settings().name(),
          "reason",
          reason.key());
    }
  }

  /** Ends the fetch under way. Any thread. */
  void close() {
    Attempt running = attempt;
    if (running != null) {
      running.abort();
    }
    probe.close();
  }
}
