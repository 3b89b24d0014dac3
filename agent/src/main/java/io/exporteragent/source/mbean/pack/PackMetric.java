package io.exporteragent.source.mbean.pack;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Place;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import io.exporteragent.model.MetricNames;
import io.exporteragent.model.MetricType;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a pack: the attribute it is read from, and what it is on the page. Its name is that
 * of the samples, so that a search of the file for what a dashboard shows finds it.
 *
 * <pre>
 *   - attribute: Count
 *     name: shop_orders_total
 *     type: counter
 *     help: Orders accepted.
 * </pre>
 */
public final class PackMetric extends Settings {
  private static final Key<String> ATTRIBUTE =
      Key.required(
          "attribute", Schema.nonEmptyText(), "or attribute.member of one with composite data");
  static final Key<String> NAME =
      Key.required(
          "name",
          Schema.metricName(),
          "as on the page; a counter ends with _total and an info with _info");
  private static final Key<Type> TYPE =
      Key.required("type", Schema.oneOf(Type.class), "what it is on the page");
  static final Key<String> HELP =
      Key.required("help", Schema.nonEmptyText(), "the text of the HELP line");
  private static final Key<Double> SCALE =
      Key.of(
              "scale",
              Schema.number().checked(PackMetric::checkScale),
              1.0,
              "what the number read is multiplied by")
          .onlyWhere(PackMetric::isNumber, "scale is for a gauge or counter", "remove it");
  static final Key<Map<String, String>> LABELS =
      Key.of(
          "labels",
          Schema.labels(Schema.nonEmptyText()),
          Collections.emptyMap(),
          "the same always");
  static final Key<Map<String, Double>> VALUES =
      Key.<Map<String, Double>>of(
              "values",
              Schema.entriesOf("numbers of texts", (text, at) -> {}, Schema.number()),
              Collections.emptyMap(),
              "the number that stands for each text; any other text is left out")
          .onlyWhere(PackMetric::isNumber, "values is for a gauge or counter", "remove it");
  static final Key<String> TEXT =
      Key.required("text", Schema.labelName(), "the label that has the attribute's text")
          .onlyWhere(values -> !isNumber(values), "text is for an info", "remove it");

  static final Mapping<PackMetric> SCHEMA =
      Schema.mapping(PackMetric::new, ATTRIBUTE, NAME, TYPE, HELP, SCALE, LABELS, VALUES, TEXT);

  private PackMetric(Values values) throws ConfigurationException {
    super(values);
    checkName(values.written(NAME));
    if (!this.values().get(VALUES).isEmpty() && scale() != 1) {
      throw values.errorAt("scale", "scale is for numbers, values for text", "remove one of them");
    }
    String text = text();
    if (text != null && labels().containsKey(text)) {
      throw values.errorAt(
          "text", String.format("label %s is given twice", Quoted.of(text)), "rename one of them");
    }
  }

  private void checkName(YamlValue at) throws ConfigurationException {
    String suffix = MetricNames.suffix(metricType());
    if (!name().endsWith(suffix) || name().length() == suffix.length()) {
      throw at.expected(
          String.format("a name that ends with %s, as the name of every %s", suffix, type().key()));
    }
    String reserved = MetricNames.reservedSuffix(family());
    if (reserved != null) {
      throw at.expected(
          String.format("another name for a %s, %s is reserved", type().key(), reserved));
    }
    if (name().startsWith("exporter_agent_")) {
      throw at.expected("a name that does not begin with exporter_agent_, the agent's own do");
    }
  }

  private static void checkScale(double scale, YamlValue at) throws ConfigurationException {
    if (scale == 0) {
      throw at.expected("a number that is not 0");
    }
  }

  private static boolean isNumber(Values values) {
    return values.get(TYPE) != Type.INFO;
  }

  /** Returns the attribute, and after a dot the member of its composite data. */
  public String attribute() {
    return values().get(ATTRIBUTE);
  }

  /** Returns the name of the samples as on the page. */
  public String name() {
    return values().get(NAME);
  }

  /** Returns the name of the family: {@link #name} without what its type appends. */
  public String family() {
    return MetricNames.familyName(name(), metricType());
  }

  /** Returns what it is in the file. */
  public Type type() {
    return values().get(TYPE);
  }

  /** Returns what it is on the page. */
  public MetricType metricType() {
    return type().type;
  }

  /** Returns the text of the HELP line. */
  public String help() {
    return values().get(HELP);
  }

  /** Returns what the number read is multiplied by. Finite and not 0. */
  public double scale() {
    Double scale = values().find(SCALE);
    return scale == null ? 1 : scale;
  }

  /** Returns the labels that are always the same, in the order of the file. */
  public Map<String, String> labels() {
    return values().get(LABELS);
  }

  /** Returns the number that stands for each text; empty where numbers are read. */
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = values().find(VALUES);
    return numbers == null ? Collections.<String, Double>emptyMap() : numbers;
  }

  /** Returns the label that has the attribute's text; null except for an info. */
  public @Nullable String text() {
    return values().find(TEXT);
  }

  /** Returns whether text becomes a sample. */
  boolean usesText() {
    return type() == Type.INFO || !numbers().isEmpty();
  }

  /** Returns the position of a key's value, or of the metric if it has none. */
  @Nullable Place place(Key<?> key) {
    return values().place(key.name());
  }

  /** Makes an error about a label or another key, which the problem names. */
  ConfigurationException errorAt(String key, String problem, String remedy) {
    return values().errorAt(key, problem, remedy);
  }

  /** Returns the line it begins in, 0 if it comes from no file. */
  public int line() {
    Place place = place();
    return place == null ? 0 : place.line();
  }

  /** What a metric is exposed as. */
  public enum Type {
    /** A number that only goes up. */
    COUNTER(MetricType.COUNTER),
    /** A number that goes up and down. */
    GAUGE(MetricType.GAUGE),
    /** A text, in a label. */
    INFO(MetricType.INFO);

    private final MetricType type;

    Type(MetricType type) {
      this.type = type;
    }

    /** Returns it as in the file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
