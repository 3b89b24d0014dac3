package io.exporteragent.source.application;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.JoinedFamily;
import io.exporteragent.model.PointVisitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Families of one name and type from several registries, presented as one. */
final class MergedFamily extends JoinedFamily {
  private static final String LABEL = "registry";
  private static final char SEPARATOR = '\0';

  private final List<Part> parts;

  private MergedFamily(List<Family> families, List<Part> parts) {
    super(families);
    this.parts = parts;
  }

  /** Joins families; name, type, unit and help are the first one's. */
  static Family of(List<Part> parts) {
    List<Family> families = new ArrayList<>(parts.size());
    parts.forEach(part -> families.add(part.family));
    return new MergedFamily(families, parts);
  }

  /** A family and which of its series get the label. */
  static final class Part {
    private final Family family;
    private final String registry;
    private final Set<String> labelled;

    /**
     * Creates a part from a family of one registry.
     *
     * @param registry the value of the label
     * @param labelled the keys of the series that get it
     */
    Part(Family family, String registry, Set<String> labelled) {
      this.family = family;
      this.registry = registry;
      this.labelled = labelled;
    }
  }

  @Override
  public void forEach(PointVisitor visitor) {
    Set<String> shown = new HashSet<>();
    for (Part part : parts) {
      part.family.forEach(new Labeller(part, shown, visitor));
    }
  }

  /** Returns the keys of all series of the families, in order. */
  static Set<String> keys(List<Family> families) {
    Set<String> keys = new LinkedHashSet<>();
    PointVisitor visitor =
        new PointVisitor() {
          @Override
          public void scalar(
              String[] labels, double value, long created, @Nullable Exemplar exemplar) {
            keys.add(key(labels));
          }

          @Override
          public void distribution(String[] labels, Distribution point) {
            keys.add(key(labels));
          }
        };
    families.forEach(family -> family.forEach(visitor));
    return keys;
  }

  /** Returns a key of a series that does not depend on the order of its labels. */
  private static String key(String[] labels) {
    String[] pairs = new String[labels.length / 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = labels[2 * i] + SEPARATOR + labels[2 * i + 1];
    }
    Arrays.sort(pairs);
    return String.join(String.valueOf(SEPARATOR), pairs);
  }

  /** Passes on each series once, with the label where it applies. */
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
      String[] relabelled = part.labelled.contains(key(labels)) ? withLabel(labels) : labels;
      return shown.add(key(relabelled)) ? relabelled : null;
    }

    /** Adds the label in front, because the last label of a state set is its state. */
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
    public void distribution(String[] labels, Distribution point) {
      String[] relabelled = relabel(labels);
      if (relabelled != null) {
        visitor.distribution(relabelled, point);
      }
    }
  }
}
