package io.exporteragent.source.jvm;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory families of client_java, with its names:
 *
 * <pre>
 * jvm_memory_objects_pending_finalization 0.0
 * jvm_memory_used_bytes{area="heap"} 8115232.0
 * jvm_memory_pool_used_bytes{pool="Metaspace"} 1.6007768E7
 * jvm_memory_pool_collection_used_bytes{pool="G1 Old Gen"} 0.0
 * </pre>
 *
 * <p>and the same for {@code committed}, {@code max} (-1 where there is no limit) and {@code init}.
 * The JVM gives all four at once, so they are of one moment; client_java asks for each by itself.
 */
final class JvmMemoryMetrics implements Source {
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final List<MemoryPoolMXBean> pools =
      new ArrayList<>(ManagementFactory.getMemoryPoolMXBeans());

  JvmMemoryMetrics() {
    pools.sort(Comparator.comparing(MemoryPoolMXBean::getName));
  }

  @Override
  public List<Family> collect(Scrape scrape) {
    Usages areas = new Usages("jvm_memory", "area", "memory area");
    areas.add("heap", memory.getHeapMemoryUsage());
    areas.add("nonheap", memory.getNonHeapMemoryUsage());
    Usages now = new Usages("jvm_memory_pool", "pool", "memory pool");
    Usages collected =
        new Usages("jvm_memory_pool_collection", "pool", "memory pool after its last collection");
    for (MemoryPoolMXBean pool : pools) {
      now.add(pool.getName(), pool.getUsage());
      collected.add(pool.getName(), pool.getCollectionUsage());
    }
    List<Family> families = new ArrayList<>(13);
    families.add(
        new ScalarFamily(
                "jvm_memory_objects_pending_finalization",
                MetricType.GAUGE,
                "Objects that wait for their finalization.")
            .add(memory.getObjectPendingFinalizationCount()));
    areas.addTo(families);
    now.addTo(families);
    collected.addTo(families);
    return families;
  }

  /** Four families, one for each number of a {@link MemoryUsage}. */
  private static final class Usages {
    private final String label;
    private final ScalarFamily used;
    private final ScalarFamily committed;
    private final ScalarFamily max;
    private final ScalarFamily init;

    Usages(String prefix, String label, String what) {
      this.label = label;
      used = gauge(prefix + "_used_bytes", "Bytes used of each " + what + ".");
      committed = gauge(prefix + "_committed_bytes", "Bytes committed to each " + what + ".");
      max = gauge(prefix + "_max_bytes", "Most bytes of each " + what + ", -1 without a limit.");
      init = gauge(prefix + "_init_bytes", "Bytes at the start of each " + what + ".");
    }

    private static ScalarFamily gauge(String name, String help) {
      return new ScalarFamily(name, MetricType.GAUGE, help);
    }

    /**
     * @param usage null for a pool that is gone, or is not collected
     */
    void add(String name, @Nullable MemoryUsage usage) {
      if (usage != null) {
        used.add((double) usage.getUsed(), label, name);
        committed.add((double) usage.getCommitted(), label, name);
        max.add((double) usage.getMax(), label, name);
        init.add((double) usage.getInit(), label, name);
      }
    }

    void addTo(List<Family> families) {
      families.add(used);
      families.add(committed);
      families.add(max);
      families.add(init);
    }
  }
}
