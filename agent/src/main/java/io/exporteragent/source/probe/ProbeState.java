package io.exporteragent.source.probe;

import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Report;
import io.exporteragent.model.ScalarFamily;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A probe through its scrapes: what is under way, what has failed, what was said of it. */
final class ProbeState {
  private static final String WORKS = "works";

  private final Probe probe;
  private final Report report;
  private final Map<FailureReason, Long> failures = new EnumMap<>(FailureReason.class);
  private volatile @Nullable Attempt attempt;
  private volatile boolean toldThatScrapesAreShort;
  private volatile boolean closed;

  ProbeState(Probe probe, LongSupplier nanoClock) {
    this.probe = probe;
    this.report = new Report(WORKS, nanoClock);
  }

  Probe probe() {
    return probe;
  }

  /**
   * The fetch under way, or a new one. A fetch that has never come back is not begun again: then
   * that is the answer.
   */
  synchronized Attempt fetch(Executor workers) {
    Attempt running = attempt;
    if (running == null || running.isDone()) {
      running = Attempt.start(probe, workers);
      attempt = running;
    }
    return running;
  }

  /** What a scrape has that was over before the fetch. */
  Outcome tooLate(long waitedNanos) {
    ProbeFailure failure =
        new ProbeFailure(
            FailureReason.SCRAPE_TIMEOUT,
            String.format(
                Locale.ROOT, "no complete answer within %.1f s of the scrape", waitedNanos / 1e9),
            "find out why the page is slow, or raise Prometheus' scrape_timeout");
    return Outcome.failure(failure.reason(), probe.describe(failure, Mask.NOTHING));
  }

  /**
   * Counts a failure, and reports what is new. That a scrape was short says nothing about the
   * probe, so it is said once, and does not count as a change.
   */
  void report(Outcome outcome, Messages messages) {
    FailureReason reason = outcome.reason();
    if (reason != null) {
      count(reason);
    }
    if (closed) {
      return;
    }
    String name = "probe \"" + probe.settings().name() + "\"";
    if (reason == null) {
      report.state(WORKS, () -> name + " works again", messages);
    } else if (reason != FailureReason.SCRAPE_TIMEOUT) {
      report.state(
          reason,
          () -> name + " fails, its metrics are missing until it works again: " + outcome.message(),
          messages);
    } else if (!toldThatScrapesAreShort) {
      toldThatScrapesAreShort =
          report.say(
              () ->
                  name
                      + " was too slow for a scrape, which lacks its metrics: "
                      + outcome.message(),
              messages);
    }
  }

  private synchronized void count(FailureReason reason) {
    failures.merge(reason, 1L, Long::sum);
  }

  /** Every reason there is: a rate cannot see the first failure of a series that was not there. */
  synchronized void addFailures(ScalarFamily family) {
    for (FailureReason reason : FailureReason.values()) {
      family.add(
          failures.getOrDefault(reason, 0L),
          "probe",
          probe.settings().name(),
          "reason",
          reason.key());
    }
  }

  /** Ends the fetch under way, and says no more. Any thread. */
  void close() {
    closed = true;
    Attempt running = attempt;
    if (running != null) {
      running.abort();
    }
    probe.close();
  }
}
