package io.exporteragent.source.probe;

import com.jayway.jsonpath.JsonPath;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.model.MetricNames;
import io.exporteragent.model.MetricType;
import io.exporteragent.source.probe.ProbeFailure.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one metric from bodies, by paths that are compiled once. Any thread. */
final class MetricReader {
  private final ProbeMetricSettings settings;
  private final @Nullable Expression value;
  private final @Nullable JsonPath foreach;
  private final Map<String, Expression> labels = new LinkedHashMap<>();
  private final boolean usesKeys;

  /**
   * Compiles the paths of a metric.
   *
   * @throws ConfigurationException if one cannot be compiled, or the name belongs to the agent
   */
  MetricReader(ProbeMetricSettings settings) throws ConfigurationException {
    this.settings = settings;
    if (settings.name().startsWith("exporter_agent_")) {
      throw new ConfigurationException(
          settings.locationOf("")
              + ": the name "
              + settings.name()
              + " belongs to the agent; take another");
    }
    boolean inForeach = settings.foreach() != null;
    foreach =
        settings.foreach() == null
            ? null
            : Expression.foreach(settings.foreach(), settings.locationOf("foreach"));
    value =
        settings.value() == null
            ? null
            : Expression.value(settings.value(), inForeach, settings.locationOf("value"));
    for (Map.Entry<String, String> label : settings.labels().entrySet()) {
      String location = settings.locationOf("labels." + label.getKey());
      if (isStateSet() && label.getKey().equals(settings.name())) {
        throw new ConfigurationException(
            location
                + ": the label "
                + label.getKey()
                + " is that of the states; give it another name");
      }
      labels.put(label.getKey(), Expression.label(label.getValue(), inForeach, location));
    }
    usesKeys =
        (value != null && value.isKey()) || labels.values().stream().anyMatch(Expression::isKey);
  }

  ProbeMetricSettings settings() {
    return settings;
  }

  /** Returns the name of the samples. */
  String sampleName() {
    return settings.name();
  }

  /** Returns the name of the family: without the suffix that OpenMetrics adds to the samples. */
  String familyName() {
    return MetricNames.familyName(settings.name(), familyType());
  }

  MetricType familyType() {
    switch (settings.type()) {
      case GAUGE:
        return MetricType.GAUGE;
      case COUNTER:
        return MetricType.COUNTER;
      case STATESET:
        return MetricType.STATE_SET;
      case INFO:
        return MetricType.INFO;
    }
    throw new IllegalArgumentException("unknown type " + settings.type());
  }

  private boolean isStateSet() {
    return settings.type() == ProbeMetricSettings.Type.STATESET;
  }

  /**
   * Reads a body.
   *
   * @param withKeys whether to find keys even if no label needs them
   * @throws ProbeFailure if a required value is missing, or has another form than configured
   */
  List<Reading> read(@Nullable Object document, boolean withKeys) throws ProbeFailure {
    List<Reading> readings = new ArrayList<>();
    if (foreach == null) {
      readings.add(read(document, document, ""));
      return readings;
    }
    List<?> elements = elements(foreach, document);
    List<?> paths =
        usesKeys || withKeys ? StrictJson.readAllPaths(foreach, document) : Collections.emptyList();
    for (int i = 0; i < elements.size(); i++) {
      String key = i < paths.size() ? lastKey(String.valueOf(paths.get(i))) : "";
      readings.add(read(document, elements.get(i), key));
    }
    return readings;
  }

  private List<?> elements(JsonPath path, @Nullable Object document) throws ProbeFailure {
    List<?> elements = StrictJson.readAll(path, document);
    if (elements == null) {
      if (settings.onMissing().equals(OnMissing.ERROR)) {
        throw missing(path.getPath(), "", "foreach");
      }
      return Collections.emptyList();
    }
    if (elements.size() > settings.limit()) {
      throw new ProbeFailure(
          Reason.LIMIT,
          settings.foreach()
              + " has "
              + elements.size()
              + " results, more than "
              + settings.limit(),
          "narrow the path, or raise limit at " + at("foreach"));
    }
    return elements;
  }

  /**
   * Returns {@code b} of {@code $['a']['b']}, {@code 3} of {@code $['a'][3]}. json-path escapes
   * nothing.
   */
  private static String lastKey(String path) {
    return path.endsWith("']")
        ? path.substring(path.lastIndexOf("['") + 2, path.length() - 2)
        : path.substring(path.lastIndexOf('[') + 1, path.length() - 1);
  }

  private Reading read(@Nullable Object document, @Nullable Object element, String key)
      throws ProbeFailure {
    Object raw = value == null ? null : value.evaluate(document, element, key);
    String[] names = labels(document, element, key);
    if (names == null) {
      return new Reading(key, raw, Collections.<Sample>emptyList());
    }
    if (value == null) {
      return new Reading(key, raw, Collections.singletonList(new Sample(this, names, 1)));
    }
    if (raw != null) {
      return new Reading(key, raw, isStateSet() ? states(raw, names) : number(raw, names));
    }
    Double instead = settings.onMissing().number();
    if (instead != null && !isStateSet()) {
      return new Reading(key, raw, Collections.singletonList(new Sample(this, names, instead)));
    }
    if (settings.onMissing().equals(OnMissing.SKIP)) {
      return new Reading(key, raw, Collections.<Sample>emptyList());
    }
    throw missing(value.text(), key, "value");
  }

  /** Returns null if a label is missing and the series is to be left out. */
  private String @Nullable [] labels(
      @Nullable Object document, @Nullable Object element, String key) throws ProbeFailure {
    String[] pairs = new String[2 * labels.size()];
    int i = 0;
    for (Map.Entry<String, Expression> label : labels.entrySet()) {
      Object raw = label.getValue().evaluate(document, element, key);
      if (raw == null && settings.onMissing().equals(OnMissing.SKIP)) {
        return null;
      }
      if (raw == null && settings.onMissing().equals(OnMissing.ERROR)) {
        throw missing(label.getValue().text(), key, "labels." + label.getKey());
      }
      pairs[i++] = label.getKey();
      pairs[i++] = raw == null ? "" : label(label.getValue(), raw, label.getKey());
    }
    return pairs;
  }

  private String label(Expression expression, Object raw, String name) throws ProbeFailure {
    return expression.isLiteral()
        ? expression.text()
        : ValueParser.label(raw, "the label " + name + " of " + sampleName());
  }

  private List<Sample> number(Object raw, String[] names) throws ProbeFailure {
    double number = ValueParser.number(raw, settings.parse()) * settings.scale();
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new ProbeFailure(
          Reason.VALUE,
          sampleName() + " should be a " + settings.parse(),
          "found " + StrictJson.write(raw),
          "correct value or parse at " + at("value"));
    }
    if (number < 0 && settings.type() == ProbeMetricSettings.Type.COUNTER) {
      throw new ProbeFailure(
          Reason.VALUE,
          sampleName() + " should be a counter, which is never negative",
          "found " + StrictJson.write(raw),
          "make it a gauge at " + at("value"));
    }
    return Collections.singletonList(new Sample(this, names, number));
  }

  private List<Sample> states(Object raw, String[] names) throws ProbeFailure {
    String state = ValueParser.text(raw, sampleName());
    if (!settings.states().contains(state)) {
      if (settings.unknown() == null) {
        throw new ProbeFailure(
            Reason.VALUE,
            sampleName() + " should be one of " + String.join(", ", settings.states()),
            "found " + StrictJson.write(raw),
            "add the state, or map it with unknown at " + at("value"));
      }
      state = settings.unknown();
    }
    List<Sample> samples = new ArrayList<>(settings.states().size());
    for (String each : settings.states()) {
      String[] pairs = Arrays.copyOf(names, names.length + 2);
      pairs[names.length] = settings.name();
      pairs[names.length + 1] = each;
      samples.add(new Sample(this, pairs, each.equals(state) ? 1 : 0));
    }
    return samples;
  }

  private ProbeFailure missing(String path, String key, String setting) {
    return new ProbeFailure(
        Reason.MISSING,
        sampleName() + ": " + path + " is null or not in the body",
        key.isEmpty() ? null : "of the element " + key,
        "correct the path or set on_missing at " + at(setting));
  }

  private String at(String key) {
    String location = settings.locationOf(key);
    return location.isEmpty() ? sampleName() : location;
  }

  /** What one metric makes of a body, or of one element of its {@code foreach}. */
  static final class Reading {
    private final String where;
    private final @Nullable Object raw;
    private final List<Sample> samples;

    private Reading(String where, @Nullable Object raw, List<Sample> samples) {
      this.where = where;
      this.raw = raw;
      this.samples = samples;
    }

    /** The key of the element, empty without {@code foreach}. */
    String where() {
      return where;
    }

    /** What the path leads to. */
    @Nullable Object raw() {
      return raw;
    }

    /** None if the series is left out. */
    List<Sample> samples() {
      return samples;
    }
  }
}
