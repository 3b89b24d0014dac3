package io.exporteragent.source.host;

import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/**
 * Reads {@code /proc}, described in {@code proc(5)}. Within a container {@code stat} and {@code
 * meminfo} are those of the host.
 */
final class LinuxHost implements Host {
  /** The kernel's {@code USER_HZ} is 100 on every architecture that has a JVM. */
  private static final long MILLIS_PER_TICK = 10;

  private final ProcFile stat;
  private final ProcFile meminfo;
  private final MountTable mounts;

  /**
   * @param proc the mount point of procfs
   */
  LinuxHost(File proc) {
    this.stat = new ProcFile(new File(proc, "stat"));
    this.meminfo = new ProcFile(new File(proc, "meminfo"));
    this.mounts = new MountTable(new ProcFile(new File(proc, "self/mounts")));
  }

  /** Reads the lines of single CPUs; the sum in line {@code cpu} includes CPUs that are offline. */
  @Override
  public synchronized SortedMap<Integer, long[]> cpuTimes() throws IOException {
    SortedMap<Integer, long[]> times = new TreeMap<>();
    for (stat.read(); stat.hasLine(); stat.nextLine()) {
      if (stat.skip("cpu") && stat.atDigit()) {
        int cpu = (int) stat.number();
        long[] row = new long[CpuModes.COUNT];
        long sum = 0;
        for (int mode = 0; mode < row.length; mode++) {
          row[mode] = stat.number() * MILLIS_PER_TICK;
          sum += row[mode];
        }
        // Zeros mean that the file is emulated: a real CPU has spent some time since boot.
        if (sum > 0) {
          times.put(cpu, row);
        }
      }
    }
    if (times.isEmpty()) {
      throw stat.lacks("the time of any CPU");
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
    // Kernels before 3.14 lack MemAvailable, and some report 0 by mistake (psutil issue 1915).
    return new Memory(total, available > 0 ? available : Math.max(0, free) + caches, free);
  }

  /** Lists on the calling thread: that takes microseconds and accesses no file system. */
  @Override
  public MountList mounts(ExecutorService workers) {
    return mounts;
  }

  @Override
  public synchronized void close() {
    stat.close();
    meminfo.close();
    mounts.close();
  }

  private long kibibytes() {
    return meminfo.number() * 1024;
  }
}
