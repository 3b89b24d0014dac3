package io.exporteragent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One metric of a probe. Its name is that of the samples on the page, so that whoever searches the
 * file for what a dashboard shows finds it: a counter's must be written with {@code _total} and an
 * info's with {@code _info}, and nothing is appended silently.
 */
final class ProbeMetricReader {
  private static final String[] RESERVED_SUFFIXES = {"_total", "_info", "_created", "_bucket"};

  private final YamlMap map;
  private final ProbeMetricSettings.Type type;
  private final ProbeMetricSettings.Builder metric;

  private ProbeMetricReader(
      YamlMap map, ProbeMetricSettings.Type type, ProbeMetricSettings.Builder metric) {
    this.map = map;
    this.type = type;
    this.metric = metric;
  }

  static ProbeMetricSettings read(YamlValue item) throws ConfigurationException {
    YamlMap map =
        item.map(
            "name",
            "type",
            "help",
            "value",
            "labels",
            "foreach",
            "limit",
            "scale",
            "parse",
            "on_missing",
            "states",
            "unknown");
    YamlValue written = map.get("type");
    ProbeMetricSettings.Type type =
        written == null
            ? ProbeMetricSettings.Type.GAUGE
            : written.oneOf(ProbeMetricSettings.Type.class);
    ProbeMetricSettings.Builder metric =
        ProbeMetricSettings.builder(name(map.require("name"), type), type);
    metric.location("", map.location());
    return new ProbeMetricReader(map, type, metric).read();
  }

  /** What the name of a metric of this type ends with. */
  static String suffix(ProbeMetricSettings.Type type) {
    return type == ProbeMetricSettings.Type.COUNTER
        ? "_total"
        : type == ProbeMetricSettings.Type.INFO ? "_info" : "";
  }

  private static String name(YamlValue value, ProbeMetricSettings.Type type)
      throws ConfigurationException {
    String name = value.text();
    if (!Names.isMetric(name)) {
      throw value.expected("a metric name: letters, digits and underscores, no digit first");
    }
    if (type == ProbeMetricSettings.Type.STATESET && !Names.isLabel(name)) {
      throw value.expected(
          "a name without colon or leading __, because a state set's label is named as itself");
    }
    String suffix = suffix(type);
    if (!name.endsWith(suffix) || name.length() == suffix.length()) {
      throw value.expected(
          String.format("a name that ends with %s, as the name of every %s", suffix, type.key()));
    }
    String stem = name.substring(0, name.length() - suffix.length());
    for (String reserved : RESERVED_SUFFIXES) {
      if (stem.endsWith(reserved)) {
        throw value.expected(
            String.format("another name for a %s, %s is reserved", type.key(), reserved));
      }
    }
    return name;
  }

  private ProbeMetricSettings read() throws ConfigurationException {
    YamlValue help = map.get("help");
    if (help != null) {
      metric.help(help.text());
    }
    readLabels();
    readForeach();
    readOnMissing();
    if (type == ProbeMetricSettings.Type.INFO) {
      map.forbid("value", "the value of an info is always 1, say what is known in labels");
    } else {
      metric.value(path("value", map.require("value")));
    }
    if (type == ProbeMetricSettings.Type.STATESET) {
      readStates();
    } else {
      map.forbid("states", "only a stateset has states");
      map.forbid("unknown", "only a stateset has states");
    }
    if (isNumber()) {
      readNumber();
    } else {
      map.forbid("scale", "only a gauge or counter has a number");
      map.forbid("parse", "only a gauge or counter has a number");
    }
    return metric.build();
  }

  private void readLabels() throws ConfigurationException {
    YamlValue section = map.get("labels");
    Map<String, String> labels = new LinkedHashMap<>();
    if (section != null) {
      for (Map.Entry<String, YamlValue> entry : section.entries().entrySet()) {
        String name = entry.getKey();
        YamlValue value = entry.getValue();
        if (!Names.isLabel(name)) {
          throw value
              .atKey()
              .expected("a label name: letters, digits and underscores, no digit or __ first");
        }
        labels.put(name, path("labels." + name, value));
      }
    }
    YamlValue own = map.require("name");
    if (type == ProbeMetricSettings.Type.STATESET && labels.containsKey(own.text())) {
      throw own.error("a label named as its stateset", "that label tells the state, rename yours");
    }
    if (type == ProbeMetricSettings.Type.INFO && labels.isEmpty()) {
      throw map.error("an info without labels", "add labels, they are all an info says");
    }
    metric.labels(labels);
  }

  private void readForeach() throws ConfigurationException {
    YamlValue foreach = map.get("foreach");
    if (foreach == null) {
      map.forbid("limit", "it limits the series of a foreach");
      return;
    }
    metric.foreach(path("foreach", foreach));
    YamlValue limit = map.get("limit");
    if (limit != null) {
      metric.limit(limit.integer(1, 1_000_000));
    }
  }

  private void readOnMissing() throws ConfigurationException {
    YamlValue value = map.get("on_missing");
    if (value == null) {
      return;
    }
    boolean number = isNumber();
    if (value.text().equals("skip")) {
      metric.onMissing(OnMissing.SKIP);
    } else if (number && value.isNumber()) {
      metric.onMissing(OnMissing.use(value.number()));
    } else if (!value.text().equals("error")) {
      throw value.expected(number ? "skip, error or a number" : "skip or error");
    }
  }

  private void readStates() throws ConfigurationException {
    YamlValue section = map.require("states");
    List<String> states = new ArrayList<>();
    for (YamlValue item : section.items()) {
      String state = item.nonEmptyText();
      if (states.contains(state)) {
        throw item.error("duplicate state", "remove it");
      }
      states.add(state);
    }
    if (states.isEmpty()) {
      throw section.error("an empty list", "expected at least one state");
    }
    metric.states(states);
    YamlValue unknown = map.get("unknown");
    if (unknown != null) {
      if (!states.contains(unknown.text())) {
        throw unknown.expected("one of the states");
      }
      metric.unknown(unknown.text());
    }
  }

  private void readNumber() throws ConfigurationException {
    YamlValue scale = map.get("scale");
    if (scale != null) {
      if (scale.number() == 0) {
        throw scale.expected("a number that is not 0");
      }
      metric.scale(scale.number());
    }
    YamlValue parse = map.get("parse");
    if (parse != null) {
      metric.parse(parse.oneOf(ProbeMetricSettings.Parse.class));
    }
  }

  private boolean isNumber() {
    return type == ProbeMetricSettings.Type.GAUGE || type == ProbeMetricSettings.Type.COUNTER;
  }

  private String path(String key, YamlValue value) throws ConfigurationException {
    metric.location(key, value.location());
    return value.text();
  }
}
