package io.exporteragent.source.host;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Adds up the time of all processors by mode, as a counter that never falls.
 *
 * <p>The kernel's own numbers do fall: {@code iowait} and {@code idle} dip by a few ticks
 * (node_exporter issue 1686), a processor switched off takes its share along, and one switched on
 * again may start its idle time anew. A number that falls counts again once it has passed its
 * former height, as in node_exporter. A fall of the idle time by 3 s or more is taken for a new
 * start: what follows is counted from there, and what was counted stays. A processor not seen
 * before brings all its time along, as it does in {@code sum without(cpu)(node_cpu_seconds_total)}.
 */
final class CpuSeconds {
  private static final long RESTART_MILLIS = 3000;

  private final Map<Integer, long[]> highest = new HashMap<>();
  private final long[] total = new long[CpuModes.COUNT];

  /** Takes in {@link Host#cpuTimes}; processors that are missing keep what they have. */
  void add(SortedMap<Integer, long[]> times) {
    times.forEach(this::add);
  }

  /** The time of all processors in a mode, in seconds. */
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
