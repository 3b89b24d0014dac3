package io.exporteragent.source.host;

import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.PointVisitor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a source answers, by name and label values: {@code disk_usage total /}. */
final class Points implements PointVisitor {
  private final Map<String, Double> values = new LinkedHashMap<>();
  private final String name;

  private Points(String name) {
    this.name = name;
  }

  static Map<String, Double> of(Source source) throws Exception {
    return of(source, Duration.ofSeconds(10));
  }

  static Map<String, Double> of(Source source, Duration timeout) throws Exception {
    return of(source.collect(Scrape.ofEverything(System.nanoTime() + timeout.toNanos())));
  }

  static Map<String, Double> of(List<? extends Family> families) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (Family family : families) {
      Points points = new Points(family.name());
      family.forEach(points);
      all.putAll(points.values);
    }
    return all;
  }

  @Override
  public void scalar(
      String[] labels, double value, long createdTimestampMillis, Exemplar exemplar) {
    StringBuilder key = new StringBuilder(name);
    for (int i = 1; i < labels.length; i += 2) {
      key.append(' ').append(labels[i]);
    }
    if (values.put(key.toString(), value) != null) {
      throw new AssertionError("Twice: " + key);
    }
  }
}
