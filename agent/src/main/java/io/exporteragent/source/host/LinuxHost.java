package io.exporteragent.source.host;

import java.io.File;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/**
 * Reads {@code /proc}. Its files are described in {@code proc(5)}; within a container the first two
 * are those of the host.
 */
final class LinuxHost implements Host {
  /** The kernel's {@code USER_HZ} is 100 on every architecture there is a JVM for. */
  private static final long MILLIS_PER_TICK = 10;

  private final ProcFile stat;
  private final ProcFile meminfo;
  private final MountTable mounts;

  /**
   * @param proc where procfs is mounted
   */
  LinuxHost(File proc) {
    this.stat = new ProcFile(new File(proc, "stat"));
    this.meminfo = new ProcFile(new File(proc, "meminfo"));
    this.mounts = new MountTable(new ProcFile(new File(proc, "self/mounts")));
  }

  /** The sum of all processors, {@code cpu}, also has time of processors that are offline. */
  @Override
  public synchronized SortedMap<Integer, long[]> cpuTimes() throws IOException {
    SortedMap<Integer, long[]> times = new TreeMap<>();
    for (stat.read(); stat.hasLine(); stat.nextLine()) {
      if (stat.skip("cpu") && stat.atDigit()) {
        int cpu = (int) stat.number();
        long[] row = new long[CpuModes.COUNT];
        for (int mode = 0; mode < row.length; mode++) {
          row[mode] = stat.number() * MILLIS_PER_TICK;
        }
        times.put(cpu, row);
      }
    }
    if (times.isEmpty()) {
      throw stat.lacks("a line cpu0");
    }
    return times;
  }

  @Override
  public synchronized Memory memory() throws IOException {
    long total = 0;
    long available = 0;
    long free = Memory.UNKNOWN;
    long caches = 0;
    for (meminfo.read(); meminfo.hasLine(); meminfo.nextLine()) {
      if (meminfo.skip("MemTotal:")) {
        total = kibibytes();
      } else if (meminfo.skip("MemFree:")) {
        free = kibibytes();
      } else if (meminfo.skip("MemAvailable:")) {
        available = kibibytes();
      } else if (meminfo.skip("Buffers:") || meminfo.skip("Cached:")) {
        caches += kibibytes();
      }
    }
    if (total == 0) {
      throw meminfo.lacks("MemTotal");
    }
    // Kernels before 3.14 do not tell, and some tell 0 by mistake (psutil issue 1915).
    return new Memory(total, available > 0 ? available : Math.max(0, free) + caches, free);
  }

  /** Listing takes microseconds and touches no file system: it is done at once. */
  @Override
  public MountList mounts(ExecutorService workers) {
    return waitNanos -> mounts.list();
  }

  private long kibibytes() {
    return meminfo.number() * 1024;
  }
}
