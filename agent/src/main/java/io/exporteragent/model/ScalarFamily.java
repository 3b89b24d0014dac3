package io.exporteragent.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
  private final String name;
  private final MetricType type;
  private final String help;
  private final List<String[]> labels = new ArrayList<>();
  private double[] values = new double[8];

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

  /** Adds a point whose labels are given as name, value, name, value. */
  public ScalarFamily add(double value, String... pointLabels) {
    if (labels.size() == values.length) {
      values = Arrays.copyOf(values, 2 * values.length);
    }
    values[labels.size()] = value;
    labels.add(pointLabels);
    return this;
  }

  /** Returns whether no point was added. */
  public boolean isEmpty() {
    return labels.isEmpty();
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
    for (int i = 0; i < labels.size(); i++) {
      visitor.scalar(labels.get(i), values[i], 0, null);
    }
  }
}
