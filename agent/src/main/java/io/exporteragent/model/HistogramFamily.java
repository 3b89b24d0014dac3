package io.exporteragent.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A family of histograms, built by a source for one scrape.
 *
 * <pre>{@code
 * new HistogramFamily("request_duration_seconds", "Duration of requests.")
 *     .add(histogram, "method", "GET");
 * }</pre>
 *
 * <p>Filled by one thread, then only read.
 */
public final class HistogramFamily implements Family {
  private final String name;
  private final String help;
  private final List<String[]> labels = new ArrayList<>();
  private final List<Distribution> points = new ArrayList<>();

  /**
   * Creates a family without points.
   *
   * @param name as in {@link Family#name}
   */
  public HistogramFamily(String name, String help) {
    this.name = name;
    this.help = help;
  }

  /** Adds a point whose labels are given as name, value, name, value. */
  public HistogramFamily add(Distribution.Histogram point, String... pointLabels) {
    labels.add(pointLabels);
    points.add(point);
    return this;
  }

  /** Returns whether no point was added. */
  public boolean isEmpty() {
    return points.isEmpty();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MetricType type() {
    return MetricType.HISTOGRAM;
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
    for (int i = 0; i < points.size(); i++) {
      visitor.distribution(labels.get(i), points.get(i));
    }
  }
}
