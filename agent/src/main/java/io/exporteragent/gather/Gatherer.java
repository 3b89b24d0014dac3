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
 * Runs every collector once per scrape and merges their families. A collector that throws or does
 * not return in time loses only its own families, and is reported by
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
   * @param about supplies the families on every page that need no collecting
   * @param workers run the collectors that may block; must never make a task wait
   * @param messages receives one line when a collector stops or resumes working
   */
  public Gatherer(Supplier<List<Family>> about, ExecutorService workers, Messages messages) {
    this.about = about;
    this.workers = workers;
    this.messages = messages;
  }

  /**
   * Replaces the collectors, from the next scrape on. The previous ones may be closed afterwards,
   * even during a scrape.
   *
   * @param replacement in order of precedence: of two families of one name the first is served
   * @param families decides which families are served; null for all
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
      // If one has been replaced and closed meanwhile, its successor is run.
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

  /** Keeps the first of families whose names clash, even if that one is not requested. */
  private List<Family> page(List<Family> families, Scrape scrape) {
    FamilyFilter shown = filter;
    FamilyNames<Family> names = new FamilyNames<>(families.size());
    List<Family> page = new ArrayList<>(families.size());
    for (Family family : families) {
      if (names.claim(family.name(), family.type(), family) != null) {
        family.superseded();
      } else if (scrape.includes(family.name()) && (shown == null || shown.includes(family))) {
        page.add(family);
      }
    }
    return page;
  }

  /** Starts workers first, so that they run while this thread runs the other collectors. */
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
