package io.exporteragent.source.module.run;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.SnapshotFamily;
import io.exporteragent.source.module.compile.ModuleException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics of one name and different label names, which a registry allows and hands out one by one:
 * the page has one family of each name.
 */
final class JoinedFamily implements Family {
  private final List<Family> parts = new ArrayList<>();

  private JoinedFamily() {}

  /**
   * Reads a registry, which runs the callbacks registered there.
   *
   * @throws ModuleException if a snapshot is of a class of the module: its methods would be called
   *     by scrapes
   */
  static List<Family> read(PrometheusRegistry registry) throws ModuleException {
    Map<String, Family> byName = new LinkedHashMap<>();
    for (MetricSnapshot snapshot : registry.scrape()) {
      if (snapshot.getClass().getClassLoader() != MetricSnapshot.class.getClassLoader()) {
        throw new ModuleException(
            String.format(
                "its collector returns a %s; return one of the snapshots of client_java itself",
                snapshot.getClass().getName()));
      }
      byName.merge(
          snapshot.getMetadata().getName(), new SnapshotFamily(snapshot), JoinedFamily::join);
    }
    return new ArrayList<>(byName.values());
  }

  private static Family join(Family first, Family second) {
    JoinedFamily joined = first instanceof JoinedFamily ? (JoinedFamily) first : new JoinedFamily();
    if (joined.parts.isEmpty()) {
      joined.parts.add(first);
    }
    joined.parts.add(second);
    return joined;
  }

  @Override
  public String name() {
    return parts.get(0).name();
  }

  @Override
  public MetricType type() {
    return parts.get(0).type();
  }

  @Override
  public String unit() {
    return parts.get(0).unit();
  }

  @Override
  public String help() {
    return parts.get(0).help();
  }

  @Override
  public void forEach(PointVisitor visitor) {
    parts.forEach(part -> part.forEach(visitor));
  }
}
