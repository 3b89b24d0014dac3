package io.exporteragent.source.host.node;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.model.Family;
import io.exporteragent.source.host.FileSystems;
import io.exporteragent.source.host.oshi.OshiCounters;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host under the names of node_exporter, with its labels, for its dashboards and alerts: the
 * collectors cpu, diskstats, filefd, filesystem, loadavg, meminfo, netdev, pressure, stat, time,
 * uname and vmstat. What the kernel does not tell is left out. On macOS and Windows there are
 * diskstats, netdev and time alone.
 */
public final class NodeMetrics implements Source {
  private final List<NodeCollector> collectors;
  private final @Nullable FileSystems fileSystems;
  private final Execution execution;

  private NodeMetrics(
      @Nullable FileSystems fileSystems, Execution execution, NodeCollector... collectors) {
    this.fileSystems = fileSystems;
    this.execution = execution;
    this.collectors = Collections.unmodifiableList(Arrays.asList(collectors));
  }

  /**
   * Creates the source; it reads nothing before the first scrape.
   *
   * @param guest runs what may block: reading the space of file systems of other machines
   */
  public static NodeMetrics of(Guest guest) {
    return System.getProperty("os.name", "").startsWith("Linux")
        ? ofLinux(
            new File("/proc"), new FileSystems(guest.workers(), guest.instrumentation() == null))
        : new NodeMetrics(
            null, Execution.ON_WORKER, new OshiDevices(new OshiCounters()), new TimeCollector());
  }

  private static NodeMetrics ofLinux(File proc, FileSystems fileSystems) {
    return new NodeMetrics(
        fileSystems,
        Execution.INLINE,
        new StatCollector(proc),
        NamedLines.meminfo(proc),
        new LoadAvgCollector(proc),
        new PressureCollector(proc),
        new DiskStatsCollector(proc),
        new NetDevCollector(proc),
        NamedLines.vmstat(proc),
        new FileFdCollector(proc),
        new UnameCollector(proc),
        new TimeCollector());
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public List<Family> collect(Scrape scrape) throws IOException, InterruptedException {
    List<Family> families = new ArrayList<>(128);
    IOException first = null;
    for (NodeCollector collector : collectors) {
      first = first(first, added(collector, families));
    }
    if (fileSystems != null) {
      fileSystems.addTo(families, scrape.remainingNanos() / 2);
    }
    // The clock is there always.
    if (first != null && families.size() <= 1) {
      throw first;
    }
    return families;
  }

  private static @Nullable IOException first(@Nullable IOException one, @Nullable IOException two) {
    return one == null ? two : one;
  }

  private static @Nullable IOException added(NodeCollector collector, List<Family> families) {
    try {
      collector.addTo(families);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  @Override
  public void close() {
    collectors.forEach(NodeCollector::close);
    if (fileSystems != null) {
      fileSystems.close();
    }
  }
}
