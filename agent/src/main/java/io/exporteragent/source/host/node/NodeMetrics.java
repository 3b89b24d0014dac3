package io.exporteragent.source.host.node;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.model.Family;
import io.exporteragent.source.host.FileSystems;
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
 * uname and vmstat. What the kernel does not tell is left out.
 */
public final class NodeMetrics implements Source {
  private final List<NodeCollector> collectors;
  private final FileSystems fileSystems;

  /**
   * Creates the source; it reads nothing before the first scrape.
   *
   * @param guest runs what may block: reading the space of file systems of other machines
   */
  public NodeMetrics(Guest guest) {
    this(new File("/proc"), new FileSystems(guest.workers(), guest.instrumentation() == null));
  }

  /**
   * @param proc the mount point of procfs
   */
  NodeMetrics(File proc, FileSystems fileSystems) {
    this.fileSystems = fileSystems;
    this.collectors =
        Collections.unmodifiableList(
            Arrays.asList(
                new StatCollector(proc),
                NamedLines.meminfo(proc),
                new LoadAvgCollector(proc),
                new PressureCollector(proc),
                new DiskStatsCollector(proc),
                new NetDevCollector(proc),
                NamedLines.vmstat(proc),
                new FileFdCollector(proc),
                new UnameCollector(proc),
                new TimeCollector()));
  }

  @Override
  public List<Family> collect(Scrape scrape) throws IOException, InterruptedException {
    List<Family> families = new ArrayList<>(128);
    IOException first = null;
    for (NodeCollector collector : collectors) {
      first = first(first, added(collector, families));
    }
    fileSystems.addTo(families, scrape.remainingNanos() / 2);
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
    fileSystems.close();
  }
}
