package io.exporteragent.source.mbean.engine;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.RenderedFamily;

/** A family made of MBeans, with the values of one scrape. Immutable. */
class MBeanFamily implements Family {
  private final String name;
  private final MetricType type;
  private final String unit;
  private final String help;
  private final byte[][] labels;
  private final double[] values;
  private final Failures failures;

  /**
   * Creates a family.
   *
   * @param labels of its points, rendered
   * @param values of its points; those of counters below zero are left out
   * @param failures is told if the family is left out of a page
   */
  MBeanFamily(
      String name,
      MetricType type,
      String unit,
      String help,
      byte[][] labels,
      double[] values,
      Failures failures) {
    this.name = name;
    this.type = type;
    this.unit = unit;
    this.help = help;
    this.labels = labels;
    this.values = values;
    this.failures = failures;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MetricType type() {
    return type;
  }

  @Override
  public String unit() {
    return unit;
  }

  @Override
  public String help() {
    return help;
  }

  @Override
  public void forEach(PointVisitor visitor) {
    for (int i = 0; i < labels.length; i++) {
      if (isShown(values[i])) {
        visitor.scalar(LabelBytes.parse(labels[i]), values[i], 0, null);
      }
    }
  }

  @Override
  public void superseded() {
    failures.say(
        "superseded " + name,
        () ->
            String.format(
                "the metric family %s is left out, since the page has another of that name; give it another name",
                name));
  }

  private boolean isShown(double value) {
    return type != MetricType.COUNTER || !(value < 0);
  }

  /** A family all of whose labels can be written as they are. */
  static final class Rendered extends MBeanFamily implements RenderedFamily {
    Rendered(
        String name,
        MetricType type,
        String unit,
        String help,
        byte[][] labels,
        double[] values,
        Failures failures) {
      super(name, type, unit, help, labels, values, failures);
    }

    @Override
    public void forEachRendered(Visitor visitor, boolean exemplars) {
      byte[][] texts = super.labels;
      double[] numbers = super.values;
      for (int i = 0; i < texts.length; i++) {
        if (super.isShown(numbers[i])) {
          visitor.scalar(texts[i], 0, texts[i].length, numbers[i], 0, null);
        }
      }
    }
  }
}
