package io.exporteragent.source.mbean;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page in text 0.0.4, read strictly: each family once, its HELP before its TYPE, each series
 * once. What the exporters say of themselves is left out.
 *
 * @param families by the name on the TYPE line
 */
record MetricsText(Map<String, Family> families) {
  private static final Pattern OWN =
      Pattern.compile(
          "jmx_scrape_(error|duration_seconds|cached_beans)"
              + "|jmx_config_reload_(success|failure)_total|jmx_exporter_build_info");

  /**
   * A family.
   *
   * @param help as it stands there, null without such a line
   * @param samples by their labels, sorted and written as on a page
   */
  record Family(@Nullable String help, String type, Map<String, Double> samples) {}

  /**
   * Reads a page.
   *
   * @throws IllegalArgumentException if it is none
   */
  static MetricsText parse(String text) {
    Map<String, Family> families = new TreeMap<>();
    String name = null;
    Family family = null;
    String helpOf = null;
    String help = null;
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new IllegalArgumentException("no end of line at the end");
    }
    for (String line : text.isEmpty() ? new String[0] : text.split("\n")) {
      if (line.startsWith("# HELP ")) {
        require(helpOf == null, line);
        String[] words = line.split(" ", 4);
        require(words.length == 4, line);
        helpOf = words[2];
        help = words[3];
      } else if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", 5);
        require(words.length == 4 && (helpOf == null || helpOf.equals(words[2])), line);
        name = words[2];
        family = new Family(help, words[3], new LinkedHashMap<>());
        require(families.put(name, family) == null, line);
        helpOf = null;
        help = null;
      } else {
        SampleLine sample = SampleLine.parse(line);
        require(family != null && helpOf == null && sample.name().equals(name), line);
        require(family.samples().put(sample.labels(), sample.value()) == null, line);
      }
    }
    require(helpOf == null, "HELP of " + helpOf);
    families.keySet().removeIf(own -> OWN.matcher(own).matches());
    return new MetricsText(families);
  }

  private static void require(boolean isSo, String line) {
    if (!isSo) {
      throw new IllegalArgumentException("not text 0.0.4: " + line);
    }
  }

  /** Returns all series with their labels, as on the page. */
  Map<String, Double> samples() {
    Map<String, Double> samples = new TreeMap<>();
    families.forEach(
        (name, family) ->
            family.samples().forEach((labels, value) -> samples.put(name + labels, value)));
    return samples;
  }
}
