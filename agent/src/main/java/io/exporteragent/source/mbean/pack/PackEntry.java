package io.exporteragent.source.mbean.pack;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry of a pack, prepared for looking up what is read. For one thread at a time. */
final class PackEntry {
  private static final BitSet NONE = new BitSet();

  private final PackBean bean;
  private final int index;
  private final int firstMetric;
  private final Map<String, Integer> metricAt = new HashMap<>();
  private final Map<String, BitSet> metricsOf = new HashMap<>();
  private final boolean usesText;

  /**
   * Prepares an entry.
   *
   * @param index of the entry in its pack
   * @param firstMetric the index of its first metric among all of the pack
   */
  PackEntry(PackBean bean, int index, int firstMetric) {
    this.bean = bean;
    this.index = index;
    this.firstMetric = firstMetric;
    List<PackMetric> metrics = bean.metrics();
    boolean text = false;
    for (int i = 0; i < metrics.size(); i++) {
      String attribute = metrics.get(i).attribute();
      metricAt.put(attribute, i);
      text |= metrics.get(i).usesText();
      // The name of an attribute may have a dot of its own.
      for (int end = attribute.indexOf('.'); end > 0; end = attribute.indexOf('.', end + 1)) {
        metricsOf.computeIfAbsent(attribute.substring(0, end), name -> new BitSet()).set(i);
      }
      metricsOf.computeIfAbsent(attribute, name -> new BitSet()).set(i);
    }
    this.usesText = text;
  }

  /** Returns which beans it is for. */
  ObjectPattern object() {
    return bean.object();
  }

  /** Returns names of labels with the key property that each has the value of. */
  Map<String, String> labels() {
    return bean.labels();
  }

  /** Returns its place in the pack. */
  int index() {
    return index;
  }

  /** Returns how many series a bean has at most. */
  int size() {
    return bean.metrics().size();
  }

  /** Returns whether text becomes a sample. */
  boolean usesText() {
    return usesText;
  }

  /** Returns the metrics that are read from an attribute or its members; not to be changed. */
  BitSet metricsOf(String attribute) {
    return metricsOf.getOrDefault(attribute, NONE);
  }

  /** Returns the index of the metric of an attribute or member, null if it has none. */
  @Nullable Integer metricAt(String attribute) {
    return metricAt.get(attribute);
  }

  /** Returns a metric of the entry. */
  PackMetric metric(int metric) {
    return bean.metrics().get(metric);
  }

  /** Returns the index of a metric of the entry among all of the pack. */
  int ruleOf(int metric) {
    return firstMetric + metric;
  }
}
