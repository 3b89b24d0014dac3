package io.exporteragent.source.application.bridge;

import io.exporteragent.model.Exemplar;
import io.prometheus.client.Collector;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * What later versions of simpleclient added: units in 0.10, exemplars in 0.11. With an older
 * version the class that uses them is never linked.
 */
class SimpleclientDetails {

  static SimpleclientDetails ofThisVersion() {
    boolean current =
        hasField(Collector.MetricFamilySamples.Sample.class, "exemplar")
            && hasField(Collector.MetricFamilySamples.class, "unit");
    return current ? new Current() : new SimpleclientDetails();
  }

  private static boolean hasField(Class<?> type, String name) {
    for (Field field : type.getFields()) {
      if (field.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  String unit(Collector.MetricFamilySamples family) {
    return "";
  }

  @Nullable Exemplar exemplar(Collector.MetricFamilySamples.Sample sample) {
    return null;
  }

  private static final class Current extends SimpleclientDetails {
    @Override
    String unit(Collector.MetricFamilySamples family) {
      return family.unit == null ? "" : family.unit;
    }

    @Override
    @Nullable Exemplar exemplar(Collector.MetricFamilySamples.Sample sample) {
      if (sample.exemplar == null) {
        return null;
      }
      String[] labels = new String[2 * sample.exemplar.getNumberOfLabels()];
      for (int i = 0; i < sample.exemplar.getNumberOfLabels(); i++) {
        labels[2 * i] = sample.exemplar.getLabelName(i);
        labels[2 * i + 1] = sample.exemplar.getLabelValue(i);
      }
      Long timestamp = sample.exemplar.getTimestampMs();
      return new Exemplar(sample.exemplar.getValue(), labels, timestamp == null ? 0 : timestamp);
    }
  }
}
