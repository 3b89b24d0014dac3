package io.exporteragent.source.application;

import io.exporteragent.gather.Collector;
import io.exporteragent.gather.PartialFailure;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
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
import java.util.function.Predicate;

/**
 * The families the application itself keeps, in whatever registries of client_java, simpleclient or
 * Micrometer can be reached, in any class loader. Each registry runs on a worker of its own, since
 * its collectors are the application's code: one that throws or hangs costs its own families.
 *
 * <pre>
 * exporter_agent_application_failures_total{origin="client_java@AppClassLoader"} 0.0
 * exporter_agent_application_type_conflicts_total 0.0
 * </pre>
 */
public final class ApplicationMetrics implements Source {
  /** Kept back for the way from the registries to the page. */
  private static final long RESERVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Origins origins;
  private final ExecutorService workers;
  private final Messages messages;
  private final FamilyMerge merge;

  /**
   * Creates the source; nothing is looked for until the first scrape.
   *
   * @param instrumentation lists the loaded classes
   * @param initialized whether a class has been initialised by the application: one that has not is
   *     left alone, since its initialisation would run the application's code on our thread
   * @param workers one thread for each registry; must never make a task wait
   * @param messages receives a line when a registry stops or resumes working
   */
  public ApplicationMetrics(
      Instrumentation instrumentation,
      Predicate<Class<?>> initialized,
      ExecutorService workers,
      Messages messages) {
    this.origins = new Origins(instrumentation, initialized, messages);
    this.workers = workers;
    this.messages = messages;
    this.merge = new FamilyMerge(messages);
  }

  /**
   * Whether no class of the application leads to a registry so far, so that there is nothing to
   * collect. Looks for such classes if that is due, and calls no code of the application. Not to be
   * called while {@link #collect} runs.
   */
  public boolean foundNothing() {
    return origins.foundNothing();
  }

  @Override
  public List<Family> collect(Scrape scrape) throws PartialFailure {
    long remaining = scrape.remainingNanos();
    Scrape within =
        Scrape.ofEverything(scrape.deadlineNanos() - Math.min(RESERVE_NANOS, remaining / 10));
    Map<Origin, Collector.Run> runs = new LinkedHashMap<>();
    for (Origin origin : origins.inUse()) {
      runs.put(origin, origin.collector().run(within, workers));
    }
    Map<Origin, List<Family>> answers = new LinkedHashMap<>();
    Set<Origin> silent = new LinkedHashSet<>();
    runs.forEach((origin, run) -> await(origin, run, within, answers, silent));

    List<Family> families = merge.merge(answers, silent);
    for (Origin origin : silent) {
      // Without points they hold their names, which others would take for one scrape.
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
      Collector.Run run,
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
