package io.exporteragent.exposition;

import io.exporteragent.model.MetricNames;
import io.exporteragent.model.MetricType;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What differs between the text formats, whose lines {@link TextWriter} writes. */
enum TextDialect {
  /**
   * <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus' own
   * format</a>, versions 0.0.4 and 1.0.0. It has neither exemplars nor created timestamps nor gauge
   * histograms: their counts and sums follow as families of gauges.
   */
  PROMETHEUS,

  /**
   * The format of <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics</a>
   * 1.0, and 0.0.1, which looks the same.
   */
  OPENMETRICS;

  /** Which lines of a family's points follow one head. */
  enum Part {
    WHOLE(""),
    BUCKETS(""),
    COUNTS(MetricNames.GAUGE_COUNT),
    SUMS(MetricNames.GAUGE_SUM);

    private final String suffix;

    Part(String suffix) {
      this.suffix = suffix;
    }
  }

  private static final List<Part> WHOLE = Collections.singletonList(Part.WHOLE);
  private static final List<Part> SPLIT = Arrays.asList(Part.BUCKETS, Part.COUNTS, Part.SUMS);
  private static final String[] LOST_SUFFIXES = {".created", ".total"};

  /** Returns whether exemplars and created timestamps are written. */
  boolean hasExemplarsAndCreated() {
    return this == OPENMETRICS;
  }

  /** Returns whether the number of observations is written when their sum is not known. */
  boolean hasCountsWithoutSum() {
    return this == PROMETHEUS;
  }

  /** Returns what is written of a family of this type, one after the other. */
  List<Part> parts(MetricType type) {
    return this == PROMETHEUS && type == MetricType.GAUGE_HISTOGRAM ? SPLIT : WHOLE;
  }

  /**
   * Returns what every sample of the family begins with. In Prometheus' format alone a gauge with
   * certain endings loses them, as it does in client_java 1.9.
   */
  String writtenName(PageFamily family, EscapingScheme scheme) {
    if (this == PROMETHEUS && family.type() == MetricType.GAUGE) {
      for (String suffix : LOST_SUFFIXES) {
        if (family.name().endsWith(suffix)) {
          return PrometheusNaming.escapeName(
              family.name().substring(0, family.name().length() - suffix.length()), scheme);
        }
      }
    }
    return family.written(scheme);
  }

  /** Writes the lines that describe the family, or the part of it that follows. */
  void writeHead(SampleText lines, PageFamily family, Part part) {
    String help = family.family().help();
    if (this == OPENMETRICS) {
      lines.describe("# TYPE ", "").append(typeName(family.type(), part)).append('\n');
      String unit = family.unit();
      if (!unit.isEmpty()) {
        lines.describe("# UNIT ", "").append(unit).append('\n');
      }
      if (!help.isEmpty()) {
        lines.describe("# HELP ", "").appendEscaped(help, true).append('\n');
      }
    } else {
      String suffix = part == Part.WHOLE ? MetricNames.suffix(family.type()) : part.suffix;
      if (!help.isEmpty()) {
        lines.describe("# HELP ", suffix).appendEscaped(help, false).append('\n');
      }
      lines.describe("# TYPE ", suffix).append(typeName(family.type(), part)).append('\n');
    }
  }

  /** Returns the last line of a page. */
  String end() {
    return this == OPENMETRICS ? "# EOF\n" : "";
  }

  private String typeName(MetricType type, Part part) {
    boolean own = this == PROMETHEUS;
    switch (type) {
      case COUNTER:
        return "counter";
      case GAUGE:
        return "gauge";
      case HISTOGRAM:
        return "histogram";
      case GAUGE_HISTOGRAM:
        return part == Part.WHOLE ? "gaugehistogram" : part == Part.BUCKETS ? "histogram" : "gauge";
      case SUMMARY:
        return "summary";
      case INFO:
        return own ? "gauge" : "info";
      case STATE_SET:
        return own ? "gauge" : "stateset";
      default:
        return own ? "untyped" : "unknown";
    }
  }
}
