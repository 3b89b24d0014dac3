package io.exporteragent.gather;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Runs every collector once per scrape and puts their families together. A collector that throws or
 * does not come back in time costs its own families and nothing else, and is told of by
 *
 * <pre>
 * exporter_agent_collector_duration_seconds{collector="cpu"} 0.0012
 * exporter_agent_collector_success{collector="cpu"} 1
 * </pre>
 *
 * <p>Safe for concurrent scrapes, which share the runs under way.
 */
public final class Gatherer implements AutoCloseable {
  private final List<Collector> collectors;
  private final Family about;
  private final ExecutorService workers;
  private final Consumer<String> messages;

  /**
   * Creates a gatherer of fixed collectors.
   *
   * @param collectors in order of precedence: of two families of one name the first is served
   * @param about what never changes and is on every page
   * @param workers where collectors run that may not come back; must never make a task wait
   * @param messages receives one line when a collector stops or resumes working
   */
  public Gatherer(
      List<Collector> collectors,
      Family about,
      ExecutorService workers,
      Consumer<String> messages) {
    this.collectors = new ArrayList<>(collectors);
    this.about = about;
    this.workers = workers;
    this.messages = messages;
  }

  /** Collects until the deadline of the scrape at the latest. Never throws. */
  public List<Family> gather(Scrape scrape) {
    List<Collector.Run> runs = start(scrape);
    ScalarFamily durations =
        new ScalarFamily(
            "exporter_agent_collector_duration_seconds",
            MetricType.GAUGE,
            "Time the collector took, so far if it has not come back.");
    ScalarFamily successes =
        new ScalarFamily(
            "exporter_agent_collector_success",
            MetricType.GAUGE,
            "Whether the collector succeeded in time (1) or its metrics are missing (0).");
    Merge merge = new Merge(scrape);
    for (int i = 0; i < runs.size(); i++) {
      Collector collector = collectors.get(i);
      Collector.Run run = runs.get(i);
      run.await(scrape);
      collector.report(run, messages);
      merge.addAll(run.families());
      durations.add(run.durationSeconds(), "collector", collector.name());
      successes.add(run.succeeded() ? 1 : 0, "collector", collector.name());
    }
    merge.add(about);
    merge.add(durations);
    merge.add(successes);
    return merge.families;
  }

  /** Workers first, so that they run while the collectors of this thread do. */
  private List<Collector.Run> start(Scrape scrape) {
    Scrape everything = Scrape.ofEverything(scrape.deadlineNanos());
    Collector.Run[] runs = new Collector.Run[collectors.size()];
    for (boolean onWorker : new boolean[] {true, false}) {
      for (int i = 0; i < runs.length; i++) {
        if (collectors.get(i).isOnWorker() == onWorker) {
          runs[i] = collectors.get(i).run(everything, workers);
        }
      }
    }
    return Arrays.asList(runs);
  }

  /** Closes every source, whatever becomes of the others. */
  @Override
  public void close() {
    for (Collector collector : collectors) {
      try {
        collector.source().close();
      } catch (Exception e) {
        messages.accept("collector \"" + collector.name() + "\" did not close: " + e);
      }
    }
  }

  /** The families of one page, one to a name. */
  private static final class Merge {
    private final Scrape scrape;
    private final List<Family> families = new ArrayList<>();
    private final FamilyNames<Family> names = new FamilyNames<>();

    Merge(Scrape scrape) {
      this.scrape = scrape;
    }

    void addAll(List<Family> more) {
      for (Family family : more) {
        add(family);
      }
    }

    void add(Family family) {
      if (names.ownerOf(family.name(), family.type()) != null) {
        return;
      }
      names.take(family.name(), family.type(), family);
      if (scrape.includes(family.name()) && !(family instanceof ReservedFamily)) {
        families.add(family);
      }
    }
  }
}
