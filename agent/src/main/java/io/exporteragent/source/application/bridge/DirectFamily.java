package io.exporteragent.source.application.bridge;

import io.exporteragent.model.MetricNames;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.RenderedFamily;
import io.exporteragent.model.SnapshotFamily;
import io.exporteragent.model.TextBuffer;
import io.exporteragent.source.application.LabelTexts;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A counter or gauge of the application whose values are read from the application's fields when
 * they are shown. Reused from scrape to scrape.
 */
final class DirectFamily implements RenderedFamily {
  private final Collector metric;
  private final SnapshotFamily description;
  private final ConcurrentHashMap<List<String>, Object> data;
  private final Label[] labels;
  private final LabelTexts texts = new LabelTexts();

  private DirectFamily(Collector metric, SnapshotFamily description, Label[] labels) {
    this.metric = metric;
    this.description = description;
    this.data = MetricFields.data(metric);
    this.labels = labels;
  }

  /**
   * Adapts a metric.
   *
   * @return null if it is neither a counter nor a gauge, or has names that some formats escape
   */
  static @Nullable DirectFamily of(Collector metric) {
    if (metric.getClass() != Counter.class && metric.getClass() != Gauge.class) {
      return null;
    }
    SnapshotFamily description = new SnapshotFamily(withoutPoints(metric));
    Label[] labels = labels(metric);
    boolean plain = MetricNames.isMetric(description.name());
    for (Label label : labels) {
      plain &= MetricNames.isLabel(label.name);
    }
    return plain ? new DirectFamily(metric, description, labels) : null;
  }

  private static MetricSnapshot withoutPoints(Collector metric) {
    MetricMetadata metadata = MetricFields.metadata(metric);
    return metric.getClass() == Counter.class
        ? new CounterSnapshot(metadata, Collections.emptyList())
        : new GaugeSnapshot(metadata, Collections.emptyList());
  }

  private static Label[] labels(Collector metric) {
    TreeMap<String, Label> byName = new TreeMap<>();
    String[] names = MetricFields.labelNames(metric);
    for (int i = 0; i < names.length; i++) {
      byName.put(names[i], new Label(names[i], null, i));
    }
    Labels constant = MetricFields.constLabels(metric);
    for (int i = 0; i < constant.size(); i++) {
      byName.put(
          constant.getName(i), new Label(constant.getName(i), constant.getValue(i), names.length));
    }
    return byName.values().toArray(new Label[0]);
  }

  /** Returns whether it has no point yet, even if its first scrape would create one. */
  boolean isEmpty() {
    return data.isEmpty();
  }

  @Override
  public String name() {
    return description.name();
  }

  @Override
  public MetricType type() {
    return description.type();
  }

  @Override
  public String unit() {
    return description.unit();
  }

  @Override
  public String help() {
    return description.help();
  }

  @Override
  public void forEach(PointVisitor visitor) {
    new SnapshotFamily(metric.collect()).forEach(visitor);
  }

  @Override
  public void forEachRendered(Visitor visitor, boolean exemplars) {
    if (!texts.begin()) {
      new Walk(visitor, exemplars, null).through(data);
      return;
    }
    try {
      new Walk(visitor, exemplars, texts).through(data);
      texts.commit();
    } finally {
      texts.end();
    }
  }

  /** A label and the source of its value. */
  private static final class Label {
    final String name;
    final @Nullable String constant;
    final int position;

    Label(String name, @Nullable String constant, int position) {
      this.name = name;
      this.constant = constant;
      this.position = position;
    }

    String value(List<String> values) {
      return constant == null ? values.get(position) : constant;
    }
  }

  /**
   * Shows the points in batches: many series do not fit the CPU's cache, and when their values are
   * read in one small loop, the CPU overlaps several cache misses.
   */
  private final class Walk implements BiConsumer<List<String>, Object> {
    private static final int AT_A_TIME = 64;

    private final boolean counter = type() == MetricType.COUNTER;
    private final Visitor visitor;
    private final boolean exemplars;
    private final @Nullable LabelTexts known;
    private final TextBuffer rendered = new TextBuffer(128);
    private final Object[] keys;
    private final Object[] points;
    private final double[] values;
    private int count;

    /**
     * Creates a walk through all points.
     *
     * @param known null to render all labels again
     */
    Walk(Visitor visitor, boolean exemplars, @Nullable LabelTexts known) {
      this.visitor = visitor;
      this.exemplars = exemplars;
      this.known = known;
      int size = (int) Math.min(AT_A_TIME, Math.max(1, data.mappingCount()));
      keys = new Object[size];
      points = new Object[size];
      values = new double[size];
    }

    void through(ConcurrentHashMap<List<String>, Object> all) {
      all.forEach(this);
      show();
    }

    @Override
    public void accept(List<String> key, Object point) {
      keys[count] = key;
      points[count++] = point;
      if (count == points.length) {
        show();
      }
    }

    private void show() {
      for (int i = 0; i < count; i++) {
        values[i] =
            counter ? MetricFields.counterValue(points[i]) : MetricFields.gaugeValue(points[i]);
      }
      for (int i = 0; i < count; i++) {
        show(keys[i], points[i], values[i]);
      }
      count = 0;
    }

    private void show(Object key, Object point, double value) {
      long created = counter ? MetricFields.counterCreatedMillis(point) : 0;
      Exemplar exemplar = counter && exemplars ? MetricFields.counterExemplar(point) : null;
      io.exporteragent.model.Exemplar ours =
          exemplar == null ? null : SnapshotFamily.adapt(exemplar);
      if (known == null) {
        render(key);
        visitor.scalar(rendered.array(), 0, rendered.length(), value, created, ours);
        return;
      }
      if (!known.find(point)) {
        render(key);
        known.add(point, rendered);
      }
      visitor.scalar(known.array(), known.offset(), known.length(), value, created, ours);
    }

    @SuppressWarnings("unchecked") // what was put there
    private void render(Object key) {
      rendered.truncate(0);
      for (Label label : labels) {
        rendered.appendLabel(0, label.name, label.value((List<String>) key));
      }
    }
  }
}
