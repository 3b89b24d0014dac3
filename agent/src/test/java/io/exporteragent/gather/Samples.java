package io.exporteragent.gather;

import io.exporteragent.model.Family;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The plain numbers of families. Fails on a family that is not made of them. */
public final class Samples {
  private Samples() {}

  /** Reads families, by name and labels: {@code memory_usage[type, free]}. */
  public static Map<String, Double> of(List<Family> families) {
    return read(families, Arrays::toString, new TreeMap<>());
  }

  /**
   * Collects from a source, in its order and by name and label values: {@code disk_usage total /}.
   */
  public static Map<String, Double> from(Source source) throws Exception {
    return from(source, Duration.ofSeconds(10));
  }

  /** Collects from a source for a scrape of this timeout, by name and label values. */
  public static Map<String, Double> from(Source source, Duration timeout) throws Exception {
    return read(
        source.collect(Scrape.ofEverything(System.nanoTime() + timeout.toNanos())),
        Samples::values,
        new LinkedHashMap<>());
  }

  private static Map<String, Double> read(
      List<? extends Family> families,
      Function<String[], String> suffix,
      Map<String, Double> samples) {
    for (Family family : families) {
      family.forEach(
          (labels, value, created, exemplar) -> {
            String key = family.name() + suffix.apply(labels);
            if (samples.put(key, value) != null) {
              throw new AssertionError("twice: " + key);
            }
          });
    }
    return samples;
  }

  /** Writes the values of labels, each after a space. */
  public static String values(String[] labels) {
    StringBuilder values = new StringBuilder();
    for (int i = 1; i < labels.length; i += 2) {
      values.append(' ').append(labels[i]);
    }
    return values.toString();
  }
}
