package io.exporteragent.exposition;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.Distribution.Histogram;
import io.exporteragent.model.Distribution.Summary;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricNames;
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
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the points of one family into a snapshot of client_java. */
final class SnapshotBuilder implements PointVisitor {
  private final MetricType type;
  private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
  private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
  private final List<UnknownDataPointSnapshot> unknowns = new ArrayList<>();
  private final List<InfoDataPointSnapshot> infos = new ArrayList<>();
  private final List<SummaryDataPointSnapshot> summaries = new ArrayList<>();
  private final List<HistogramDataPointSnapshot> histograms = new ArrayList<>();
  private final Map<List<String>, Map<String, Boolean>> states = new LinkedHashMap<>();
  private final String name;

  private SnapshotBuilder(Family family) {
    type = family.type();
    name = family.name();
  }

  /**
   * Collects the points.
   *
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
        addState(labels, value);
        break;
      default:
        throw wrongPoint("a single value");
    }
  }

  @Override
  public void distribution(String[] labels, Distribution point) {
    if (point instanceof Summary) {
      summary(Labels.of(labels), (Summary) point);
    } else {
      histogram(Labels.of(labels), (Histogram) point);
    }
  }

  private void summary(Labels labels, Summary point) {
    if (type != MetricType.SUMMARY) {
      throw wrongPoint("quantiles");
    }
    List<Quantile> pairs = new ArrayList<>(point.quantiles().length);
    for (int i = 0; i < point.quantiles().length; i++) {
      pairs.add(new Quantile(point.quantiles()[i], point.values()[i]));
    }
    summaries.add(
        new SummaryDataPointSnapshot(
            point.count(),
            point.sum(),
            Quantiles.of(pairs),
            labels,
            exemplars(point.exemplars()),
            point.createdTimestampMillis()));
  }

  private void histogram(Labels labels, Histogram point) {
    if (type != MetricType.HISTOGRAM && type != MetricType.GAUGE_HISTOGRAM) {
      throw wrongPoint("buckets");
    }
    ClassicHistogramBuckets classic =
        point.upperBounds().length == 0
            ? ClassicHistogramBuckets.EMPTY
            : ClassicHistogramBuckets.of(point.upperBounds(), point.counts());
    Exemplars exemplars = exemplars(point.exemplars());
    long created = point.createdTimestampMillis();
    NativeBuckets buckets = point.nativeBuckets();
    histograms.add(
        buckets == null
            ? new HistogramDataPointSnapshot(classic, point.sum(), labels, exemplars, created)
            : new HistogramDataPointSnapshot(
                classic,
                buckets.schema(),
                buckets.zeroCount(),
                buckets.zeroThreshold(),
                NativeHistogramBuckets.of(buckets.positiveIndexes(), buckets.positiveCounts()),
                NativeHistogramBuckets.of(buckets.negativeIndexes(), buckets.negativeCounts()),
                point.sum(),
                labels,
                exemplars,
                created));
  }

  private void addState(String[] labels, double value) {
    int last = MetricNames.stateLabel(labels, name);
    Boolean before =
        states
            .computeIfAbsent(Arrays.asList(labels).subList(0, last), key -> new LinkedHashMap<>())
            .put(labels[last + 1], value != 0);
    if (before != null) {
      throw new IllegalArgumentException("the state " + labels[last + 1] + " occurs twice");
    }
  }

  /** Puts the states, which come as single points, together again. */
  private List<StateSetDataPointSnapshot> stateSets() {
    List<StateSetDataPointSnapshot> snapshots = new ArrayList<>(states.size());
    states.forEach(
        (labels, byName) -> {
          boolean[] values = new boolean[byName.size()];
          int i = 0;
          for (boolean value : byName.values()) {
            values[i++] = value;
          }
          snapshots.add(
              new StateSetDataPointSnapshot(
                  byName.keySet().toArray(new String[0]),
                  values,
                  Labels.of(labels.toArray(new String[0]))));
        });
    return snapshots;
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
        return new StateSetSnapshot(metadata, stateSets());
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
