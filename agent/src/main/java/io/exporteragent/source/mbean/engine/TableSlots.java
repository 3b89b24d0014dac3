package io.exporteragent.source.mbean.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/** The nodes within the rows of tabular data; those of rows that are gone are dropped. */
final class TableSlots {
  private static final String VALUE = "value";

  /** For how many suffixes of one column to look for a name that is free. */
  private static final int MOST_TRIES = 1000;

  private final Leaf leaf;
  private final Map<List<Object>, Row> rows = new HashMap<>();
  private int round;

  TableSlots(Leaf leaf) {
    this.leaf = leaf;
  }

  void accept(TabularData table, BeanValues values, Reading reading) {
    round++;
    List<String> index = table.getTabularType().getIndexNames();
    String[] indexNames = index.toArray(new String[0]);
    for (Object each : table.values()) {
      if (each instanceof CompositeData) {
        CompositeData row =
            Foreign.guarded(CompositeData.class, (CompositeData) each, reading.walk());
        List<Object> key = Arrays.asList(row.getAll(indexNames));
        Row known = rows.get(key);
        if (known == null || !known.fits(row)) {
          known = row(row, indexNames, values, known);
          rows.put(key, known);
        }
        known.round = round;
        known.accept(row, values, reading);
      }
    }
    for (Iterator<Row> i = rows.values().iterator(); i.hasNext(); ) {
      if (i.next().round != round) {
        i.remove();
      }
    }
  }

  private Row row(CompositeData row, String[] indexNames, BeanValues values, @Nullable Row before) {
    Set<String> taken = new HashSet<>(values.bean().getKeyPropertyList().keySet());
    String[] columns = leaf.columns();
    for (int i = 0; i < columns.length; i += 2) {
      taken.add(columns[i]);
    }
    for (String name : indexNames) {
      Object value = row.get(name);
      if (value instanceof CompositeData) {
        CompositeData parts = (CompositeData) value;
        String column = free(name, taken);
        for (String part : parts.getCompositeType().keySet()) {
          columns = with(columns, column + "_" + part, parts.get(part), taken);
        }
      } else if (value != null) {
        columns = with(columns, free(name, taken), value, taken);
      }
    }
    Set<String> rest = new HashSet<>(row.getCompositeType().keySet());
    rest.removeAll(Arrays.asList(indexNames));
    String[] keys = rest.toArray(new String[0]);
    Arrays.sort(keys);
    Node[] members = new Node[keys.length];
    String[] path = append(leaf.path(), leaf.name());
    String description = row.getCompositeType().getDescription();
    Map<String, Twins> twins = twins(keys, values.policy());
    for (int i = 0; i < keys.length; i++) {
      boolean isValue = keys[i].equalsIgnoreCase(VALUE);
      Leaf place =
          new Leaf(
              columns, isValue ? leaf.path() : path, isValue ? leaf.name() : keys[i], description);
      Node node = twins.isEmpty() ? new Blank(place) : slot(place, isValue, keys[i], twins);
      members[i] = before == null ? node : before.bequeath(keys[i], node);
    }
    return new Row(row, keys, members);
  }

  /** Makes twins where something is remembered for good, and members may have a column's text. */
  private static Map<String, Twins> twins(String[] keys, BeanPolicy policy) {
    Map<String, Twins> twins = new HashMap<>();
    if (!policy.mayLeaveUnread() && Arrays.stream(keys).anyMatch(VALUE::equalsIgnoreCase)) {
      for (String key : keys) {
        twins.put(key, new Twins());
      }
    }
    return twins;
  }

  private static Node slot(Leaf place, boolean isValue, String key, Map<String, Twins> twins) {
    return isValue
        ? new Slot(place, null, twins)
        : new Slot(place, twins.get(key), Collections.emptyMap());
  }

  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int i = 0; taken.contains(free); i++) {
      if (i == MOST_TRIES) {
        throw new IllegalStateException("no name is free for the column " + name);
      }
      free += "_";
    }
    return free;
  }

  /** Sets a column; one of a composite index takes the place of another of its name. */
  private static String[] with(
      String[] columns, String name, @Nullable Object value, Set<String> taken) {
    if (value == null) {
      throw new IllegalStateException("the index " + name + " of a row is null");
    }
    taken.add(name);
    for (int i = 0; i < columns.length; i += 2) {
      if (columns[i].equals(name)) {
        String[] replaced = columns.clone();
        replaced[i + 1] = String.valueOf(value);
        return replaced;
      }
    }
    return append(append(columns, name), String.valueOf(value));
  }

  static String[] append(String[] to, String added) {
    String[] appended = Arrays.copyOf(to, to.length + 1);
    appended[to.length] = added;
    return appended;
  }

  void labelsChanged() {
    rows.values().forEach(Row::labelsChanged);
  }

  private static final class Row {
    private final CompositeType type;
    private final String[] keys;
    private final Node[] members;
    private int round;

    Row(CompositeData row, String[] keys, Node[] members) {
      this.type = row.getCompositeType();
      this.keys = keys;
      this.members = members;
    }

    Node bequeath(String key, Node to) {
      int at = Arrays.asList(keys).indexOf(key);
      return at < 0 ? to : to.inherit(members[at]);
    }

    boolean fits(CompositeData row) {
      return CompositeSlots.isSame(type, row.getCompositeType());
    }

    void accept(CompositeData row, BeanValues values, Reading reading) {
      for (int i = 0; i < keys.length; i++) {
        Object value = row.get(keys[i]);
        if (value != null) {
          members[i] = members[i].accept(value, values, reading);
        }
      }
    }

    void labelsChanged() {
      BeanValues.withoutLabels(members);
    }
  }
}
