package io.exporteragent.source.host.node;

import static io.exporteragent.source.host.node.DeviceTable.Column.counter;

import io.exporteragent.model.Family;
import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * node_exporter's collector {@code netdev}: {@code /proc/self/net/dev}, the interfaces that this
 * process sees. Left out are the loopback and the ends of containers' interfaces, of which a host
 * has as many as containers.
 *
 * <pre>
 * node_network_receive_bytes_total{device="eth0"} 9.94250488E8
 * </pre>
 */
final class NetDevCollector implements NodeCollector {
  private static final Pattern EXCLUDED = Pattern.compile("^(lo|veth.*)$");

  /** In the order of the file, whose numbers are sums as node_exporter makes them. */
  private static final List<DeviceTable.Column> COLUMNS =
      Arrays.asList(
          counter("node_network_receive_bytes", "Received: bytes.", 1),
          counter("node_network_receive_packets", "Received: packets.", 1),
          counter("node_network_receive_errs", "Received: packets with an error.", 1),
          counter("node_network_receive_drop", "Received: packets that were dropped.", 1),
          counter(
              "node_network_receive_fifo", "Received: packets lost since a buffer was full.", 1),
          counter("node_network_receive_frame", "Received: packets with a wrong frame.", 1),
          counter("node_network_receive_compressed", "Received: compressed packets.", 1),
          counter("node_network_receive_multicast", "Received: packets to many.", 1),
          counter("node_network_transmit_bytes", "Sent: bytes.", 1),
          counter("node_network_transmit_packets", "Sent: packets.", 1),
          counter("node_network_transmit_errs", "Sent: packets with an error.", 1),
          counter("node_network_transmit_drop", "Sent: packets that were dropped.", 1),
          counter("node_network_transmit_fifo", "Sent: packets lost since a buffer was full.", 1),
          counter("node_network_transmit_colls", "Sent: collisions.", 1),
          counter("node_network_transmit_carrier", "Sent: packets lost with the carrier.", 1),
          counter("node_network_transmit_compressed", "Sent: compressed packets.", 1));

  private final ProcFile file;
  private final DeviceTable table = table();

  /**
   * @param proc the mount point of procfs
   */
  NetDevCollector(File proc) {
    file = new ProcFile(new File(proc, "self/net/dev"));
  }

  /** Returns a table of the families of this collector. */
  static DeviceTable table() {
    return new DeviceTable(EXCLUDED, COLUMNS);
  }

  @Override
  public void addTo(List<Family> families) throws IOException {
    DeviceTable.Reading reading = table.reading();
    file.read();
    file.nextLine();
    for (file.nextLine(); file.hasLine(); file.nextLine()) {
      file.skipBlanks();
      String device = file.fieldBefore(':');
      if (reading.includes(device)) {
        for (int column = 0; column < COLUMNS.size(); column++) {
          reading.add(device, column, (double) file.number());
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
