package io.exporteragent.source.host;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How busy every processor was between two readings, by psutil's rules. */
final class CpuWindow {
  private CpuWindow() {}

  /**
   * Percent by processor, 0 to 100, not rounded. A processor is left out unless both readings have
   * it and its time went on between them.
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

  /** All but idle and iowait counts as busy; stolen time, too. A mode that fell counts as 0. */
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
