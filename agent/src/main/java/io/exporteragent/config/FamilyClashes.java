package io.exporteragent.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds metrics anywhere in the file that have the same name but are of different kinds. */
public final class FamilyClashes {
  private final Map<String, String> kindOfFamily = new HashMap<>();
  private final Map<String, Integer> lineOfFamily = new HashMap<>();

  /**
   * Adds a family that the file names.
   *
   * @param name the name that identifies a family in OpenMetrics: without the suffix of its type
   * @param kind what the metric is, with an article
   * @param at its position
   * @throws ConfigurationException if another kind of metric has the name
   */
  public void add(String name, String kind, @Nullable Place at) throws ConfigurationException {
    String other = kindOfFamily.putIfAbsent(name, kind);
    if (at == null) {
      return;
    }
    if (other == null) {
      lineOfFamily.put(name, at.line());
    } else if (!other.equals(kind)) {
      throw at.error(
          String.format(
              "metric %s is %s here and %s in line %d",
              Quoted.of(name), kind, other, lineOfFamily.get(name)),
          "give one of them another name");
    }
  }
}
