package io.exporteragent.source.application.bridge;

import io.exporteragent.model.Family;
import io.exporteragent.model.SnapshotFamily;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a registry collector by collector: counters and gauges directly, all others by their
 * snapshots. Keeps the direct families of a registry for as long as the registry lives and they are
 * registered. Safe for use by several threads.
 */
final class DirectFamilies {
  private final Map<Object, IdentityHashMap<Collector, DirectFamily>> known = new WeakHashMap<>();
  private boolean tried;
  private boolean trusted;

  /** Fails with a {@link LinkageError} where the contents of a registry cannot be seen. */
  DirectFamilies() {
    RegistryContents.verify();
  }

  List<Family> read(Object registry) {
    IdentityHashMap<Collector, DirectFamily> before = known(registry);
    IdentityHashMap<Collector, DirectFamily> now = new IdentityHashMap<>();
    List<Family> families = new ArrayList<>();
    for (Collector collector : RegistryContents.collectors(registry)) {
      DirectFamily direct = before.get(collector);
      if (direct == null) {
        direct = adapt(collector);
      }
      if (direct != null) {
        now.put(collector, direct);
      }
      if (direct != null && !direct.isEmpty()) {
        families.add(direct);
      } else {
        add(collector.collect(), families);
      }
    }
    for (MultiCollector collector : RegistryContents.multiCollectors(registry)) {
      collector.collect().forEach(snapshot -> add(snapshot, families));
    }
    keep(registry, now);
    return families;
  }

  private static void add(@Nullable MetricSnapshot snapshot, List<Family> families) {
    if (snapshot != null && !snapshot.getDataPoints().isEmpty()) {
      families.add(new SnapshotFamily(snapshot));
    }
  }

  private synchronized IdentityHashMap<Collector, DirectFamily> known(Object registry) {
    return known.getOrDefault(registry, new IdentityHashMap<>());
  }

  private synchronized void keep(
      Object registry, IdentityHashMap<Collector, DirectFamily> families) {
    known.put(registry, families);
  }

  /** Tells counters and gauges by name, so that their classes are not asked for where none is. */
  private synchronized @Nullable DirectFamily adapt(Collector collector) {
    String name = collector.getClass().getName();
    if (!name.equals("io.prometheus.metrics.core.metrics.Counter")
        && !name.equals("io.prometheus.metrics.core.metrics.Gauge")) {
      return null;
    }
    try {
      if (!tried) {
        tried = true;
        trusted = ScratchMetrics.areReadRight();
      }
      return trusted ? DirectFamily.of(collector) : null;
    } catch (LinkageError | RuntimeException e) {
      // A client_java of another make: what its collect() says is always right.
      trusted = false;
      return null;
    }
  }
}
