package io.exporteragent.source.method;

import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.NativeBuckets;
import io.exporteragent.model.PointVisitor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A family of durations in seconds, built for one scrape; filled by one thread, then only read. */
final class HistogramFamily implements Family {
  private static final double[] UPPER_BOUNDS = DurationBuckets.classicBounds();

  private final String name;
  private final String help;
  private final List<Point> points = new ArrayList<>();

  HistogramFamily(String name, String help) {
    this.name = name;
    this.help = help;
  }

  /**
   * Adds a point.
   *
   * @param labels name, value, name, value
   * @param buckets as of {@link Series#buckets}
   */
  void add(String[] labels, long[] buckets, long nanos) {
    points.add(
        new Point(
            labels,
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
    for (Point point : points) {
      visitor.histogram(
          point.labels,
          UPPER_BOUNDS,
          point.classicCounts,
          point.nativeBuckets,
          point.seconds,
          0,
          Collections.emptyList());
    }
  }

  private static final class Point {
    private final String[] labels;
    private final long[] classicCounts;
    private final NativeBuckets nativeBuckets;
    private final double seconds;

    Point(String[] labels, long[] classicCounts, NativeBuckets nativeBuckets, double seconds) {
      this.labels = labels;
      this.classicCounts = classicCounts;
      this.nativeBuckets = nativeBuckets;
      this.seconds = seconds;
    }
  }
}
