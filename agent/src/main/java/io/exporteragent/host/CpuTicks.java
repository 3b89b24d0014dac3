package io.exporteragent.host;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.LogicalProcessor;
import oshi.util.FileUtil;
import oshi.util.ParseUtil;

/**
 * Reads the time each processor has spent in each mode since boot, by the kernel's number of the
 * processor.
 *
 * <p>OSHI's rows are the {@code cpuN} lines of {@code /proc/stat} one after the other, filled up
 * with zeros to the number of processors present; the numbers are lost. Only processors that are
 * online have a line, so the list of these gives the numbers back. Safe for use by several threads.
 */
final class CpuTicks {
  /** The names of the columns: node_exporter's modes, in the order of OSHI's {@code TickType}. */
  static final List<String> MODES =
      Collections.unmodifiableList(
          Arrays.asList("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"));

  static final int IDLE = 3;
  static final int IOWAIT = 4;

  private static final int ATTEMPTS = 3;

  private final HostSystem host;
  private final String onlineFile;
  private String online = "";

  /**
   * @param onlineFile the kernel's list of processors that are online, for instance {@code 0,2-3};
   *     only read on Linux
   */
  CpuTicks(HostSystem host, String onlineFile) {
    this.host = host;
    this.onlineFile = onlineFile;
  }

  /**
   * Milliseconds since boot, one row per processor that is online, one column per mode. The rows
   * belong to the caller.
   */
  synchronized SortedMap<Integer, long[]> read() throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      String before = onlineList();
      if (!before.equals(online)) {
        host.renew();
        online = before;
      }
      SortedMap<Integer, long[]> ticks =
          host.ask(system -> read(system.getHardware().getProcessor()));
      // A processor that was switched on or off meanwhile would shift the rows.
      if (before.equals(onlineList())) {
        if (ticks.isEmpty()) {
          throw new IOException("OSHI reads no processor times; on Linux, is /proc/stat readable?");
        }
        return ticks;
      }
    }
    throw new IOException(
        "Processors are being switched on or off; their times are left out once.");
  }

  private SortedMap<Integer, long[]> read(CentralProcessor processor) {
    List<Integer> numbers = ParseUtil.parseHyphenatedIntList(online);
    if (numbers.isEmpty()) {
      for (LogicalProcessor logical : processor.getLogicalProcessors()) {
        numbers.add(logical.getProcessorNumber());
      }
    }
    return byNumber(numbers, processor.getProcessorCpuLoadTicks());
  }

  /** Gives rows their numbers, leaving out those that stand for no processor. */
  static SortedMap<Integer, long[]> byNumber(List<Integer> numbers, long[][] rows) {
    SortedMap<Integer, long[]> byNumber = new TreeMap<>();
    for (int i = 0; i < Math.min(numbers.size(), rows.length); i++) {
      // OSHI answers zeros where it cannot read. The array may be shared with other callers.
      long[] row = rows[i].clone();
      if (sum(row) > 0) {
        byNumber.put(numbers.get(i), row);
      }
    }
    return byNumber;
  }

  private static long sum(long[] row) {
    long sum = 0;
    for (long value : row) {
      sum += value;
    }
    return sum;
  }

  private String onlineList() throws IOException {
    return host.isLinux() ? host.ask(system -> FileUtil.getStringFromFile(onlineFile)) : "";
  }
}
