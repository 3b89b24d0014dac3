package io.exporteragent.gather;

import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.FamilyNames;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
public final class Gatherer {
  private final Supplier<List<Family>> about;
  private final ExecutorService workers;
  private final Messages messages;
  private volatile List<SourceRunner> collectors = Collections.emptyList();
  private volatile @Nullable FamilyFilter filter;

  /**
   * Creates a gatherer without collectors.
   *
   * @param about families on every page that need no collecting
   * @param workers where collectors run that may not come back; must never make a task wait
   * @param messages receives one line when a collector stops or resumes working
   */
  public Gatherer(Supplier<List<Family>> about, ExecutorService workers, Messages messages) {
    this.about = about;
    this.workers = workers;
    this.messages = messages;
  }

  /**
   * Replaces the collectors, from the next scrape on. Those that are gone may be closed afterwards,
   * also while scrapes are under way.
   *
   * @param replacement in order of precedence: of two families of one name the first is served
   * @param families which of them are on the page; null for all
   */
  public void use(List<SourceRunner> replacement, @Nullable FamilyFilter families) {
    filter = families;
    collectors = Collections.unmodifiableList(new ArrayList<>(replacement));
  }

  /** Collects until the deadline of the scrape at the latest. Never throws. */
  public List<Family> gather(Scrape scrape) {
    List<SourceRunner> used;
    List<SourceRunner.Run> runs;
    do {
      used = collectors;
      runs = start(used, scrape);
      // Where one of them has been replaced and closed meanwhile, its successor is asked.
    } while (used != collectors && isAnyRefused(runs));
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
    List<Family> families = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      SourceRunner collector = used.get(i);
      SourceRunner.Run run = runs.get(i);
      if (run.isRefused()) {
        continue;
      }
      run.await(scrape);
      collector.report(run, messages);
      families.addAll(run.families());
      durations.add(run.durationSeconds(), "collector", collector.name());
      successes.add(run.succeeded() ? 1 : 0, "collector", collector.name());
    }
    families.addAll(about.get());
    families.add(durations);
    families.add(successes);
    return page(families, scrape);
  }

  /** Of families whose names clash the first is served, also if it is not asked for. */
  private List<Family> page(List<Family> families, Scrape scrape) {
    FamilyFilter shown = filter;
    FamilyNames<Family> names = new FamilyNames<>();
    List<Family> page = new ArrayList<>(families.size());
    for (Family family : families) {
      if (names.claim(family.name(), family.type(), family) == null
          && scrape.includes(family.name())
          && (shown == null || shown.includes(family))) {
        page.add(family);
      }
    }
    return page;
  }

  /** Workers first, so that they run while the collectors of this thread do. */
  private List<SourceRunner.Run> start(List<SourceRunner> used, Scrape scrape) {
    Scrape everything = Scrape.ofEverything(scrape.deadlineNanos());
    SourceRunner.Run[] runs = new SourceRunner.Run[used.size()];
    for (boolean onWorker : new boolean[] {true, false}) {
      for (int i = 0; i < runs.length; i++) {
        if (used.get(i).isOnWorker() == onWorker) {
          runs[i] = used.get(i).run(everything, workers);
        }
      }
    }
    return Arrays.asList(runs);
  }

  private static boolean isAnyRefused(List<SourceRunner.Run> runs) {
    for (SourceRunner.Run run : runs) {
      if (run.isRefused()) {
        return true;
      }
    }
    return false;
  }
}
