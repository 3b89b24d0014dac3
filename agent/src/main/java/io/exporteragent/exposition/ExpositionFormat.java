package io.exporteragent.exposition;

import io.prometheus.metrics.config.EscapingScheme;
import org.jspecify.annotations.Nullable;

/**
 * The formats in which metrics are served, in the order of our preference when the client has none.
 */
public enum ExpositionFormat {
  /** Prometheus' own format; every scraper reads it. */
  TEXT_0_0_4("text/plain", "0.0.4", TextDialect.PROMETHEUS),

  /** Prometheus' own format with names of any UTF-8 characters. */
  TEXT_1_0_0("text/plain", "1.0.0", TextDialect.PROMETHEUS),

  /** OpenMetrics: exemplars, created timestamps, names of any UTF-8 characters. */
  OPENMETRICS_1_0_0("application/openmetrics-text", "1.0.0", TextDialect.OPENMETRICS),

  /** OpenMetrics as older Prometheus servers ask for it. */
  OPENMETRICS_0_0_1("application/openmetrics-text", "0.0.1", TextDialect.OPENMETRICS),

  /** Delimited messages of Prometheus' client_model; the only format with native histograms. */
  PROTOBUF("application/vnd.google.protobuf", null, null);

  private final String mediaType;
  private final @Nullable String version;
  private final @Nullable TextDialect dialect;

  ExpositionFormat(String mediaType, @Nullable String version, @Nullable TextDialect dialect) {
    this.mediaType = mediaType;
    this.version = version;
    this.dialect = dialect;
  }

  /** Returns how the format is written, or null if it is not text. */
  @Nullable TextDialect dialect() {
    return dialect;
  }

  /**
   * Returns how closely an element of an {@code Accept} header names this format: 0 for any media
   * type, up to 3 for this version of it; -1 if it names something else.
   */
  int specificity(HeaderElement range) {
    if (range.name().equals("*/*")) {
      return 0;
    }
    if (range.name().equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*")) {
      return 1;
    }
    if (!range.name().equals(mediaType)) {
      return -1;
    }
    if (this == PROTOBUF) {
      boolean delimited =
          "io.prometheus.client.MetricFamily".equals(range.parameter("proto"))
              && "delimited".equals(range.parameter("encoding"));
      return delimited ? 3 : -1;
    }
    String wanted = range.parameter("version");
    if (wanted == null) {
      return 2;
    }
    return wanted.equals(version) ? 3 : -1;
  }

  /**
   * Returns whether the client may choose how names that are not of the old character set are
   * written.
   */
  boolean hasEscaping() {
    return this == TEXT_1_0_0 || this == OPENMETRICS_1_0_0 || this == PROTOBUF;
  }

  /**
   * Returns the value of the {@code Content-Type} header as <a
   * href="https://prometheus.io/docs/instrumenting/content_negotiation/">Prometheus' content
   * negotiation</a> demands it.
   */
  String contentType(EscapingScheme escaping) {
    String type =
        this == PROTOBUF
            ? mediaType + "; proto=io.prometheus.client.MetricFamily; encoding=delimited"
            : mediaType + "; version=" + version + "; charset=utf-8";
    return hasEscaping() ? type + "; escaping=" + escaping.getValue() : type;
  }
}
