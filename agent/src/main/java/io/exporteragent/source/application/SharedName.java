package io.exporteragent.source.application;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A family name, the registries that export it, in the order they started to, and which of their
 * series have the label {@code registry}. Nothing is kept about removed series, or series of a name
 * that only one registry has.
 */
final class SharedName {
  private final String name;
  private final Set<Origin> exporters = new LinkedHashSet<>();
  private final Set<Origin> conflicting = new HashSet<>();
  private Map<String, Origin> bare = new HashMap<>();
  private Map<Origin, Set<String>> labelled = new HashMap<>();
  private @Nullable MetricType type;
  private @Nullable Origin typeOwner;

  SharedName(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Set<Origin> exporters() {
    return exporters;
  }

  void seenAt(Set<Origin> origins) {
    exporters.addAll(origins);
  }

  /** Keeps only registries that export the name or are silent; returns whether any is left. */
  boolean retain(Set<Origin> present, Set<Origin> silent) {
    exporters.removeIf(origin -> !present.contains(origin) && !silent.contains(origin));
    conflicting.retainAll(exporters);
    if (typeOwner != null && !exporters.contains(typeOwner)) {
      type = null;
      typeOwner = null;
    }
    return !exporters.isEmpty();
  }

  /** Returns the registry that gave the name another type, or null; the first registry decides. */
  @Nullable Origin rivalOf(Origin origin, MetricType wanted) {
    if (type == null) {
      type = wanted;
      typeOwner = origin;
    }
    return type == wanted ? null : typeOwner;
  }

  /** Returns whether this registry's conflict of types is a new one, and remembers it. */
  boolean isNewConflict(Origin origin) {
    return conflicting.add(origin);
  }

  /** Returns whether no other registry exports the name and no series still has the label. */
  boolean isUnsharedBy(Origin origin) {
    return exporters.size() == 1 && !labelled.containsKey(origin);
  }

  /**
   * Decides which series get the label. A series that a registry had with or without it stays so;
   * of new identical series only the first stays without.
   *
   * @param families by registry, in the order they started to export the name
   * @param silent registries that did not answer; their series stay as they are
   */
  List<MergedFamily.Part> label(Map<Origin, List<Family>> families, Set<Origin> silent) {
    Map<String, Origin> bareNow = new HashMap<>();
    Map<Origin, Set<String>> labelledNow = new HashMap<>();
    bare.forEach(
        (series, origin) -> {
          if (silent.contains(origin)) {
            bareNow.put(series, origin);
          }
        });
    labelled.forEach(
        (origin, series) -> {
          if (silent.contains(origin)) {
            labelledNow.put(origin, series);
          }
        });
    Map<Origin, Set<String>> present = new HashMap<>();
    families.forEach((origin, parts) -> present.put(origin, MergedFamily.keys(parts)));
    present.forEach(
        (origin, series) -> {
          for (String key : series) {
            if (bare.get(key) == origin) {
              bareNow.put(key, origin);
            }
          }
        });
    for (Origin origin : families.keySet()) {
      for (String key : present.getOrDefault(origin, new HashSet<>())) {
        boolean wasLabelled = labelled.containsKey(origin) && labelled.get(origin).contains(key);
        if (wasLabelled || bareNow.computeIfAbsent(key, free -> origin) != origin) {
          labelledNow.computeIfAbsent(origin, exporter -> new HashSet<>()).add(key);
        }
      }
    }
    bare = bareNow;
    labelled = labelledNow;
    return parts(families);
  }

  private List<MergedFamily.Part> parts(Map<Origin, List<Family>> families) {
    List<MergedFamily.Part> parts = new ArrayList<>();
    families.forEach(
        (origin, exported) -> {
          Set<String> withLabel = labelled.getOrDefault(origin, new HashSet<>());
          for (Family family : exported) {
            parts.add(new MergedFamily.Part(family, origin.label(), withLabel));
          }
        });
    return parts;
  }
}
