package io.exporteragent.source.mbean.rules;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Yaml11;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an entry of {@code metricCustomizers}. */
final class CustomizerReader {
  private CustomizerReader() {}

  static CustomizerSettings read(Yaml11 at, JmxWarnings warnings) throws ConfigurationException {
    JmxMapping mapping = JmxMapping.of(at, JmxKeys.CUSTOMIZER, warnings);
    Yaml11 filterAt = mapping.findSome("mbeanFilter");
    if (filterAt == null) {
      throw at.error("a customizer without mbeanFilter", "add mbeanFilter with a domain");
    }
    JmxMapping filter = JmxMapping.of(filterAt, JmxKeys.MBEAN_FILTER, warnings);
    String domain = filter.text("domain");
    if (domain == null) {
      throw filterAt.error("no domain", "add the domain of the MBeans");
    }
    Yaml11 labels = mapping.findSome("attributesAsLabels");
    Yaml11 extras = mapping.findSome("extraMetrics");
    if (labels == null && extras == null) {
      throw at.error(
          "a customizer with neither attributesAsLabels nor extraMetrics", "add one of them");
    }
    return new CustomizerSettings(
        domain,
        properties(filter.findSome("properties"), warnings),
        labels == null ? Collections.emptyList() : texts(labels, warnings),
        extras == null ? Collections.emptyList() : extraMetrics(extras, warnings));
  }

  /** Reads the properties; a value that is not text is kept as it is, and equals no property. */
  private static Map<String, Object> properties(@Nullable Yaml11 at, JmxWarnings warnings)
      throws ConfigurationException {
    Map<String, Object> properties = new LinkedHashMap<>();
    if (at != null) {
      for (Map.Entry<Object, Yaml11> entry : at.entries().entrySet()) {
        Yaml11 written = entry.getValue();
        Object value = written.isScalar() ? written.scalar() : null;
        if (!(value instanceof String) || !(entry.getKey() instanceof String)) {
          warnings.add(
              written, "a value that is not text, which no property equals", "put it in quotes");
        }
        // An absent value must not equal a property, either.
        properties.put(String.valueOf(entry.getKey()), value == null ? Void.class : value);
      }
    }
    return Collections.unmodifiableMap(properties);
  }

  private static List<String> texts(Yaml11 at, JmxWarnings warnings) throws ConfigurationException {
    List<String> texts = new ArrayList<>();
    for (Yaml11 item : at.items()) {
      if (item.isScalar() && item.scalar() instanceof String) {
        texts.add(item.text());
      } else {
        warnings.add(item, "not the name of an attribute, and ignored", "put it in quotes");
      }
    }
    return Collections.unmodifiableList(texts);
  }

  private static List<ExtraMetric> extraMetrics(Yaml11 at, JmxWarnings warnings)
      throws ConfigurationException {
    List<ExtraMetric> metrics = new ArrayList<>();
    for (Yaml11 item : at.items()) {
      JmxMapping mapping = JmxMapping.of(item, JmxKeys.EXTRA_METRIC, warnings);
      String name = mapping.text("name");
      Yaml11 value = mapping.findSome("value");
      if (name == null || value == null) {
        throw item.error("an extra metric without name or value", "give it both");
      }
      String description = mapping.text("description");
      if (value.isScalar()) {
        metrics.add(new ExtraMetric(name, some(value), description));
      } else {
        warnings.add(
            value, "an extra metric of several values makes no sample", "give it one value");
      }
    }
    return Collections.unmodifiableList(metrics);
  }

  private static Object some(Yaml11 at) throws ConfigurationException {
    Object value = at.scalar();
    if (value == null) {
      throw at.expected("a value");
    }
    return value;
  }
}
