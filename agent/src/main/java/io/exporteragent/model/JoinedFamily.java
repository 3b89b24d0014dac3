package io.exporteragent.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Families of one name and type seen as one, since a page has one family of each name. The first
 * gives unit and help; points are shown one family after the other.
 */
public class JoinedFamily implements Family {
  private final List<? extends Family> parts;

  /**
   * Joins families.
   *
   * @param parts one at least; kept, not copied
   */
  public JoinedFamily(List<? extends Family> parts) {
    this.parts = parts;
  }

  /** Returns the families in their order, those of one name joined where the first of them is. */
  public static List<Family> byName(Collection<? extends Family> families) {
    Map<String, List<Family>> byName = new LinkedHashMap<>();
    for (Family family : families) {
      byName.computeIfAbsent(family.name(), name -> new ArrayList<>(1)).add(family);
    }
    List<Family> joined = new ArrayList<>(byName.size());
    for (List<Family> parts : byName.values()) {
      joined.add(parts.size() == 1 ? parts.get(0) : new JoinedFamily(parts));
    }
    return joined;
  }

  @Override
  public final String name() {
    return parts.get(0).name();
  }

  @Override
  public final MetricType type() {
    return parts.get(0).type();
  }

  @Override
  public final String unit() {
    return parts.get(0).unit();
  }

  @Override
  public final String help() {
    return parts.get(0).help();
  }

  @Override
  public void forEach(PointVisitor visitor) {
    for (Family part : parts) {
      part.forEach(visitor);
    }
  }
}
