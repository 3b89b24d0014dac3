package io.exporteragent.source.application;

import io.exporteragent.gather.PartialFailure;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.gather.SourceRunner;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The application's own families, from all reachable registries of client_java, simpleclient and
 * Micrometer, in any class loader. Each registry is read on a worker of its own, since its
 * collectors are the application's code: one that throws or hangs loses only its own families.
 *
 * <pre>
 * exporter_agent_application_failures_total{origin="client_java@AppClassLoader"} 0.0
 * exporter_agent_application_type_conflicts_total 0.0
 * </pre>
 */
public final class ApplicationMetrics implements Source {
  /** Reserved for the steps from the registries to the page. */
  private static final long RESERVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Origins origins;
  private final ExecutorService workers;
  private final Messages messages;
  private final FamilyMerge merge;

  /**
   * Creates the source; nothing is searched until the first scrape.
   *
   * @param instrumentation lists the loaded classes
   */
  public ApplicationMetrics(Instrumentation instrumentation, Guest guest) {
    this.origins = new Origins(instrumentation, guest.initialized(), guest.messages());
    this.workers = guest.workers();
    this.messages = guest.messages();
    this.merge = new FamilyMerge(messages);
  }

  @Override
  public Execution execution() {
    return Execution.ON_WORKER;
  }

  /**
   * Returns whether no application class has led to a registry so far. Searches for such classes if
   * that is due; calls no application code.
   */
  @Override
  public boolean isIdle() {
    return origins.foundNothing();
  }

  @Override
  public List<Family> collect(Scrape scrape) throws PartialFailure {
    long remaining = scrape.remainingNanos();
    Scrape within =
        Scrape.ofEverything(scrape.deadlineNanos() - Math.min(RESERVE_NANOS, remaining / 10));
    Map<Origin, SourceRunner.Run> runs = new LinkedHashMap<>();
    for (Origin origin : origins.inUse()) {
      runs.put(origin, origin.collector().run(within, workers));
    }
    Map<Origin, List<Family>> answers = new LinkedHashMap<>();
    Set<Origin> silent = new LinkedHashSet<>();
    runs.forEach((origin, run) -> await(origin, run, within, answers, silent));

    List<Family> families = merge.merge(answers, silent);
    for (Origin origin : silent) {
      // Without points they reserve their names, which others would take for one scrape.
      origin.lastFamilies().forEach((name, type) -> families.add(new ScalarFamily(name, type, "")));
    }
    if (!runs.isEmpty()) {
      families.addAll(about(runs.keySet()));
    }
    if (!silent.isEmpty()) {
      throw new PartialFailure(silent.size() + " registries of the application failed", families);
    }
    return families;
  }

  private void await(
      Origin origin,
      SourceRunner.Run run,
      Scrape within,
      Map<Origin, List<Family>> answers,
      Set<Origin> silent) {
    run.await(within);
    origin.collector().report(run, messages);
    if (run.succeeded()) {
      answers.put(origin, run.families());
      origin.succeeded(run.families());
    } else {
      silent.add(origin);
      origin.failed();
    }
  }

  private List<Family> about(Set<Origin> inUse) {
    ScalarFamily failures =
        new ScalarFamily(
            "exporter_agent_application_failures",
            MetricType.COUNTER,
            "Scrapes which a registry of the application did not answer, or not in time.");
    for (Origin origin : inUse) {
      failures.add((double) origin.failures(), "origin", origin.label());
    }
    List<Family> about = new ArrayList<>();
    about.add(failures);
    about.add(
        new ScalarFamily(
                "exporter_agent_application_type_conflicts",
                MetricType.COUNTER,
                "Families of the application left out because another of its registries has one of that name with another type.")
            .add((double) merge.conflicts()));
    return about;
  }

  @Override
  public void close() {
    origins.forget();
  }
}
