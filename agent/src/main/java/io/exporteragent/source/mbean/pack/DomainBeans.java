package io.exporteragent.source.mbean.pack;

import io.exporteragent.source.mbean.engine.Beans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The MBeans of one domain, each with the entry of the pack that it belongs to. A name is compared
 * with the patterns when it is first seen; a scrape only tells which have come and gone. For one
 * thread at a time.
 */
final class DomainBeans {
  private final List<PackEntry> entries = new ArrayList<>();
  private final ObjectName all;

  /** Of all that were there the last time; null for one that belongs to no entry. */
  private final Map<ObjectName, @Nullable PackEntry> entryOf = new HashMap<>();

  /** Knows no bean yet. */
  DomainBeans(String domain) {
    try {
      all = new ObjectName(domain + ":*");
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Adds an entry of this domain, which comes after those added before. */
  void add(PackEntry entry) {
    entries.add(entry);
  }

  /** Looks which beans there are now; returns whether any that belongs to an entry came or went. */
  boolean update(Beans beans) {
    Set<ObjectName> present = present(beans);
    boolean changed = false;
    for (ObjectName name : present) {
      if (!entryOf.containsKey(name)) {
        PackEntry entry = entryFor(name);
        entryOf.put(name, entry);
        changed |= entry != null;
      }
    }
    if (entryOf.size() > present.size()) {
      changed |= dropOthers(present);
    }
    return changed;
  }

  /**
   * Looks for names as they are. Of the JDK's server one look for all patterns costs what one for
   * each would; others may do a lot for each bean that they show, and are asked for nothing else.
   */
  private Set<ObjectName> present(Beans beans) {
    Set<ObjectName> present = new HashSet<>();
    for (PackEntry entry : entries) {
      ObjectName exact = entry.object().exact();
      if (exact != null) {
        if (beans.has(exact)) {
          present.add(exact);
        }
      } else if (beans.areOfJdk()) {
        return beans.matching(all);
      } else {
        present.addAll(beans.matching(entry.object().name()));
      }
    }
    return present;
  }

  private @Nullable PackEntry entryFor(ObjectName name) {
    for (PackEntry entry : entries) {
      if (entry.object().matches(name)) {
        return entry;
      }
    }
    return null;
  }

  private boolean dropOthers(Set<ObjectName> present) {
    boolean changed = false;
    Iterator<Map.Entry<ObjectName, @Nullable PackEntry>> each = entryOf.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<ObjectName, @Nullable PackEntry> known = each.next();
      if (!present.contains(known.getKey())) {
        changed |= known.getValue() != null;
        each.remove();
      }
    }
    return changed;
  }

  /** Shows every bean that belongs to an entry, in no order. */
  void forEach(BiConsumer<ObjectName, PackEntry> visitor) {
    entryOf.forEach(
        (name, entry) -> {
          if (entry != null) {
            visitor.accept(name, entry);
          }
        });
  }
}
