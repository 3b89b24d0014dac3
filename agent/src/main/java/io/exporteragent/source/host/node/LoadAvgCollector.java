package io.exporteragent.source.host.node;

import static io.exporteragent.source.host.node.NodeFamilies.gauge;

import io.exporteragent.model.Family;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.List;

/** node_exporter's collector {@code loadavg}: {@code node_load1}, {@code 5} and {@code 15}. */
final class LoadAvgCollector implements NodeCollector {
  private final ProcFile file;

  /**
   * @param proc the mount point of procfs
   */
  LoadAvgCollector(File proc) {
    file = new ProcFile(new File(proc, "loadavg"));
  }

  @Override
  public void addTo(List<Family> families) throws IOException {
    file.read();
    families.add(
        gauge("node_load1", "Threads that ran or waited to, over one minute.").add(file.decimal()));
    families.add(
        gauge("node_load5", "Threads that ran or waited to, over five minutes.")
            .add(file.decimal()));
    families.add(
        gauge("node_load15", "Threads that ran or waited to, over a quarter of an hour.")
            .add(file.decimal()));
  }

  @Override
  public void close() {
    file.close();
  }
}
