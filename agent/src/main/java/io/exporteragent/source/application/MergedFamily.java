package io.exporteragent.source.application;

import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.NativeBuckets;
import io.exporteragent.model.PointVisitor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Families of one name and type from several registries, seen as one. */
final class MergedFamily implements Family {
  private static final String LABEL = "registry";

  private final Family model;
  private final List<Part> parts;

  /**
   * Joins families.
   *
   * @param model gives name, type, unit and help
   */
  MergedFamily(Family model, List<Part> parts) {
    this.model = model;
    this.parts = parts;
  }

  /** A family and those of its series that bear the label. */
  static final class Part {
    private final Family family;
    private final String registry;
    private final Set<String> labelled;

    /**
     * A family of one registry.
     *
     * @param registry the value of the label
     * @param labelled the keys of the series that bear it
     */
    Part(Family family, String registry, Set<String> labelled) {
      this.family = family;
      this.registry = registry;
      this.labelled = labelled;
    }
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public MetricType type() {
    return model.type();
  }

  @Override
  public String unit() {
    return model.unit();
  }

  @Override
  public String help() {
    return model.help();
  }

  @Override
  public void forEach(PointVisitor visitor) {
    Set<String> shown = new HashSet<>();
    for (Part part : parts) {
      part.family.forEach(new Labeller(part, shown, visitor));
    }
  }

  /** Passes on each series once, with the label where it is due. */
  private static final class Labeller implements PointVisitor {
    private final Part part;
    private final Set<String> shown;
    private final PointVisitor visitor;

    Labeller(Part part, Set<String> shown, PointVisitor visitor) {
      this.part = part;
      this.shown = shown;
      this.visitor = visitor;
    }

    private String @Nullable [] relabel(String[] labels) {
      String[] relabelled =
          part.labelled.contains(SeriesKeys.of(labels)) ? withLabel(labels) : labels;
      return shown.add(SeriesKeys.of(relabelled)) ? relabelled : null;
    }

    /** In front, because the last label of a state set is its state. */
    private String[] withLabel(String[] labels) {
      String[] extended = new String[labels.length + 2];
      extended[0] = LABEL;
      for (int i = 0; i < labels.length; i += 2) {
        if (labels[i].equals(LABEL)) {
          extended[0] = "exporter_agent_" + LABEL;
        }
      }
      extended[1] = part.registry;
      System.arraycopy(labels, 0, extended, 2, labels.length);
      return extended;
    }

    @Override
    public void scalar(String[] labels, double value, long created, @Nullable Exemplar exemplar) {
      String[] relabelled = relabel(labels);
      if (relabelled != null) {
        visitor.scalar(relabelled, value, created, exemplar);
      }
    }

    @Override
    public void summary(
        String[] labels,
        long count,
        double sum,
        double[] quantiles,
        double[] values,
        long created,
        List<Exemplar> exemplars) {
      String[] relabelled = relabel(labels);
      if (relabelled != null) {
        visitor.summary(relabelled, count, sum, quantiles, values, created, exemplars);
      }
    }

    @Override
    public void histogram(
        String[] labels,
        double[] upperBounds,
        long[] counts,
        @Nullable NativeBuckets nativeBuckets,
        double sum,
        long created,
        List<Exemplar> exemplars) {
      String[] relabelled = relabel(labels);
      if (relabelled != null) {
        visitor.histogram(relabelled, upperBounds, counts, nativeBuckets, sum, created, exemplars);
      }
    }
  }
}
