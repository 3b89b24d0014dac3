package io.exporteragent.source.probe;

import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Report;
import io.exporteragent.httpclient.Mask;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.probe.Attempt.Outcome;
import io.exporteragent.source.probe.ProbeFailure.Reason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A probe from scrape to scrape: the fetch under way, its failures, what was reported of it. */
final class ProbeState {
  private static final String WORKS = "works";

  private final Probe probe;
  private final Report report;
  private final Map<Reason, Long> failures = new EnumMap<>(Reason.class);
  private volatile @Nullable Attempt attempt;
  private volatile boolean reportedShortScrape;
  private volatile boolean closed;

  ProbeState(Probe probe, LongSupplier nanoClock) {
    this.probe = probe;
    this.report = new Report(WORKS, nanoClock);
  }

  Probe probe() {
    return probe;
  }

  /**
   * Returns the fetch under way, or begins one. A fetch that never ends is not begun again; scrapes
   * then report its timeout.
   */
  synchronized Attempt fetch(Executor workers) {
    Attempt running = attempt;
    if (running == null || running.isDone()) {
      running = Attempt.start(probe, workers);
      attempt = running;
    }
    return running;
  }

  /** Creates the outcome of a scrape that was over before the fetch. */
  Outcome tooLate(long waitedNanos) {
    ProbeFailure failure =
        new ProbeFailure(
            Reason.SCRAPE_TIMEOUT,
            String.format(
                Locale.ROOT, "no complete answer within %.1f s of the scrape", waitedNanos / 1e9),
            "find out why the page is slow, or raise Prometheus' scrape_timeout");
    return Outcome.failure(failure.reason(), probe.describe(failure, Mask.NOTHING));
  }

  /**
   * Counts a failure, and reports it unless it is the one last reported. A scrape that was too
   * short is reported once and not as a change, since it says nothing about the probe.
   */
  void report(Outcome outcome, Messages messages) {
    Reason reason = outcome.reason();
    if (reason != null) {
      count(reason);
    }
    if (closed) {
      return;
    }
    String name = "probe \"" + probe.settings().name() + "\"";
    if (reason == null) {
      report.state(WORKS, () -> name + " works again", messages);
    } else if (reason != Reason.SCRAPE_TIMEOUT) {
      report.state(
          reason,
          () -> name + " fails, its metrics are missing until it works again: " + outcome.message(),
          messages);
    } else if (!reportedShortScrape) {
      reportedShortScrape =
          report.say(
              () ->
                  name
                      + " was too slow for a scrape, which lacks its metrics: "
                      + outcome.message(),
              messages);
    }
  }

  private synchronized void count(Reason reason) {
    failures.merge(reason, 1L, Long::sum);
  }

  /**
   * Adds a series of each reason: a rate misses the first failure of a series that begins with it.
   */
  synchronized void addFailures(ScalarFamily family) {
    for (Reason reason : Reason.values()) {
      family.add(
          failures.getOrDefault(reason, 0L),
          "probe",
          probe.settings().name(),
          "reason",
          reason.key());
    }
  }

  /** Ends the fetch under way, and reports no more. Any thread. */
  void close() {
    closed = true;
    Attempt running = attempt;
    if (running != null) {
      running.abort();
    }
    probe.close();
  }
}
