package io.exporteragent.source.host.node;

import io.exporteragent.model.Family;
import io.exporteragent.source.host.oshi.DeviceCounters;
import io.exporteragent.source.host.oshi.OshiCounters;
import java.io.IOException;
import java.util.List;

/**
 * node_exporter's collectors {@code diskstats} and {@code netdev} on macOS and Windows, as far as
 * OSHI knows the figures. Reading them may block.
 */
final class OshiDevices implements NodeCollector {
  private final OshiCounters counters;
  private final DeviceTable disks = DiskStatsCollector.table();
  private final DeviceTable networks = NetDevCollector.table();

  OshiDevices(OshiCounters counters) {
    this.counters = counters;
  }

  @Override
  public void addTo(List<Family> families) throws IOException {
    add(counters.disks(), disks, "node_disk_", families);
    add(counters.network(), networks, "node_network_", families);
  }

  private static void add(
      List<DeviceCounters> devices, DeviceTable table, String prefix, List<Family> families) {
    DeviceTable.Reading reading = table.reading();
    for (DeviceCounters device : devices) {
      if (reading.includes(device.device())) {
        device.values().forEach((key, value) -> reading.add(device.device(), prefix + key, value));
      }
    }
    reading.addTo(families);
  }
}
