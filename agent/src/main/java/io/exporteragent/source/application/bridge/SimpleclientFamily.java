package io.exporteragent.source.application.bridge;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricNames;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A family of simpleclient, which has samples only: those of one summary or histogram are grouped
 * by their labels. Samples keep their names; those not named after their family are not shown.
 */
final class SimpleclientFamily implements Family {
  private final Collector.MetricFamilySamples family;
  private final SimpleclientDetails details;
  private final MetricType type;
  private final String name;

  /**
   * Adapts a family.
   *
   * @param family with at least one sample
   */
  SimpleclientFamily(Collector.MetricFamilySamples family, SimpleclientDetails details) {
    this.family = family;
    this.details = details;
    MetricType declared = typeOf(family.type.name());
    this.type = isCounterWithoutTotal(declared, family) ? MetricType.UNKNOWN : declared;
    this.name = MetricNames.familyName(family.name, type);
  }

  /** Detects counters without {@code _total}, allowed before 0.10, which would be renamed. */
  private static boolean isCounterWithoutTotal(
      MetricType declared, Collector.MetricFamilySamples family) {
    return declared == MetricType.COUNTER
        && !family.name.endsWith(MetricNames.TOTAL)
        && family.samples.get(0).name.equals(family.name);
  }

  /** Maps the type by name, because the constants differ between versions. */
  private static MetricType typeOf(String simpleclientType) {
    switch (simpleclientType) {
      case "COUNTER":
        return MetricType.COUNTER;
      case "GAUGE":
        return MetricType.GAUGE;
      case "SUMMARY":
        return MetricType.SUMMARY;
      case "HISTOGRAM":
        return MetricType.HISTOGRAM;
      case "GAUGE_HISTOGRAM":
        return MetricType.GAUGE_HISTOGRAM;
      case "STATE_SET":
        return MetricType.STATE_SET;
      case "INFO":
        return MetricType.INFO;
      default:
        return MetricType.UNKNOWN;
    }
  }

  /** Returns the name of a sample that is not named after the family, or null. */
  @Nullable String stranger() {
    for (Collector.MetricFamilySamples.Sample sample : family.samples) {
      if (!isOwn(sample.name)) {
        return sample.name;
      }
    }
    return null;
  }

  private boolean isOwn(String sampleName) {
    return MetricNames.isSample(sampleName, name, type);
  }

  /** Returns whether a point has several samples. */
  boolean isDistribution() {
    return type == MetricType.SUMMARY
        || type == MetricType.HISTOGRAM
        || type == MetricType.GAUGE_HISTOGRAM;
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
    return details.unit(family);
  }

  @Override
  public String help() {
    return family.help == null ? "" : family.help;
  }

  @Override
  public void forEach(PointVisitor visitor) {
    Map<List<String>, Point> points = new LinkedHashMap<>();
    for (Collector.MetricFamilySamples.Sample sample : family.samples) {
      if (isOwn(sample.name)) {
        points.computeIfAbsent(labels(sample), key -> new Point()).add(sample);
      }
    }
    points.forEach((labels, point) -> point.show(labels.toArray(new String[0]), visitor));
  }

  /** Returns the labels without {@code le} and {@code quantile}; a state set's state comes last. */
  private List<String> labels(Collector.MetricFamilySamples.Sample sample) {
    List<String> labels = new ArrayList<>();
    String state = null;
    for (int i = 0; i < sample.labelNames.size(); i++) {
      String label = sample.labelNames.get(i);
      if (type == MetricType.STATE_SET && label.equals(name)) {
        state = sample.labelValues.get(i);
      } else if (!isOfSample(label)) {
        labels.add(label);
        labels.add(sample.labelValues.get(i));
      }
    }
    if (state != null) {
      labels.add(name);
      labels.add(state);
    }
    return labels;
  }

  private boolean isOfSample(String label) {
    switch (type) {
      case SUMMARY:
        return label.equals("quantile");
      case HISTOGRAM:
      case GAUGE_HISTOGRAM:
        return label.equals("le");
      default:
        return false;
    }
  }

  /** The samples of one label set. */
  private final class Point {
    private final TreeMap<Double, Double> byBound = new TreeMap<>();
    private final List<Exemplar> exemplars = new ArrayList<>();
    private double value = Double.NaN;
    private double count = -1;
    private double sum = Double.NaN;
    private long createdMillis;

    void add(Collector.MetricFamilySamples.Sample sample) {
      Exemplar exemplar = details.exemplar(sample);
      if (exemplar != null) {
        exemplars.add(exemplar);
      }
      String bound = bound(sample);
      if (bound != null) {
        byBound.put(parse(bound), sample.value);
      } else if (sample.name.length() > name.length()
          && sample.name.endsWith(MetricNames.CREATED)) {
        createdMillis = Math.round(sample.value * 1000);
      } else if (isDistribution() && sample.name.endsWith("count")) {
        count = sample.value;
      } else if (isDistribution() && sample.name.endsWith("sum")) {
        sum = sample.value;
      } else {
        value = sample.value;
      }
    }

    private @Nullable String bound(Collector.MetricFamilySamples.Sample sample) {
      for (int i = 0; i < sample.labelNames.size(); i++) {
        if (isOfSample(sample.labelNames.get(i))) {
          return sample.labelValues.get(i);
        }
      }
      return null;
    }

    private double parse(String bound) {
      return bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
    }

    void show(String[] labels, PointVisitor visitor) {
      double[] bounds = new double[byBound.size()];
      double[] values = new double[bounds.length];
      int next = 0;
      for (Map.Entry<Double, Double> entry : byBound.entrySet()) {
        bounds[next] = entry.getKey();
        values[next++] = entry.getValue();
      }
      if (type == MetricType.SUMMARY) {
        show(labels, new Distribution.Summary((long) count, sum, bounds, values), visitor);
      } else if (isDistribution()) {
        long[] counts = notCumulated(values);
        show(labels, new Distribution.Histogram(bounds, counts, null, sum), visitor);
      } else {
        visitor.scalar(labels, value, createdMillis, exemplars.isEmpty() ? null : exemplars.get(0));
      }
    }

    private void show(String[] labels, Distribution point, PointVisitor visitor) {
      visitor.distribution(labels, point.createdAt(createdMillis).withExemplars(exemplars));
    }

    private long[] notCumulated(double[] cumulated) {
      long[] counts = new long[cumulated.length];
      double before = 0;
      for (int i = 0; i < counts.length; i++) {
        counts[i] = (long) (cumulated[i] - before);
        before = cumulated[i];
      }
      return counts;
    }
  }
}
