package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.probe.Attempt.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The metrics of the configured status pages, fetched while the scrape waits, all in parallel.
 *
 * <pre>
 * # TYPE app_up gauge
 * app_up 1.0
 * # TYPE app_requests_current gauge
 * app_requests_current 4.0
 * # TYPE app_health stateset
 * app_health{app_health="healthy"} 1.0
 * app_health{app_health="unhealthy"} 0.0
 * # TYPE exporter_agent_probe_duration_seconds gauge
 * exporter_agent_probe_duration_seconds{probe="app"} 0.0021
 * # TYPE exporter_agent_probe_failures counter
 * exporter_agent_probe_failures_total{probe="app",reason="connect"} 0.0
 * </pre>
 *
 * <p>A probe that fails has {@code app_up 0} and no values, is reported once, and does not affect
 * other probes. The same holds for a scrape that is over before the fetch; the fetch continues, and
 * overlapping scrapes share it. Safe for concurrent scrapes.
 */
public final class ProbeMetrics implements Source {
  /** What the rest of the gathering may need: a tenth of the time, 200 ms at most. */
  private static final long MAX_RESERVE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final List<ProbeState> probes;
  private final Executor workers;
  private final Messages messages;

  private ProbeMetrics(List<ProbeState> probes, Executor workers, Messages messages) {
    this.probes = probes;
    this.workers = workers;
    this.messages = messages;
  }

  /**
   * Compiles all paths. Opens no connection, reads no file and starts no thread.
   *
   * @param workers where pages are fetched, one task for each probe; must never make a task wait,
   *     not even for the thread that calls {@link #collect}
   * @param tlsIsReady whether TLS may be used yet; until then a probe of an https page fails
   * @param messages receives one line when a probe begins to fail, fails in another way, or works
   *     again
   * @throws ConfigurationException if a path cannot be compiled or a name belongs to the agent,
   *     saying where in the file
   */
  public static ProbeMetrics of(
      List<ProbeSettings> settings, Executor workers, BooleanSupplier tlsIsReady, Messages messages)
      throws ConfigurationException {
    return of(settings, workers, tlsIsReady, messages, System::nanoTime);
  }

  static ProbeMetrics of(
      List<ProbeSettings> settings,
      Executor workers,
      BooleanSupplier tlsIsReady,
      Messages messages,
      LongSupplier nanoClock)
      throws ConfigurationException {
    List<ProbeState> states = new ArrayList<>(settings.size());
    for (ProbeSettings each : settings) {
      states.add(new ProbeState(new Probe(each, tlsIsReady), nanoClock));
    }
    return new ProbeMetrics(states, workers, messages);
  }

  @Override
  public Execution execution() {
    return Execution.CONCURRENT;
  }

  @Override
  public List<Family> collect(Scrape scrape) throws InterruptedException {
    long remaining = scrape.remainingNanos();
    long patience = remaining - Math.min(MAX_RESERVE_NANOS, remaining / 10);
    long until = System.nanoTime() + patience;
    List<Attempt> attempts = new ArrayList<>(probes.size());
    for (ProbeState probe : probes) {
      attempts.add(probe.fetch(workers));
    }
    SampleFamilies families = new SampleFamilies();
    ScalarFamily durations =
        new ScalarFamily(
            "exporter_agent_probe_duration_seconds",
            MetricType.GAUGE,
            "Duration of the fetch; time so far if it is still running.");
    ScalarFamily failures =
        new ScalarFamily(
            "exporter_agent_probe_failures",
            MetricType.COUNTER,
            "Scrapes for which the probe gave no values, by reason.");
    for (int i = 0; i < attempts.size(); i++) {
      ProbeState state = probes.get(i);
      Outcome fetched = attempts.get(i).await(until);
      Outcome outcome =
          families.add(state.probe(), fetched == null ? state.tooLate(patience) : fetched);
      state.report(outcome, messages);
      state.addFailures(failures);
      durations.add(attempts.get(i).durationSeconds(), "probe", state.probe().settings().name());
    }
    List<Family> all = families.all();
    if (!probes.isEmpty()) {
      all.add(durations);
      all.add(failures);
    }
    return all;
  }

  static String upName(Probe probe) {
    return probe.settings().name() + "_up";
  }

  /** Ends fetches under way and closes connections. */
  @Override
  public void close() {
    probes.forEach(ProbeState::close);
  }
}
