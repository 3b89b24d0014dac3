package io.exporteragent.source.host.node;

import static io.exporteragent.source.host.node.DeviceTable.Column.counter;
import static io.exporteragent.source.host.node.DeviceTable.Column.gauge;

import io.exporteragent.model.Family;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * node_exporter's collector {@code diskstats}: {@code /proc/diskstats}, described in {@code
 * admin-guide/iostats.rst} of the kernel. Older kernels have fewer columns.
 *
 * <pre>
 * node_disk_read_bytes_total{device="vda"} 1.102957568E9
 * </pre>
 */
final class DiskStatsCollector implements NodeCollector {
  /** Partitions and disks in memory, as of node_exporter. */
  private static final Pattern EXCLUDED =
      Pattern.compile("^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$");

  private static final double SECTOR = 512;
  private static final double MILLIS = 1e-3;

  /** In the order of the file. */
  private static final List<DeviceTable.Column> COLUMNS =
      Arrays.asList(
          counter("node_disk_reads_completed", "Reads that were completed.", 1),
          counter("node_disk_reads_merged", "Reads that were made together with others.", 1),
          counter("node_disk_read_bytes", "Bytes read.", SECTOR),
          counter("node_disk_read_time_seconds", "Time that all reads took.", MILLIS),
          counter("node_disk_writes_completed", "Writes that were completed.", 1),
          counter("node_disk_writes_merged", "Writes that were made together with others.", 1),
          counter("node_disk_written_bytes", "Bytes written.", SECTOR),
          counter("node_disk_write_time_seconds", "Time that all writes took.", MILLIS),
          gauge("node_disk_io_now", "Reads and writes under way."),
          counter("node_disk_io_time_seconds", "Time in which any was under way.", MILLIS),
          counter(
              "node_disk_io_time_weighted_seconds",
              "The same, times how many were under way.",
              MILLIS),
          counter("node_disk_discards_completed", "Discards that were completed.", 1),
          counter("node_disk_discards_merged", "Discards that were made together with others.", 1),
          counter("node_disk_discarded_sectors", "Sectors discarded.", 1),
          counter("node_disk_discard_time_seconds", "Time that all discards took.", MILLIS),
          counter("node_disk_flush_requests", "Flushes that were completed.", 1),
          counter("node_disk_flush_requests_time_seconds", "Time that all flushes took.", MILLIS));

  private final ProcFile file;
  private final DeviceTable table = table();

  /**
   * @param proc the mount point of procfs
   */
  DiskStatsCollector(File proc) {
    file = new ProcFile(new File(proc, "diskstats"));
  }

  /** Returns a table of the families of this collector. */
  static DeviceTable table() {
    return new DeviceTable(EXCLUDED, COLUMNS);
  }

  @Override
  public void addTo(List<Family> families) throws IOException {
    DeviceTable.Reading reading = table.reading();
    for (file.read(); file.hasLine(); file.nextLine()) {
      file.number();
      file.number();
      file.skipBlanks();
      String device = file.field();
      if (reading.includes(device)) {
        for (int column = 0; column < COLUMNS.size() && file.atDigit(); column++) {
          reading.add(device, column, (double) file.number());
          file.skipBlanks();
        }
      }
    }
    reading.addTo(families);
  }

  @Override
  public void close() {
    file.close();
  }
}
