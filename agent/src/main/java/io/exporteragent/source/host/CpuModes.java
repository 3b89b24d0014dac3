package io.exporteragent.source.host;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The modes of CPU time: the columns of {@link Host#cpuTimes}. */
final class CpuModes {
  /**
   * The modes of node_exporter in the order of {@code /proc/stat}, which is also that of OSHI's
   * {@code TickType}. Guest time is part of {@code user} and {@code nice}.
   */
  static final List<String> NAMES =
      Collections.unmodifiableList(
          Arrays.asList("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"));

  static final int COUNT = NAMES.size();
  static final int IDLE = 3;
  static final int IOWAIT = 4;

  private CpuModes() {}
}
