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
 * Reads a registry collector by collector: counters and gauges directly, all others by snapshot.
 * Keeps the direct families while the registry lives and they are registered. Thread-safe.
 */
final class DirectFamilies {
  private final Map<Object, IdentityHashMap<Collector, DirectFamily>> known = new WeakHashMap<>();
  private boolean tried;
  private boolean trusted;

  /** Creates an instance; fails with a {@link LinkageError} if registries cannot be inspected. */
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

  /** Recognises counters and gauges by name, so that their classes are not loaded needlessly. */
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
      // An incompatible client_java: its collect() is always right.
      trusted = false;
      return null;
    }
  }
}
