package io.exporteragent.source.method;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import java.util.ArrayList;
import java.util.List;

/** A family of durations in seconds, built for one scrape: filled by one thread, then only read. */
final class HistogramFamily implements Family {
  private static final double[] UPPER_BOUNDS = DurationBuckets.classicBounds();

  private final String name;
  private final String help;
  private final List<String[]> labels = new ArrayList<>();
  private final List<Distribution> points = new ArrayList<>();

  HistogramFamily(String name, String help) {
    this.name = name;
    this.help = help;
  }

  /**
   * Adds a point.
   *
   * @param pointLabels names and values, alternating
   * @param buckets as from {@link Series#buckets}
   */
  void add(String[] pointLabels, long[] buckets, long nanos) {
    labels.add(pointLabels);
    points.add(
        new Distribution.Histogram(
            UPPER_BOUNDS,
            DurationBuckets.classicCounts(buckets),
            DurationBuckets.nativeBuckets(buckets),
            nanos / 1e9));
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
    return name.endsWith("_seconds") ? "seconds" : "";
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
