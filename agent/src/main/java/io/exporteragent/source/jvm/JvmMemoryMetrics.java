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
 * The JVM returns all four at once, so they are consistent; client_java reads each separately.
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
    Usages areas =
        new Usages(
            "area",
            gauge("jvm_memory_used_bytes", "Bytes used of each memory area."),
            gauge("jvm_memory_committed_bytes", "Bytes committed to each memory area."),
            gauge("jvm_memory_max_bytes", "Most bytes of each memory area, -1 without a limit."),
            gauge("jvm_memory_init_bytes", "Bytes at the start of each memory area."));
    areas.add("heap", memory.getHeapMemoryUsage());
    areas.add("nonheap", memory.getNonHeapMemoryUsage());
    Usages now =
        new Usages(
            "pool",
            gauge("jvm_memory_pool_used_bytes", "Bytes used of each memory pool."),
            gauge("jvm_memory_pool_committed_bytes", "Bytes committed to each memory pool."),
            gauge(
                "jvm_memory_pool_max_bytes", "Most bytes of each memory pool, -1 without a limit."),
            gauge("jvm_memory_pool_init_bytes", "Bytes at the start of each memory pool."));
    Usages collected =
        new Usages(
            "pool",
            gauge(
                "jvm_memory_pool_collection_used_bytes",
                "Bytes used of each memory pool after its last collection."),
            gauge(
                "jvm_memory_pool_collection_committed_bytes",
                "Bytes committed to each memory pool after its last collection."),
            gauge(
                "jvm_memory_pool_collection_max_bytes",
                "Most bytes of each memory pool after its last collection, -1 without a limit."),
            gauge(
                "jvm_memory_pool_collection_init_bytes",
                "Bytes at the start of each memory pool after its last collection."));
    for (MemoryPoolMXBean pool : pools) {
      now.add(pool.getName(), pool.getUsage());
      collected.add(pool.getName(), pool.getCollectionUsage());
    }
    List<Family> families = new ArrayList<>(13);
    families.add(
        gauge(
                "jvm_memory_objects_pending_finalization",
                "Objects that wait for their finalization.")
            .add(memory.getObjectPendingFinalizationCount()));
    areas.addTo(families);
    now.addTo(families);
    collected.addTo(families);
    return families;
  }

  private static ScalarFamily gauge(String name, String help) {
    return new ScalarFamily(name, MetricType.GAUGE, help);
  }

  /** Four families, one for each number of a {@link MemoryUsage}. */
  private static final class Usages {
    private final String label;
    private final ScalarFamily used;
    private final ScalarFamily committed;
    private final ScalarFamily max;
    private final ScalarFamily init;

    Usages(
        String label,
        ScalarFamily used,
        ScalarFamily committed,
        ScalarFamily max,
        ScalarFamily init) {
      this.label = label;
      this.used = used;
      this.committed = committed;
      this.max = max;
      this.init = init;
    }

    /**
     * @param usage null for a pool that no longer exists, or is not collected
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
