package io.exporteragent.application.bridge;

import io.exporteragent.gather.Exemplar;
import io.exporteragent.gather.Family;
import io.exporteragent.gather.MetricType;
import io.exporteragent.gather.NativeBuckets;
import io.exporteragent.gather.PointVisitor;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A snapshot of the application's client_java, seen as a {@link Family} of the agent. */
final class ClientJavaFamily implements Family {
  private static final double[] NONE = {};
  private static final long[] NO_COUNTS = {};

  private final MetricSnapshot snapshot;
  private final MetricType type;

  ClientJavaFamily(MetricSnapshot snapshot) {
    this.snapshot = snapshot;
    this.type = typeOf(snapshot);
  }

  private static MetricType typeOf(MetricSnapshot snapshot) {
    if (snapshot instanceof CounterSnapshot) {
      return MetricType.COUNTER;
    } else if (snapshot instanceof GaugeSnapshot) {
      return MetricType.GAUGE;
    } else if (snapshot instanceof HistogramSnapshot) {
      return ((HistogramSnapshot) snapshot).isGaugeHistogram()
          ? MetricType.GAUGE_HISTOGRAM
          : MetricType.HISTOGRAM;
    } else if (snapshot instanceof SummarySnapshot) {
      return MetricType.SUMMARY;
    } else if (snapshot instanceof InfoSnapshot) {
      return MetricType.INFO;
    } else if (snapshot instanceof StateSetSnapshot) {
      return MetricType.STATE_SET;
    }
    return MetricType.UNKNOWN;
  }

  @Override
  public String name() {
    return snapshot.getMetadata().getName();
  }

  @Override
  public MetricType type() {
    return type;
  }

  @Override
  public String unit() {
    Unit unit = snapshot.getMetadata().getUnit();
    return unit == null ? "" : unit.toString();
  }

  @Override
  public String help() {
    String help = snapshot.getMetadata().getHelp();
    return help == null ? "" : help;
  }

  @Override
  public void forEach(PointVisitor visitor) {
    for (DataPointSnapshot point : snapshot.getDataPoints()) {
      String[] labels = labels(point.getLabels());
      long created = point.hasCreatedTimestamp() ? point.getCreatedTimestampMillis() : 0;
      if (point instanceof CounterSnapshot.CounterDataPointSnapshot) {
        CounterSnapshot.CounterDataPointSnapshot counter =
            (CounterSnapshot.CounterDataPointSnapshot) point;
        visitor.scalar(labels, counter.getValue(), created, exemplar(counter.getExemplar()));
      } else if (point instanceof GaugeSnapshot.GaugeDataPointSnapshot) {
        GaugeSnapshot.GaugeDataPointSnapshot gauge = (GaugeSnapshot.GaugeDataPointSnapshot) point;
        visitor.scalar(labels, gauge.getValue(), created, exemplar(gauge.getExemplar()));
      } else if (point instanceof UnknownSnapshot.UnknownDataPointSnapshot) {
        UnknownSnapshot.UnknownDataPointSnapshot unknown =
            (UnknownSnapshot.UnknownDataPointSnapshot) point;
        visitor.scalar(labels, unknown.getValue(), created, exemplar(unknown.getExemplar()));
      } else if (point instanceof InfoSnapshot.InfoDataPointSnapshot) {
        visitor.scalar(labels, 1, created, null);
      } else if (point instanceof StateSetSnapshot.StateSetDataPointSnapshot) {
        states((StateSetSnapshot.StateSetDataPointSnapshot) point, labels, created, visitor);
      } else if (point instanceof SummarySnapshot.SummaryDataPointSnapshot) {
        summary((SummarySnapshot.SummaryDataPointSnapshot) point, labels, created, visitor);
      } else if (point instanceof HistogramSnapshot.HistogramDataPointSnapshot) {
        histogram((HistogramSnapshot.HistogramDataPointSnapshot) point, labels, created, visitor);
      }
    }
  }

  private void states(
      StateSetSnapshot.StateSetDataPointSnapshot point,
      String[] labels,
      long created,
      PointVisitor visitor) {
    for (int i = 0; i < point.size(); i++) {
      String[] withState = Arrays.copyOf(labels, labels.length + 2);
      withState[labels.length] = name();
      withState[labels.length + 1] = point.getName(i);
      visitor.scalar(withState, point.isTrue(i) ? 1 : 0, created, null);
    }
  }

  private static void summary(
      SummarySnapshot.SummaryDataPointSnapshot point,
      String[] labels,
      long created,
      PointVisitor visitor) {
    Quantiles quantiles = point.getQuantiles();
    double[] levels = new double[quantiles.size()];
    double[] values = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = quantiles.get(i).getQuantile();
      values[i] = quantiles.get(i).getValue();
    }
    visitor.summary(
        labels,
        point.hasCount() ? point.getCount() : -1,
        point.hasSum() ? point.getSum() : Double.NaN,
        levels,
        values,
        created,
        exemplars(point.getExemplars()));
  }

  private static void histogram(
      HistogramSnapshot.HistogramDataPointSnapshot point,
      String[] labels,
      long created,
      PointVisitor visitor) {
    double[] upperBounds = NONE;
    long[] counts = NO_COUNTS;
    if (point.hasClassicHistogramData()) {
      ClassicHistogramBuckets buckets = point.getClassicBuckets();
      upperBounds = new double[buckets.size()];
      counts = new long[upperBounds.length];
      for (int i = 0; i < upperBounds.length; i++) {
        upperBounds[i] = buckets.getUpperBound(i);
        counts[i] = buckets.getCount(i);
      }
    }
    visitor.histogram(
        labels,
        upperBounds,
        counts,
        point.hasNativeHistogramData() ? nativeBuckets(point) : null,
        point.hasSum() ? point.getSum() : Double.NaN,
        created,
        exemplars(point.getExemplars()));
  }

  private static NativeBuckets nativeBuckets(HistogramSnapshot.HistogramDataPointSnapshot point) {
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

  private static String[] labels(Labels labels) {
    String[] pairs = new String[2 * labels.size()];
    for (int i = 0; i < labels.size(); i++) {
      pairs[2 * i] = labels.getName(i);
      pairs[2 * i + 1] = labels.getValue(i);
    }
    return pairs;
  }

  private static List<Exemplar> exemplars(Exemplars exemplars) {
    List<Exemplar> converted = new ArrayList<>(exemplars.size());
    for (int i = 0; i < exemplars.size(); i++) {
      Exemplar exemplar = exemplar(exemplars.get(i));
      if (exemplar != null) {
        converted.add(exemplar);
      }
    }
    return converted;
  }

  private static @Nullable Exemplar exemplar(
      io.prometheus.metrics.model.snapshots.@Nullable Exemplar exemplar) {
    return exemplar == null
        ? null
        : new Exemplar(
            exemplar.getValue(),
            labels(exemplar.getLabels()),
            exemplar.hasTimestamp() ? exemplar.getTimestampMillis() : 0);
  }
}
