package io.exporteragent.source.host;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Computes the usage of every CPU between two readings, by psutil's rules. */
final class CpuWindow {
  private CpuWindow() {}

  /**
   * Returns percent by CPU number, 0 to 100, not rounded. A CPU is left out unless both readings
   * have it and its time increased between them.
   */
  static SortedMap<Integer, Double> percent(
      SortedMap<Integer, long[]> before, SortedMap<Integer, long[]> after) {
    SortedMap<Integer, Double> percent = new TreeMap<>();
    after.forEach(
        (cpu, ticks) -> {
          long[] start = before.get(cpu);
          if (start != null) {
            double busy = percent(start, ticks);
            if (!Double.isNaN(busy)) {
              percent.put(cpu, busy);
            }
          }
        });
    return Collections.unmodifiableSortedMap(percent);
  }

  /** Counts all modes but idle and iowait as busy, steal included; a mode that decreased is 0. */
  private static double percent(long[] before, long[] after) {
    long total = 0;
    long busy = 0;
    for (int mode = 0; mode < after.length; mode++) {
      long passed = Math.max(0, after[mode] - before[mode]);
      total += passed;
      if (mode != CpuModes.IDLE && mode != CpuModes.IOWAIT) {
        busy += passed;
      }
    }
    return total == 0 ? Double.NaN : 100.0 * busy / total;
  }
}
