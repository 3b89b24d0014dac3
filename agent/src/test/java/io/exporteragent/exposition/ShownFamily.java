package io.exporteragent.exposition;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.RenderedFamily;
import io.exporteragent.model.TextBuffer;
import org.jspecify.annotations.Nullable;

/** A family that shows the points of another, with the labels of each point in reverse order. */
class ShownFamily implements Family {
  private final Family described;
  private final Family points;

  ShownFamily(Family described, Family points) {
    this.described = described;
    this.points = points;
  }

  /** The same, but with the labels sorted and rendered; null if their names do not allow it. */
  static @Nullable Family rendered(Family described, Family points) {
    boolean[] possible = {
      described.type() == MetricType.COUNTER
          || described.type() == MetricType.GAUGE
          || described.type() == MetricType.UNKNOWN
    };
    if (possible[0]) {
      described.forEach(
          (labels, value, created, exemplar) -> {
            for (int i = 0; i < labels.length; i += 2) {
              possible[0] &= labels[i].matches("[a-zA-Z_][a-zA-Z0-9_]*");
            }
          });
    }
    return possible[0] ? new Rendered(described, points) : null;
  }

  @Override
  public final String name() {
    return described.name();
  }

  @Override
  public final MetricType type() {
    return described.type();
  }

  @Override
  public final String unit() {
    return described.unit();
  }

  @Override
  public final String help() {
    return described.help();
  }

  @Override
  public final void forEach(PointVisitor visitor) {
    points.forEach(
        new PointVisitor() {
          @Override
          public void scalar(
              String[] labels, double value, long created, @Nullable Exemplar exemplar) {
            visitor.scalar(reversed(labels), value, created, exemplar);
          }

          @Override
          public void distribution(String[] labels, Distribution point) {
            visitor.distribution(reversed(labels), point);
          }
        });
  }

  /** The state of a state set stays the last. */
  private String[] reversed(String[] labels) {
    int count = type() == MetricType.STATE_SET ? labels.length - 2 : labels.length;
    String[] reversed = labels.clone();
    for (int i = 0; i < count; i += 2) {
      reversed[i] = labels[count - 2 - i];
      reversed[i + 1] = labels[count - 1 - i];
    }
    return reversed;
  }

  private static final class Rendered extends ShownFamily implements RenderedFamily {
    private final Family points;

    Rendered(Family described, Family points) {
      super(described, points);
      this.points = points;
    }

    @Override
    public void forEachRendered(Visitor visitor, boolean exemplars) {
      TextBuffer text = new TextBuffer(16);
      points.forEach(
          (labels, value, created, exemplar) -> {
            text.truncate(0);
            text.append("abc");
            for (int i = 0; i < labels.length; i += 2) {
              text.appendLabel(3, labels[i], labels[i + 1]);
            }
            visitor.scalar(text.array(), 3, text.length() - 3, value, created, exemplar);
          });
    }
  }
}
