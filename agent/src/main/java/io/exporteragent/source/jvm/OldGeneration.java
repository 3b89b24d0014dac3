package io.exporteragent.source.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What lives long, under the names of Micrometer:
 *
 * <pre>
 * jvm_gc_memory_promoted_bytes_total 1.2E7
 * jvm_gc_live_data_size_bytes 8.3E7
 * jvm_gc_max_data_size_bytes 2.1E9
 * </pre>
 *
 * <p>Live is what the old generation had after the last collection that made it smaller, or that
 * was of all of it. A heap without generations is old as a whole, and nothing is promoted in it.
 */
final class OldGeneration implements CollectionSource {
  private final List<MemoryPoolMXBean> pools = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final boolean isGenerational;

  /** Guarded by this, as are the two below. */
  private long promoted;

  private long live;
  private boolean isLiveKnown;

  OldGeneration() {
    int heapPools = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        heapPools++;
        if (isOld(pool.getName())) {
          pools.add(pool);
          names.add(pool.getName());
        }
      }
    }
    isGenerational = heapPools > pools.size();
  }

  /** The pools of HotSpot's collectors, those of its heaps without generations among them. */
  private static boolean isOld(String pool) {
    return pool.endsWith("Old Gen")
        || pool.endsWith("Old Generation")
        || pool.endsWith("Tenured Gen")
        || pool.equals("ZHeap")
        || pool.equals("Shenandoah")
        || pool.startsWith("tenured")
        || pool.startsWith("balanced-old");
  }

  @Override
  public void collected(GarbageCollectionNotificationInfo notified) {
    GcInfo collection = notified.getGcInfo();
    long before = used(collection.getMemoryUsageBeforeGc());
    long after = used(collection.getMemoryUsageAfterGc());
    boolean isOfAll =
        isGenerational
            ? notified.getGcAction().equals("end of major GC")
                || notified.getGcName().equals("ZGC Major Cycles")
            : !notified.getGcName().endsWith("Pauses");
    synchronized (this) {
      if (isGenerational) {
        promoted += Math.max(0, after - before);
      }
      // ZGC tells of nothing at first.
      if ((after < before || isOfAll) && after > 0) {
        live = after;
        isLiveKnown = true;
      }
    }
  }

  private long used(Map<String, MemoryUsage> usage) {
    long used = 0;
    for (Map.Entry<String, MemoryUsage> each : usage.entrySet()) {
      used += names.contains(each.getKey()) ? each.getValue().getUsed() : 0;
    }
    return used;
  }

  @Override
  public synchronized List<Family> collect(Scrape scrape) {
    List<Family> families = new ArrayList<>();
    if (isGenerational && !pools.isEmpty()) {
      families.add(
          new ScalarFamily(
                  "jvm_gc_memory_promoted_bytes",
                  MetricType.COUNTER,
                  "Growth of the old generation during collections since the agent's first scrape.")
              .add((double) promoted));
    }
    if (isLiveKnown) {
      families.add(
          new ScalarFamily(
                  "jvm_gc_live_data_size_bytes",
                  MetricType.GAUGE,
                  "Size of the old generation after the last collection of all of it, or that made it smaller.")
              .add((double) live));
    }
    long max = 0;
    for (MemoryPoolMXBean pool : pools) {
      max += Math.max(0, pool.getUsage().getMax());
    }
    if (max > 0) {
      families.add(
          new ScalarFamily(
                  "jvm_gc_max_data_size_bytes",
                  MetricType.GAUGE,
                  "Most bytes that the old generation may have.")
              .add((double) max));
    }
    return families;
  }
}
