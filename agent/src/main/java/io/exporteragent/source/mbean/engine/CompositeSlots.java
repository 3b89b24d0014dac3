package io.exporteragent.source.mbean.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeType;
import org.jspecify.annotations.Nullable;

/** The nodes of the members of composite data, in the order of their keys. */
final class CompositeSlots {
  private final Leaf leaf;
  private final Map<String, Twins> twins;
  private @Nullable CompositeType type;
  private String[] keys = {};
  private Node[] members = {};

  /**
   * @param twins that a member is one of, by its name
   */
  CompositeSlots(Leaf leaf, Map<String, Twins> twins) {
    this.leaf = leaf;
    this.twins = twins;
  }

  // The same object is the rule, and saves the comparison.
  @SuppressWarnings("ReferenceEquality")
  void accept(CompositeData data, BeanValues values, Reading reading) {
    CompositeType now = data.getCompositeType();
    if (now != type) {
      if (type == null || !isSame(type, now)) {
        take(now);
      }
      type = now;
    }
    for (int i = 0; i < keys.length; i++) {
      Object member = data.get(keys[i]);
      if (member != null) {
        members[i] = members[i].accept(member, values, reading);
      }
    }
  }

  /** Compares the descriptions too, which a type leaves out of account and HELP shows. */
  static boolean isSame(CompositeType a, CompositeType b) {
    return a.equals(b) && a.getDescription().equals(b.getDescription());
  }

  private void take(CompositeType now) {
    String[] path = TableSlots.append(leaf.path(), leaf.name());
    String[] names = now.keySet().toArray(new String[0]);
    Node[] nodes = new Node[names.length];
    for (int i = 0; i < names.length; i++) {
      int before = Arrays.asList(keys).indexOf(names[i]);
      Leaf member = new Leaf(leaf.columns(), path, names[i], now.getDescription());
      Twins its = twins.get(names[i]);
      Node node = its == null ? new Blank(member) : new Slot(member, its, Collections.emptyMap());
      nodes[i] = before < 0 ? node : node.inherit(members[before]);
    }
    keys = names;
    members = nodes;
  }

  void labelsChanged() {
    BeanValues.withoutLabels(members);
  }
}
