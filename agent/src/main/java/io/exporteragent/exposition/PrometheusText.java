package io.exporteragent.exposition;

import io.exporteragent.model.Exemplar;
import io.exporteragent.model.MetricType;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus' own
 * format</a>, versions 0.0.4 and 1.0.0, which has neither exemplars nor created timestamps.
 */
final class PrometheusText extends FamilyText {
  /** The format has no gauge histograms: their counts and sums follow as families of gauges. */
  private enum Part {
    POINTS,
    COUNTS,
    SUMS
  }

  private static final String[] LOST_SUFFIXES = {".created", ".total"};

  private Part part = Part.POINTS;

  PrometheusText(TextPage page, EscapingScheme escaping) {
    super(page, escaping);
  }

  /** A gauge with such an ending loses it, in this format only, as it does in client_java 1.9. */
  @Override
  String writtenName(PageFamily family, EscapingScheme scheme) {
    if (family.type() == MetricType.GAUGE) {
      for (String suffix : LOST_SUFFIXES) {
        if (family.name().endsWith(suffix)) {
          return PrometheusNaming.escapeName(
              family.name().substring(0, family.name().length() - suffix.length()), scheme);
        }
      }
    }
    return super.writtenName(family, scheme);
  }

  @Override
  void head(PageFamily family) {
    String suffix = suffix(family.type());
    String help = family.family().help();
    if (!help.isEmpty()) {
      sample().describe("# HELP ", suffix).appendEscaped(help, false).append('\n');
    }
    sample().describe("# TYPE ", suffix).append(typeName(family.type())).append('\n');
  }

  @Override
  boolean showsExemplars() {
    return false;
  }

  @Override
  void exemplar(@Nullable Exemplar exemplar) {}

  @Override
  void exemplar(List<Exemplar> exemplars, double lowerBound, double upperBound) {}

  @Override
  void created(long timestampMillis) {}

  @Override
  void histogram(
      double[] upperBounds, long[] counts, long count, double sum, List<Exemplar> exemplars) {
    boolean gauge = type() == MetricType.GAUGE_HISTOGRAM;
    if (part == Part.POINTS) {
      buckets(upperBounds, counts, exemplars);
    }
    if (!gauge || part == Part.COUNTS) {
      sample().begin(gauge ? "_gcount" : "_count");
      sample().append(count).end();
    }
    if ((!gauge || part == Part.SUMS) && !Double.isNaN(sum)) {
      sample().begin(gauge ? "_gsum" : "_sum");
      sample().append(sum).end();
    }
  }

  @Override
  void end(PageFamily family) {
    if (family.type() == MetricType.GAUGE_HISTOGRAM) {
      try {
        part = Part.COUNTS;
        show(family);
        part = Part.SUMS;
        show(family);
      } finally {
        part = Part.POINTS;
      }
    }
  }

  @Override
  void end() {}

  private String suffix(MetricType type) {
    switch (type) {
      case COUNTER:
        return "_total";
      case INFO:
        return "_info";
      case GAUGE_HISTOGRAM:
        return part == Part.POINTS ? "" : part == Part.COUNTS ? "_gcount" : "_gsum";
      default:
        return "";
    }
  }

  private String typeName(MetricType type) {
    switch (type) {
      case COUNTER:
        return "counter";
      case HISTOGRAM:
        return "histogram";
      case GAUGE_HISTOGRAM:
        return part == Part.POINTS ? "histogram" : "gauge";
      case SUMMARY:
        return "summary";
      case UNKNOWN:
        return "untyped";
      default:
        return "gauge";
    }
  }
}
