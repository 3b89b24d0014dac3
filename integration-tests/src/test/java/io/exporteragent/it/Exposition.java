package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.testing.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A page in the text format family by family, whoever wrote it.
 *
 * @param text as it was served
 * @param comments the lines of help and type
 * @param families the samples by series as written, by the name of their family
 */
record Exposition(String text, List<String> comments, Map<String, Map<String, Double>> families) {

  /** Reads a page, which must have no family and no series twice. */
  static Exposition of(Page page) {
    assertThat(page.status()).isEqualTo(200);
    List<String> comments = page.body().lines().filter(line -> line.startsWith("#")).toList();
    assertThat(comments).doesNotHaveDuplicates();
    Map<String, Map<String, Double>> families = new LinkedHashMap<>();
    Map<String, Double> samples = page.samples();
    String family = "";
    for (String line : page.body().lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        family = line.split(" ", 4)[2];
        assertThat(families.put(family, new LinkedHashMap<>())).as(line).isNull();
      } else if (!line.startsWith("#") && !line.isEmpty()) {
        String series = line.substring(0, line.lastIndexOf(' '));
        assertThat(series).startsWith(family);
        families.get(family).put(withoutLastComma(series), samples.get(series));
      }
    }
    return new Exposition(page.body(), comments, families);
  }

  /** The one that simpleclient writes behind the last label. */
  private static String withoutLastComma(String series) {
    return series.endsWith(",}") ? series.substring(0, series.length() - 2) + "}" : series;
  }

  /** Everything but the values, in alphabetical order. */
  Set<String> withoutValues() {
    Set<String> lines = new TreeSet<>(comments);
    families.values().forEach(samples -> lines.addAll(samples.keySet()));
    return lines;
  }

  /** Help and type of one family, in the order of their lines. */
  List<String> comments(String family) {
    return comments.stream()
        .filter(line -> List.of(line.split(" ", 4)).indexOf(family) == 2)
        .toList();
  }

  /** How many each series of a histogram has counted. */
  Map<String, Double> counts(String family) {
    Map<String, Double> counts = new TreeMap<>();
    families
        .getOrDefault(family, Map.of())
        .forEach(
            (series, value) -> {
              if (series.startsWith(family + "_count")) {
                counts.put(series, value);
              }
            });
    return counts;
  }

  /** The value of a series, NaN when it is missing. */
  double value(String series) {
    return families.values().stream()
        .filter(samples -> samples.containsKey(series))
        .mapToDouble(samples -> samples.get(series))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The value of a series; fails when it is missing, which NaN does not against a lower bound. */
  double present(String series) {
    double value = value(series);
    assertThat(value).as(series).isFinite();
    return value;
  }

  /** Whether the samples of a family can never fall. */
  boolean isCumulative(String family) {
    return comments.contains("# TYPE " + family + " counter")
        || comments.contains("# TYPE " + family + " histogram");
  }
}
