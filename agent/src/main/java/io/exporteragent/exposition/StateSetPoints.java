package io.exporteragent.exposition;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the states of a state set, which come as single points, together again. */
final class StateSetPoints {
  private final String familyName;
  private final Map<List<String>, Map<String, Boolean>> points = new LinkedHashMap<>();

  StateSetPoints(String familyName) {
    this.familyName = familyName;
  }

  /**
   * @param labels the last is named like the family, its value is the state
   * @throws IllegalArgumentException if it is not, or if the state was already added
   */
  void add(String[] labels, double value) {
    int last = labels.length - 2;
    if (last < 0 || !labels[last].equals(familyName)) {
      throw new IllegalArgumentException("the last label of a state must be named " + familyName);
    }
    Boolean before =
        points
            .computeIfAbsent(Arrays.asList(labels).subList(0, last), key -> new LinkedHashMap<>())
            .put(labels[last + 1], value != 0);
    if (before != null) {
      throw new IllegalArgumentException("the state " + labels[last + 1] + " occurs twice");
    }
  }

  List<StateSetDataPointSnapshot> snapshots() {
    List<StateSetDataPointSnapshot> snapshots = new ArrayList<>(points.size());
    points.forEach(
        (labels, states) -> {
          boolean[] values = new boolean[states.size()];
          int i = 0;
          for (boolean value : states.values()) {
            values[i++] = value;
          }
          snapshots.add(
              new StateSetDataPointSnapshot(
                  states.keySet().toArray(new String[0]),
                  values,
                  Labels.of(labels.toArray(new String[0]))));
        });
    return snapshots;
  }
}
