package io.exporteragent.source.host;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/**
 * CPU time and usage.
 *
 * <pre>
 * # TYPE cpu_exporter_cpu_usage_seconds_total counter
 * cpu_exporter_cpu_usage_seconds_total{mode="idle"} 18240.61
 * cpu_exporter_cpu_usage_seconds_total{mode="user"} 1204.33
 * # TYPE cpu_percent gauge
 * cpu_percent{core="0"} 12.871287128712872
 * </pre>
 *
 * <p>The counter is read at the scrape and equals {@code sum without(cpu)(node_cpu_seconds_total)}
 * of node_exporter. The gauge is psutil's {@code cpu_percent}: it appears about a second after the
 * first scrape, from a thread that runs only while scrapes continue.
 */
public final class CpuMetrics implements Source {
  private static final String SECONDS = "cpu_exporter_cpu_usage_seconds";
  private static final String PERCENT = "cpu_percent";

  private final Host host;
  private final CpuSeconds seconds = new CpuSeconds();
  private final CpuSampler sampler;

  /**
   * Creates the source; it reads nothing and starts no thread before the first scrape.
   *
   * @param threads creates the daemon thread that samples, and a new one after each idle time
   */
  public CpuMetrics(AgentThreads threads) {
    this(Host.ofThisSystem(), threads);
  }

  CpuMetrics(Host host, AgentThreads threads) {
    this.host = host;
    this.sampler =
        new CpuSampler(
            host::cpuTimes, threads, TimeUnit.SECONDS.toNanos(1), TimeUnit.MINUTES.toNanos(1));
  }

  @Override
  public Execution execution() {
    return Host.execution();
  }

  @Override
  public List<Family> collect(Scrape scrape) throws Exception {
    List<Family> families = new ArrayList<>(2);
    if (scrape.includes(SECONDS)) {
      families.add(seconds());
    }
    if (scrape.includes(PERCENT)) {
      SortedMap<Integer, Double> percent = sampler.percent();
      if (!percent.isEmpty()) {
        families.add(percent(percent));
      }
    }
    return families;
  }

  @Override
  public void close() {
    sampler.close();
    host.close();
  }

  private Family seconds() throws Exception {
    seconds.add(host.cpuTimes());
    ScalarFamily family =
        new ScalarFamily(
            SECONDS,
            MetricType.COUNTER,
            "Seconds all CPUs together spent in each mode since boot; of the whole host, not of the container.");
    for (int mode = 0; mode < CpuModes.COUNT; mode++) {
      family.add(seconds.seconds(mode), "mode", CpuModes.NAMES.get(mode));
    }
    return family;
  }

  private static Family percent(SortedMap<Integer, Double> percent) {
    ScalarFamily family =
        new ScalarFamily(
            PERCENT,
            MetricType.GAUGE,
            "Busy time of each CPU of the host, not of the container, in percent over the last second, or since the last reading if scraped less than once a minute.");
    percent.forEach((core, busy) -> family.add(busy, "core", Integer.toString(core)));
    return family;
  }
}
