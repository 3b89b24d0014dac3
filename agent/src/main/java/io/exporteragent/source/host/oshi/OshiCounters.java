package io.exporteragent.source.host.oshi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import oshi.hardware.HWDiskStore;
import oshi.hardware.NetworkIF;

/**
 * The counters of network interfaces and disks where there is no {@code /proc}: on macOS and
 * Windows. Each call reads all of them anew, in milliseconds, and may block. Thread-safe.
 */
public final class OshiCounters {
  private static final String DEV = "/dev/";

  private final Oshi oshi;
  private final String system;

  /** Creates it; nothing is loaded before the first call. */
  public OshiCounters() {
    this(Oshi.ofThisSystem());
  }

  /** Creates it on an OSHI that others use, too. */
  public OshiCounters(Oshi oshi) {
    this(oshi, System.getProperty("os.name", ""));
  }

  OshiCounters(Oshi oshi, String system) {
    this.oshi = oshi;
    this.system = system.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the network interfaces, the loopback included: {@code receive_} and {@code transmit_}
   * each with {@code bytes}, {@code packets} and {@code errs}; {@code receive_drop}; {@code
   * transmit_colls}, on Windows {@code transmit_drop} in its place. Windows counts packets to one
   * receiver only, no broadcasts.
   *
   * @throws IOException if OSHI cannot be loaded
   */
  public List<DeviceCounters> network() throws IOException {
    List<DeviceCounters> rows = new ArrayList<>();
    // All of them: without the local ones OSHI uses the application's common pool to leave them
    // out.
    for (NetworkIF each : oshi.ask(asked -> asked.getHardware().getNetworkIFs(true))) {
      rows.add(
          new DeviceCounters(each.getName())
              .with("receive_bytes", each.getBytesRecv())
              .with("receive_packets", each.getPacketsRecv())
              .with("receive_errs", each.getInErrors())
              .with("receive_drop", each.getInDrops())
              .with("transmit_bytes", each.getBytesSent())
              .with("transmit_packets", each.getPacketsSent())
              .with("transmit_errs", each.getOutErrors())
              .with(
                  // OSHI has what Windows discarded in the place of collisions.
                  system.startsWith("windows") ? "transmit_drop" : "transmit_colls",
                  each.getCollisions()));
    }
    return rows;
  }

  /**
   * Reads the disks: {@code reads_completed}, {@code read_bytes}, {@code writes_completed}, {@code
   * written_bytes}, and except on macOS {@code io_now} and {@code io_time_seconds}.
   *
   * @throws IOException if OSHI cannot be loaded
   */
  public List<DeviceCounters> disks() throws IOException {
    List<DeviceCounters> rows = new ArrayList<>();
    for (HWDiskStore each : oshi.ask(asked -> asked.getHardware().getDiskStores())) {
      String name = each.getName();
      DeviceCounters row =
          new DeviceCounters(name.startsWith(DEV) ? name.substring(DEV.length()) : name)
              .with("reads_completed", each.getReads())
              .with("read_bytes", each.getReadBytes())
              .with("writes_completed", each.getWrites())
              .with("written_bytes", each.getWriteBytes());
      // macOS has no queue, and adds up the times of requests that run side by side.
      if (!system.startsWith("mac")) {
        row.with("io_now", each.getCurrentQueueLength())
            .with("io_time_seconds", each.getTransferTime() / 1e3);
      }
      rows.add(row);
    }
    return rows;
  }
}
