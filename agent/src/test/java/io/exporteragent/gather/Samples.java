package io.exporteragent.gather;

import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.PointVisitor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The plain numbers of families, by name and labels: {@code memory_usage[type, free]}. */
public final class Samples implements PointVisitor {
  private final Map<String, Double> samples = new TreeMap<>();
  private String name = "";

  private Samples() {}

  /** Fails on a family that is not made of plain numbers. */
  public static Map<String, Double> of(List<Family> families) {
    Samples visitor = new Samples();
    for (Family family : families) {
      visitor.name = family.name();
      family.forEach(visitor);
    }
    return visitor.samples;
  }

  @Override
  public void scalar(String[] labels, double value, long created, @Nullable Exemplar exemplar) {
    if (samples.put(name + Arrays.toString(labels), value) != null) {
      throw new AssertionError("twice: " + name + Arrays.toString(labels));
    }
  }
}
