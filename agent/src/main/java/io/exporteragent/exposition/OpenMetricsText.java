package io.exporteragent.exposition;

import io.exporteragent.model.Exemplar;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.TextBuffer;
import io.prometheus.metrics.config.EscapingScheme;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format of <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics</a>
 * 1.0, and 0.0.1, which looks the same.
 */
final class OpenMetricsText extends FamilyText {
  private final TextBuffer text;

  OpenMetricsText(TextPage page, EscapingScheme escaping) {
    super(page, escaping);
    text = page.text();
  }

  @Override
  void head(PageFamily family) {
    sample().describe("# TYPE ", "").append(typeName(family.type())).append('\n');
    String unit = family.unit();
    if (!unit.isEmpty()) {
      sample().describe("# UNIT ", "").append(unit).append('\n');
    }
    String help = family.family().help();
    if (!help.isEmpty()) {
      sample().describe("# HELP ", "").appendEscaped(help, true).append('\n');
    }
  }

  @Override
  boolean showsExemplars() {
    return true;
  }

  @Override
  void exemplar(@Nullable Exemplar exemplar) {
    if (exemplar == null) {
      return;
    }
    text.append(" # {");
    labelText().append(text, exemplar.labels(), exemplar.labels().length);
    text.append('}').append(' ');
    Numbers.append(text, exemplar.value());
    if (exemplar.timestampMillis() != 0) {
      text.append(' ');
      Numbers.appendSeconds(text, exemplar.timestampMillis());
    }
  }

  @Override
  void exemplar(List<Exemplar> exemplars, double lowerBound, double upperBound) {
    exemplar(newest(exemplars, lowerBound, upperBound));
  }

  @Override
  void created(long timestampMillis) {
    if (timestampMillis != 0) {
      sample().begin("_created");
      Numbers.appendSeconds(text, timestampMillis);
      sample().end();
    }
  }

  @Override
  void histogram(
      double[] upperBounds, long[] counts, long count, double sum, List<Exemplar> exemplars) {
    buckets(upperBounds, counts, exemplars);
    // The specification wants both or none.
    if (!Double.isNaN(sum)) {
      boolean gauge = type() == MetricType.GAUGE_HISTOGRAM;
      sample().begin(gauge ? "_gcount" : "_count");
      sample().append(count).end();
      sample().begin(gauge ? "_gsum" : "_sum");
      sample().append(sum).end();
    }
  }

  @Override
  void end() {
    text.append("# EOF\n");
  }

  private static @Nullable Exemplar newest(
      List<Exemplar> exemplars, double lowerBound, double upperBound) {
    Exemplar newest = null;
    for (int i = 0; i < exemplars.size(); i++) {
      Exemplar exemplar = exemplars.get(i);
      boolean within = exemplar.value() > lowerBound && exemplar.value() <= upperBound;
      if (within
          && (newest == null
              || (newest.timestampMillis() != 0
                  && exemplar.timestampMillis() != 0
                  && exemplar.timestampMillis() > newest.timestampMillis()))) {
        newest = exemplar;
      }
    }
    return newest;
  }

  private static String typeName(MetricType type) {
    switch (type) {
      case COUNTER:
        return "counter";
      case GAUGE:
        return "gauge";
      case HISTOGRAM:
        return "histogram";
      case GAUGE_HISTOGRAM:
        return "gaugehistogram";
      case SUMMARY:
        return "summary";
      case INFO:
        return "info";
      case STATE_SET:
        return "stateset";
      default:
        return "unknown";
    }
  }
}
