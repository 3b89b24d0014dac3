package io.exporteragent.source.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.lang.management.MemoryUsage;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code jvm_memory_pool_allocated_bytes_total{pool="G1 Eden Space"}} as in client_java. Unlike
 * client_java's, its listeners can be removed.
 */
final class PoolAllocation implements CollectionSource {
  /** Both guarded by this. */
  private final Map<String, Long> allocated = new TreeMap<>();

  private final Map<String, Long> usedAfterLastCollection = new HashMap<>();

  @Override
  public void collected(GarbageCollectionNotificationInfo notified) {
    GcInfo collection = notified.getGcInfo();
    Map<String, MemoryUsage> before = collection.getMemoryUsageBeforeGc();
    for (Map.Entry<String, MemoryUsage> after : collection.getMemoryUsageAfterGc().entrySet()) {
      MemoryUsage usageBefore = before.get(after.getKey());
      if (usageBefore != null) {
        add(after.getKey(), usageBefore.getUsed(), after.getValue().getUsed());
      }
    }
  }

  /** Adds the growth of a pool: between two collections by allocation, during one by promotion. */
  private synchronized void add(String pool, long usedBefore, long usedAfter) {
    long last = usedAfterLastCollection.getOrDefault(pool, 0L);
    usedAfterLastCollection.put(pool, usedAfter);
    long grown = Math.max(0, usedBefore - last) + Math.max(0, usedAfter - usedBefore);
    if (grown > 0) {
      allocated.merge(pool, grown, Long::sum);
    }
  }

  @Override
  public synchronized List<Family> collect(Scrape scrape) {
    ScalarFamily family =
        new ScalarFamily(
            "jvm_memory_pool_allocated_bytes",
            MetricType.COUNTER,
            "Total bytes allocated in a memory pool since the agent's first scrape. Only updated after a garbage collection.");
    allocated.forEach((pool, bytes) -> family.add((double) bytes, "pool", pool));
    return family.isEmpty() ? Collections.emptyList() : Collections.singletonList(family);
  }
}
