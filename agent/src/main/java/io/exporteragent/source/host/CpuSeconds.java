package io.exporteragent.source.host;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Sums the time of all CPUs by mode, as a counter that never decreases.
 *
 * <p>The kernel's numbers do decrease: {@code iowait} and {@code idle} drop by a few ticks
 * (node_exporter issue 1686), a CPU that goes offline disappears with its time, and one that comes
 * back may restart its idle time. After a decrease, a number counts again once it exceeds its
 * previous maximum, as in node_exporter. If idle time decreases by 3 s or more, the CPU is taken as
 * restarted: counting continues from the new values and the sum is kept. A CPU not seen before adds
 * all its time, as in {@code sum without(cpu)(node_cpu_seconds_total)}.
 */
final class CpuSeconds {
  private static final long RESTART_MILLIS = 3000;

  private final Map<Integer, long[]> highest = new HashMap<>();
  private final long[] total = new long[CpuModes.COUNT];

  /** Adds a reading of {@link Host#cpuTimes}; the time of missing CPUs is kept. */
  void add(SortedMap<Integer, long[]> times) {
    times.forEach(this::add);
  }

  /** Returns the time of all CPUs in a mode, in seconds. */
  double seconds(int mode) {
    return total[mode] / 1000.0;
  }

  private void add(int cpu, long[] now) {
    long[] before = highest.computeIfAbsent(cpu, number -> new long[total.length]);
    boolean restarted = before[CpuModes.IDLE] - now[CpuModes.IDLE] >= RESTART_MILLIS;
    for (int mode = 0; mode < total.length; mode++) {
      total[mode] += Math.max(0, now[mode] - before[mode]);
      before[mode] = restarted ? now[mode] : Math.max(before[mode], now[mode]);
    }
  }
}
