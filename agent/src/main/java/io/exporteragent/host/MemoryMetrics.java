package io.exporteragent.host;

import io.exporteragent.gather.Family;
import io.exporteragent.gather.MetricType;
import io.exporteragent.gather.ScalarFamily;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Collections;
import java.util.List;
import oshi.hardware.GlobalMemory;
import oshi.util.FileUtil;
import oshi.util.ParseUtil;
import oshi.util.linux.ProcPath;

/**
 * Physical memory, read at the scrape.
 *
 * <pre>
 * # TYPE memory_usage gauge
 * memory_usage{type="total"} 2.5280233472E10
 * memory_usage{type="available"} 2.3930261504E10
 * memory_usage{type="used"} 1.349971968E9
 * memory_usage{type="free"} 2.0140261376E10
 * memory_usage{type="percent"} 5.340028864
 * </pre>
 *
 * <p>The types and their meaning are psutil's since 7.1: {@code available} can be had without
 * swapping, {@code used} is the rest, {@code free} is in no use at all, not even as a cache.
 */
public final class MemoryMetrics implements Source {
  private static final String NAME = "memory_usage";
  private static final long UNKNOWN = -1;

  private final HostSystem host;

  /** Reads nothing before the first scrape. */
  public MemoryMetrics() {
    this(new HostSystem());
  }

  MemoryMetrics(HostSystem host) {
    this.host = host;
  }

  @Override
  public List<Family> collect(Scrape scrape) throws IOException {
    if (!scrape.includes(NAME)) {
      return Collections.emptyList();
    }
    GlobalMemory memory = host.ask(system -> system.getHardware().getMemory());
    long available = host.ask(system -> memory.getAvailable());
    long free = host.isLinux() ? host.ask(system -> freeInMeminfo()) : freeByJvm();
    long total = host.ask(system -> memory.getTotal());
    if (total <= 0) {
      throw new IOException("OSHI reads no memory size; on Linux, is /proc/meminfo readable?");
    }
    return Collections.singletonList(family(total, available, free));
  }

  /** What OSHI has no method for, from the file it takes the rest from. */
  private static long freeInMeminfo() {
    String free = FileUtil.getKeyValueMapFromFile(ProcPath.MEMINFO, ":").get("MemFree");
    return free == null ? UNKNOWN : ParseUtil.parseDecimalMemorySizeToBinary(free);
  }

  private static long freeByJvm() {
    try {
      return FreeMemoryOfJvm.bytes();
    } catch (LinkageError e) {
      // A run-time image without the module jdk.management.
      return UNKNOWN;
    }
  }

  static ScalarFamily family(long total, long reportedAvailable, long free) {
    // Some containers report more available than there is in total (psutil has met this in LXC).
    long available =
        reportedAvailable <= total ? reportedAvailable : free == UNKNOWN ? total : free;
    long used = total - available;
    ScalarFamily family =
        new ScalarFamily(
            NAME,
            MetricType.GAUGE,
            "Memory of the host, not of the container: total, available, used (total - available) and free in bytes, used in percent of total.");
    family.add((double) total, "type", "total");
    family.add((double) available, "type", "available");
    family.add((double) used, "type", "used");
    if (free != UNKNOWN) {
      family.add((double) free, "type", "free");
    }
    return family.add(100.0 * used / total, "type", "percent");
  }

  /** Apart from its user, because its class may be missing. */
  private static final class FreeMemoryOfJvm {
    private FreeMemoryOfJvm() {}

    static long bytes() {
      OperatingSystemMXBean bean = ManagementFactory.getOperatingSystemMXBean();
      return bean instanceof com.sun.management.OperatingSystemMXBean
          ? ((com.sun.management.OperatingSystemMXBean) bean).getFreePhysicalMemorySize()
          : UNKNOWN;
    }
  }
}
