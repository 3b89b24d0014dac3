package io.exporteragent.model;

import java.util.Arrays;

/**
 * A family of plain numbers, built by a source for one scrape.
 *
 * <pre>{@code
 * new ScalarFamily("disk_usage", MetricType.GAUGE, "Disk usage.")
 *     .add(42, "type", "used", "mountpoint", "/");
 * }</pre>
 *
 * <p>Filled by one thread, then only read.
 */
public final class ScalarFamily implements Family {
  private static final String[] NONE = {};
  private static final String[][] NO_LABELS = {};
  private static final double[] NO_VALUES = {};

  private final String name;
  private final MetricType type;
  private final String help;
  private int points;

  /** Of the first point, which most families have alone. */
  private String[] firstLabels = NONE;

  private double firstValue;

  /** Of all others. */
  private String[][] labels = NO_LABELS;

  private double[] values = NO_VALUES;

  /**
   * Creates a family without points.
   *
   * @param name as in {@link Family#name}: a counter without {@code _total}
   */
  public ScalarFamily(String name, MetricType type, String help) {
    this.name = name;
    this.type = type;
    this.help = help;
  }

  /** Adds a point without labels. */
  public ScalarFamily add(double value) {
    return add(value, NONE);
  }

  /** Adds a point whose labels are given as name, value, name, value. */
  public ScalarFamily add(double value, String... pointLabels) {
    if (points == 0) {
      firstValue = value;
      firstLabels = pointLabels;
    } else {
      int others = points - 1;
      if (others == values.length) {
        values = Arrays.copyOf(values, 2 * others + 3);
        labels = Arrays.copyOf(labels, values.length);
      }
      values[others] = value;
      labels[others] = pointLabels;
    }
    points++;
    return this;
  }

  /** Returns whether no point was added. */
  public boolean isEmpty() {
    return points == 0;
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
    return MetricNames.unit(name);
  }

  @Override
  public String help() {
    return help;
  }

  @Override
  public void forEach(PointVisitor visitor) {
    if (points > 0) {
      visitor.scalar(firstLabels, firstValue, 0, null);
    }
    for (int i = 0; i < points - 1; i++) {
      visitor.scalar(labels[i], values[i], 0, null);
    }
  }
}
