package io.exporteragent.source.host;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

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
 * <p>The types and their meaning are psutil's since 7.1: {@code available} without swapping, {@code
 * used} is the rest, {@code free} is not used at all, not even as a cache.
 */
public final class MemoryMetrics implements Source {
  private static final String NAME = "memory_usage";

  private final Host host;

  /** Creates the source; it reads nothing before the first scrape. */
  public MemoryMetrics() {
    this(Host.ofThisSystem());
  }

  MemoryMetrics(Host host) {
    this.host = host;
  }

  @Override
  public Execution execution() {
    return Host.execution();
  }

  @Override
  public List<Family> collect(Scrape scrape) throws IOException {
    if (!scrape.includes(NAME)) {
      return Collections.emptyList();
    }
    return Collections.singletonList(family(host.memory()));
  }

  @Override
  public void close() {
    host.close();
  }

  private static Family family(Memory memory) {
    double total = memory.total();
    double available = memory.available();
    double used = total - available;
    ScalarFamily family =
        new ScalarFamily(
            NAME,
            MetricType.GAUGE,
            "Memory of the host, not of the container: total, available, used (total - available) and free in bytes, used in percent of total.");
    family.add(total, "type", "total");
    family.add(available, "type", "available");
    family.add(used, "type", "used");
    if (memory.free() != Memory.UNKNOWN) {
      family.add((double) memory.free(), "type", "free");
    }
    return family.add(100 * used / total, "type", "percent");
  }
}
