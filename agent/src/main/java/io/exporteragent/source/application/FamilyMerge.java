package io.exporteragent.source.application;

import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.FamilyNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Merges families of the same name from several registries. The first registry with a name decides
 * its type; of identical series the later one gets the label {@code registry} and keeps it for its
 * lifetime.
 *
 * <p>Series are compared only where registries share a name. Not thread-safe.
 */
final class FamilyMerge {
  private final Messages messages;
  private final Map<String, SharedName> names = new LinkedHashMap<>();
  private long conflicts;

  /**
   * Creates a merge without history.
   *
   * @param messages receives one line for each conflict of types
   */
  FamilyMerge(Messages messages) {
    this.messages = messages;
  }

  /** Returns the number of families omitted so far because of their type; each counts once. */
  long conflicts() {
    return conflicts;
  }

  /**
   * Merges what the registries answered.
   *
   * @param answers in the order the registries were found
   * @param silent live registries that did not answer; they keep their names and series
   * @return a new list
   */
  List<Family> merge(Map<Origin, List<Family>> answers, Set<Origin> silent) {
    Map<String, Map<Origin, List<Family>>> byName = new LinkedHashMap<>();
    answers.forEach(
        (origin, families) -> {
          for (Family family : families) {
            byName
                .computeIfAbsent(family.name(), name -> new LinkedHashMap<>())
                .computeIfAbsent(origin, exporter -> new ArrayList<>())
                .add(family);
          }
        });
    forgetAllBut(byName, silent);

    FamilyNames<Origin> taken = new FamilyNames<>();
    List<Family> merged = new ArrayList<>();
    for (SharedName shared : names.values()) {
      Map<Origin, List<Family>> exporters =
          byName.getOrDefault(shared.name(), Collections.emptyMap());
      addMerged(shared, exporters, silent, taken, merged);
    }
    return merged;
  }

  /** Keeps names in the order first seen, which decides the winner of a conflict. */
  private void forgetAllBut(Map<String, Map<Origin, List<Family>>> byName, Set<Origin> silent) {
    byName.forEach(
        (name, exporters) ->
            names.computeIfAbsent(name, SharedName::new).seenAt(exporters.keySet()));
    names.values().removeIf(shared -> !shared.retain(exportersOf(shared, byName), silent));
  }

  private static Set<Origin> exportersOf(
      SharedName shared, Map<String, Map<Origin, List<Family>>> byName) {
    return byName.getOrDefault(shared.name(), Collections.emptyMap()).keySet();
  }

  private void addMerged(
      SharedName shared,
      Map<Origin, List<Family>> exporters,
      Set<Origin> silent,
      FamilyNames<Origin> taken,
      List<Family> merged) {
    Map<Origin, List<Family>> agreeing = new LinkedHashMap<>();
    for (Origin origin : shared.exporters()) {
      for (Family family : exporters.getOrDefault(origin, Collections.emptyList())) {
        Origin rival = taken.ownerOf(family.name(), family.type());
        if (rival == null) {
          rival = shared.rivalOf(origin, family.type());
        }
        if (rival == null) {
          agreeing.computeIfAbsent(origin, exporter -> new ArrayList<>()).add(family);
        } else {
          conflict(shared, origin, rival, family);
        }
      }
    }
    if (!agreeing.isEmpty()) {
      Map.Entry<Origin, List<Family>> first = agreeing.entrySet().iterator().next();
      Family model = first.getValue().get(0);
      taken.take(model.name(), model.type(), first.getKey());
      boolean alone = first.getValue().size() == 1 && shared.isUnsharedBy(first.getKey());
      merged.add(alone ? model : MergedFamily.of(shared.label(agreeing, silent)));
    }
  }

  private void conflict(SharedName shared, Origin loser, Origin winner, Family family) {
    if (shared.isNewConflict(loser)) {
      conflicts++;
      messages.say(
          String.format(
              "the metric \"%s\" of %s is left out: it is a %s there, and %s has that name with another type",
              family.name(),
              loser.label(),
              family.type().name().toLowerCase(Locale.ROOT),
              winner.label()));
    }
  }
}
