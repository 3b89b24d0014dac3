package io.exporteragent.exposition;

import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.NativeBuckets;
import io.exporteragent.model.PointVisitor;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the points of one family into a snapshot of client_java. */
public final class SnapshotBuilder implements PointVisitor {
  private final MetricType type;
  private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
  private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
  private final List<UnknownDataPointSnapshot> unknowns = new ArrayList<>();
  private final List<InfoDataPointSnapshot> infos = new ArrayList<>();
  private final List<SummaryDataPointSnapshot> summaries = new ArrayList<>();
  private final List<HistogramDataPointSnapshot> histograms = new ArrayList<>();
  private final StateSetPoints states;

  private SnapshotBuilder(Family family) {
    type = family.type();
    states = new StateSetPoints(family.name());
  }

  /**
   * @throws RuntimeException if client_java refuses a name, a label, a value or two points with the
   *     same labels
   */
  static MetricSnapshot build(Family family) {
    SnapshotBuilder builder = new SnapshotBuilder(family);
    family.forEach(builder);
    return builder.snapshot(metadata(family));
  }

  @Override
  public void scalar(
      String[] labels, double value, long createdTimestampMillis, @Nullable Exemplar exemplar) {
    switch (type) {
      case COUNTER:
        counters.add(
            new CounterDataPointSnapshot(
                value, Labels.of(labels), exemplar(exemplar), createdTimestampMillis));
        break;
      case GAUGE:
        gauges.add(new GaugeDataPointSnapshot(value, Labels.of(labels), exemplar(exemplar)));
        break;
      case UNKNOWN:
        unknowns.add(new UnknownDataPointSnapshot(value, Labels.of(labels), exemplar(exemplar)));
        break;
      case INFO:
        infos.add(new InfoDataPointSnapshot(Labels.of(labels)));
        break;
      case STATE_SET:
        states.add(labels, value);
        break;
      default:
        throw wrongPoint("a single value");
    }
  }

  @Override
  public void summary(
      String[] labels,
      long count,
      double sum,
      double[] quantiles,
      double[] values,
      long createdTimestampMillis,
      List<Exemplar> exemplars) {
    if (type != MetricType.SUMMARY) {
      throw wrongPoint("quantiles");
    }
    List<Quantile> pairs = new ArrayList<>(quantiles.length);
    for (int i = 0; i < quantiles.length; i++) {
      pairs.add(new Quantile(quantiles[i], values[i]));
    }
    summaries.add(
        new SummaryDataPointSnapshot(
            count,
            sum,
            Quantiles.of(pairs),
            Labels.of(labels),
            exemplars(exemplars),
            createdTimestampMillis));
  }

  @Override
  public void histogram(
      String[] labels,
      double[] upperBounds,
      long[] counts,
      @Nullable NativeBuckets nativeBuckets,
      double sum,
      long createdTimestampMillis,
      List<Exemplar> exemplars) {
    if (type != MetricType.HISTOGRAM && type != MetricType.GAUGE_HISTOGRAM) {
      throw wrongPoint("buckets");
    }
    ClassicHistogramBuckets classic =
        upperBounds.length == 0
            ? ClassicHistogramBuckets.EMPTY
            : ClassicHistogramBuckets.of(upperBounds, counts);
    histograms.add(
        nativeBuckets == null
            ? new HistogramDataPointSnapshot(
                classic, sum, Labels.of(labels), exemplars(exemplars), createdTimestampMillis)
            : new HistogramDataPointSnapshot(
                classic,
                nativeBuckets.schema(),
                nativeBuckets.zeroCount(),
                nativeBuckets.zeroThreshold(),
                NativeHistogramBuckets.of(
                    nativeBuckets.positiveIndexes(), nativeBuckets.positiveCounts()),
                NativeHistogramBuckets.of(
                    nativeBuckets.negativeIndexes(), nativeBuckets.negativeCounts()),
                sum,
                Labels.of(labels),
                exemplars(exemplars),
                createdTimestampMillis));
  }

  private MetricSnapshot snapshot(MetricMetadata metadata) {
    switch (type) {
      case COUNTER:
        return new CounterSnapshot(metadata, counters);
      case GAUGE:
        return new GaugeSnapshot(metadata, gauges);
      case HISTOGRAM:
        return new HistogramSnapshot(metadata, histograms);
      case GAUGE_HISTOGRAM:
        return new HistogramSnapshot(true, metadata, histograms);
      case SUMMARY:
        return new SummarySnapshot(metadata, summaries);
      case INFO:
        return new InfoSnapshot(metadata, infos);
      case STATE_SET:
        return new StateSetSnapshot(metadata, states.snapshots());
      case UNKNOWN:
        return new UnknownSnapshot(metadata, unknowns);
    }
    throw new IllegalArgumentException("unknown type " + type);
  }

  private IllegalArgumentException wrongPoint(String what) {
    return new IllegalArgumentException(type + " has a point with " + what);
  }

  private static MetricMetadata metadata(Family family) {
    PageFamily page = new PageFamily(family);
    String help = family.help().isEmpty() ? null : family.help();
    return new MetricMetadata(
        page.name(), help, page.unit().isEmpty() ? null : new Unit(page.unit()));
  }

  private static Exemplars exemplars(List<Exemplar> exemplars) {
    if (exemplars.isEmpty()) {
      return Exemplars.EMPTY;
    }
    List<io.prometheus.metrics.model.snapshots.Exemplar> built = new ArrayList<>(exemplars.size());
    for (Exemplar exemplar : exemplars) {
      built.add(build(exemplar));
    }
    return Exemplars.of(built);
  }

  private static io.prometheus.metrics.model.snapshots.@Nullable Exemplar exemplar(
      @Nullable Exemplar exemplar) {
    return exemplar == null ? null : build(exemplar);
  }

  private static io.prometheus.metrics.model.snapshots.Exemplar build(Exemplar exemplar) {
    return new io.prometheus.metrics.model.snapshots.Exemplar(
        exemplar.value(), Labels.of(exemplar.labels()), exemplar.timestampMillis());
  }
}
