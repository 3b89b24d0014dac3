package io.exporteragent.source.mbean.pack;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Place;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An entry of a pack: which MBeans it is for, and their metrics. */
public final class PackBean extends Settings {
  private static final Key<ObjectPattern> OBJECT =
      Key.required(
          "object",
          Schema.scalar("object name", ObjectPattern::read),
          "an object name or a pattern; no wildcard in the domain");
  private static final Key<Map<String, String>> LABELS =
      Key.of(
          "labels",
          Schema.labels(Schema.nonEmptyText()),
          Collections.emptyMap(),
          "of every metric; each has the value of the key property named");
  private static final Key<List<PackMetric>> METRICS =
      Key.required("metrics", Schema.listOf(PackMetric.SCHEMA), "what is read of them");

  static final Mapping<PackBean> SCHEMA = Schema.mapping(PackBean::new, OBJECT, LABELS, METRICS);

  private PackBean(Values values) throws ConfigurationException {
    super(values);
    if (metrics().isEmpty()) {
      throw values.errorAt("metrics", "metrics is empty", "add one, or remove the entry");
    }
    for (Map.Entry<String, String> label : labels().entrySet()) {
      if (!object().mayHave(label.getValue())) {
        throw values.errorAt(
            "labels." + label.getKey(),
            String.format(
                "label %s needs the key property %s, which %s lacks",
                Quoted.of(label.getKey()),
                Quoted.of(label.getValue()),
                Quoted.of(object().toString())),
            String.format("add %s=* to the object, or remove the label", label.getValue()));
      }
    }
    Map<String, PackMetric> byAttribute = new HashMap<>();
    Map<List<Object>, PackMetric> bySeries = new HashMap<>();
    for (PackMetric metric : metrics()) {
      refuseLabelsOfTheBean(metric);
      PackMetric first = byAttribute.put(metric.attribute(), metric);
      if (first != null) {
        throw metric.errorAt(
            "attribute",
            String.format(
                "attribute %s has a metric already in line %d",
                Quoted.of(metric.attribute()), first.line()),
            "remove one of them");
      }
      first = bySeries.put(Arrays.asList(metric.name(), metric.labels()), metric);
      if (first != null) {
        throw metric.errorAt(
            "name",
            String.format(
                "metric %s has the same labels in line %d", Quoted.of(metric.name()), first.line()),
            "give one of them another name or label");
      }
    }
  }

  private void refuseLabelsOfTheBean(PackMetric metric) throws ConfigurationException {
    String text = metric.text();
    if (text != null && labels().containsKey(text)) {
      throw twice("text", text, metric);
    }
    for (String label : metric.labels().keySet()) {
      if (labels().containsKey(label)) {
        throw twice("labels." + label, label, metric);
      }
    }
  }

  private static ConfigurationException twice(String key, String label, PackMetric metric) {
    return metric.errorAt(
        key,
        String.format("label %s is one of the entry, too", Quoted.of(label)),
        "rename one of them");
  }

  /** Returns the pattern of the MBeans. */
  ObjectPattern object() {
    return values().get(OBJECT);
  }

  /** Returns names of labels with the key property that each has the value of. */
  public Map<String, String> labels() {
    return values().get(LABELS);
  }

  /** Returns the metrics, one at least, each of another attribute or member. */
  public List<PackMetric> metrics() {
    return values().get(METRICS);
  }

  /** Makes an error about the object, which the problem names. */
  ConfigurationException errorOfObject(String problem, String remedy) {
    return values().errorAt(OBJECT.name(), problem, remedy);
  }

  /** Returns the line it begins in, 0 if it comes from no file. */
  int line() {
    Place place = place();
    return place == null ? 0 : place.line();
  }
}
