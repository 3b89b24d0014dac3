package io.exporteragent.source.mbean.pack;

import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.mbean.engine.EngineResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import javax.management.MBeanServer;

/**
 * The metrics of packs: each is read whose MBeans are there, and costs nothing otherwise. What a
 * pack leaves out is on the page:
 *
 * <pre>
 * exporter_agent_mbeans_series_left_out{pack="kafka"} 120
 * exporter_agent_mbeans_pack_resting{pack="kafka"} 1
 * exporter_agent_mbeans_pack_waiting{pack="wildfly"} 1
 * </pre>
 *
 * <p>One scrape at a time.
 */
public final class PackMetrics {
  private final List<ActivePack> packs = new ArrayList<>();
  private boolean isComplete = true;
  private int failures;

  /**
   * Creates the metrics of packs that have not been read.
   *
   * @param packs in order of precedence
   * @param maxSeries of each pack
   * @param workers read the MBeans; must never make a task wait
   */
  public PackMetrics(List<Pack> packs, int maxSeries, ExecutorService workers, Messages messages) {
    this(packs, maxSeries, workers, messages, System::nanoTime);
  }

  PackMetrics(
      List<Pack> packs,
      int maxSeries,
      ExecutorService workers,
      Messages messages,
      LongSupplier nanoClock) {
    for (Pack pack : packs) {
      this.packs.add(new ActivePack(pack, maxSeries, workers, messages, nanoClock));
    }
  }

  /**
   * Reads the packs whose domains are in the server. A pack that fails costs its own metrics, and
   * is reported.
   *
   * @return families in order of precedence; of two with one name the first is meant
   */
  public List<Family> read(MBeanServer server, Scrape scrape) {
    Set<String> domains = new HashSet<>(Arrays.asList(server.getDomains()));
    ScalarFamily leftOut =
        new ScalarFamily(
            "exporter_agent_mbeans_series_left_out",
            MetricType.GAUGE,
            "Series of the pack that are left out, since it has more than mbeans.max_series.");
    ScalarFamily resting =
        new ScalarFamily(
            "exporter_agent_mbeans_pack_resting",
            MetricType.GAUGE,
            "Packs whose metrics are missing for a minute, since they took too much CPU time.");
    ScalarFamily waiting =
        new ScalarFamily(
            "exporter_agent_mbeans_pack_waiting",
            MetricType.GAUGE,
            "Packs whose metrics are missing until the server says that it is ready.");
    List<Family> families = new ArrayList<>();
    isComplete = true;
    failures = 0;
    for (ActivePack pack : packs) {
      if (!pack.isAmong(domains)) {
        pack.forget();
        continue;
      }
      if (pack.isResting()) {
        resting.add(1, "pack", pack.name());
        continue;
      }
      EngineResult result = pack.read(server, scrape);
      if (result == null) {
        isComplete = false;
        continue;
      }
      families.addAll(result.families());
      failures += result.failures();
      isComplete &= result.isComplete();
      if (pack.isWaiting()) {
        waiting.add(1, "pack", pack.name());
      }
      if (pack.seriesLeftOut() > 0) {
        leftOut.add(pack.seriesLeftOut(), "pack", pack.name());
      }
    }
    for (ScalarFamily each : Arrays.asList(leftOut, resting, waiting)) {
      if (!each.isEmpty()) {
        families.add(each);
      }
    }
    return families;
  }

  /** Returns whether the last scrape left no pack and no MBean out that it should have read. */
  public boolean isComplete() {
    return isComplete;
  }

  /** Returns how many values and MBeans could not be read or shown in the last scrape. */
  public int failures() {
    return failures;
  }
}
