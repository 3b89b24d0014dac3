package io.exporteragent.model;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A family that client_java has already collected: JVM metrics, and metrics of the application, for
 * which this class is defined once more in a loader where {@code io.prometheus} is the
 * application's copy. Therefore restricted to what client_java 1.0.0 had already.
 */
public final class SnapshotFamily implements Family {
  private final MetricSnapshot snapshot;

  /** Adapts a snapshot, which is kept. */
  public SnapshotFamily(MetricSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** Returns what is adapted, for callers that can use it as it is. */
  public MetricSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public String name() {
    return snapshot.getMetadata().getName();
  }

  @Override
  public MetricType type() {
    if (snapshot instanceof CounterSnapshot) {
      return MetricType.COUNTER;
    }
    if (snapshot instanceof GaugeSnapshot) {
      return MetricType.GAUGE;
    }
    if (snapshot instanceof HistogramSnapshot) {
      return ((HistogramSnapshot) snapshot).isGaugeHistogram()
          ? MetricType.GAUGE_HISTOGRAM
          : MetricType.HISTOGRAM;
    }
    if (snapshot instanceof SummarySnapshot) {
      return MetricType.SUMMARY;
    }
    if (snapshot instanceof InfoSnapshot) {
      return MetricType.INFO;
    }
    return snapshot instanceof StateSetSnapshot ? MetricType.STATE_SET : MetricType.UNKNOWN;
  }

  @Override
  public String unit() {
    return snapshot.getMetadata().hasUnit() ? snapshot.getMetadata().getUnit().toString() : "";
  }

  @Override
  public String help() {
    String help = snapshot.getMetadata().getHelp();
    return help == null ? "" : help;
  }

  @Override
  public boolean isChecked() {
    return true;
  }

  @Override
  public void forEach(PointVisitor visitor) {
    for (DataPointSnapshot point : snapshot.getDataPoints()) {
      String[] labels = labels(point.getLabels(), 0);
      if (point instanceof CounterDataPointSnapshot) {
        CounterDataPointSnapshot counter = (CounterDataPointSnapshot) point;
        visitor.scalar(labels, counter.getValue(), created(point), exemplar(counter.getExemplar()));
      } else if (point instanceof GaugeDataPointSnapshot) {
        GaugeDataPointSnapshot gauge = (GaugeDataPointSnapshot) point;
        visitor.scalar(labels, gauge.getValue(), 0, exemplar(gauge.getExemplar()));
      } else if (point instanceof UnknownDataPointSnapshot) {
        UnknownDataPointSnapshot unknown = (UnknownDataPointSnapshot) point;
        visitor.scalar(labels, unknown.getValue(), 0, exemplar(unknown.getExemplar()));
      } else if (point instanceof HistogramDataPointSnapshot) {
        showHistogram(labels, (HistogramDataPointSnapshot) point, visitor);
      } else if (point instanceof SummaryDataPointSnapshot) {
        showSummary(labels, (SummaryDataPointSnapshot) point, visitor);
      } else if (point instanceof StateSetDataPointSnapshot) {
        showStates((StateSetDataPointSnapshot) point, visitor);
      } else {
        visitor.scalar(labels, 1, 0, null);
      }
    }
  }

  private static void showHistogram(
      String[] labels, HistogramDataPointSnapshot point, PointVisitor visitor) {
    ClassicHistogramBuckets classic = point.getClassicBuckets();
    double[] upperBounds = new double[classic.size()];
    long[] counts = new long[classic.size()];
    for (int i = 0; i < counts.length; i++) {
      upperBounds[i] = classic.getUpperBound(i);
      counts[i] = classic.getCount(i);
    }
    NativeBuckets buckets = point.hasNativeHistogramData() ? nativeBuckets(point) : null;
    visitor.distribution(
        labels,
        new Distribution.Histogram(upperBounds, counts, buckets, point.getSum())
            .createdAt(created(point))
            .withExemplars(exemplars(point.getExemplars())));
  }

  private static NativeBuckets nativeBuckets(HistogramDataPointSnapshot point) {
    NativeHistogramBuckets positive = point.getNativeBucketsForPositiveValues();
    NativeHistogramBuckets negative = point.getNativeBucketsForNegativeValues();
    return new NativeBuckets(
        point.getNativeSchema(),
        point.getNativeZeroCount(),
        point.getNativeZeroThreshold(),
        indexes(positive),
        counts(positive),
        indexes(negative),
        counts(negative));
  }

  private static int[] indexes(NativeHistogramBuckets buckets) {
    int[] indexes = new int[buckets.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = buckets.getBucketIndex(i);
    }
    return indexes;
  }

  private static long[] counts(NativeHistogramBuckets buckets) {
    long[] counts = new long[buckets.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.getCount(i);
    }
    return counts;
  }

  private static void showSummary(
      String[] labels, SummaryDataPointSnapshot point, PointVisitor visitor) {
    Quantiles pairs = point.getQuantiles();
    double[] quantiles = new double[pairs.size()];
    double[] values = new double[pairs.size()];
    for (int i = 0; i < values.length; i++) {
      quantiles[i] = pairs.get(i).getQuantile();
      values[i] = pairs.get(i).getValue();
    }
    long count = point.hasCount() ? point.getCount() : -1;
    visitor.distribution(
        labels,
        new Distribution.Summary(count, point.getSum(), quantiles, values)
            .createdAt(created(point))
            .withExemplars(exemplars(point.getExemplars())));
  }

  private void showStates(StateSetDataPointSnapshot point, PointVisitor visitor) {
    for (int i = 0; i < point.size(); i++) {
      String[] labels = labels(point.getLabels(), 2);
      labels[labels.length - 2] = name();
      labels[labels.length - 1] = point.getName(i);
      visitor.scalar(labels, point.isTrue(i) ? 1 : 0, 0, null);
    }
  }

  private static long created(DataPointSnapshot point) {
    return point.hasCreatedTimestamp() ? point.getCreatedTimestampMillis() : 0;
  }

  private static List<Exemplar> exemplars(Exemplars exemplars) {
    List<Exemplar> ours = new ArrayList<>(exemplars.size());
    for (io.prometheus.metrics.model.snapshots.Exemplar exemplar : exemplars) {
      ours.add(adapt(exemplar));
    }
    return ours;
  }

  private static @Nullable Exemplar exemplar(
      io.prometheus.metrics.model.snapshots.@Nullable Exemplar exemplar) {
    return exemplar == null ? null : adapt(exemplar);
  }

  /** Converts an exemplar of client_java. */
  public static Exemplar adapt(io.prometheus.metrics.model.snapshots.Exemplar exemplar) {
    return new Exemplar(
        exemplar.getValue(),
        labels(exemplar.getLabels(), 0),
        exemplar.hasTimestamp() ? exemplar.getTimestampMillis() : 0);
  }

  /** Name, value, name, value, followed by room for {@code spare} strings. */
  private static String[] labels(Labels labels, int spare) {
    String[] pairs = new String[2 * labels.size() + spare];
    Arrays.setAll(
        pairs,
        i ->
            i / 2 >= labels.size()
                ? ""
                : i % 2 == 0 ? labels.getName(i / 2) : labels.getValue(i / 2));
    return pairs;
  }
}
