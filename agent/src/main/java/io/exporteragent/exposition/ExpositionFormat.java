package io.exporteragent.exposition;

import io.prometheus.metrics.config.EscapingScheme;
import org.jspecify.annotations.Nullable;

/**
 * The formats in which metrics are served, in the order of our preference when the client has none.
 */
public enum ExpositionFormat {
  TEXT_0_0_4("text/plain", "0.0.4"),
  TEXT_1_0_0("text/plain", "1.0.0"),
  OPENMETRICS_1_0_0("application/openmetrics-text", "1.0.0"),
  OPENMETRICS_0_0_1("application/openmetrics-text", "0.0.1"),
  PROTOBUF("application/vnd.google.protobuf", null);

  private final String mediaType;
  private final @Nullable String version;

  ExpositionFormat(String mediaType, @Nullable String version) {
    this.mediaType = mediaType;
    this.version = version;
  }

  /**
   * How closely an element of an {@code Accept} header names this format: 0 for any media type, up
   * to 3 for this version of it; -1 if it names something else.
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

  /** Whether the client may choose how names that are not of the old character set are written. */
  boolean hasEscaping() {
    return this == TEXT_1_0_0 || this == OPENMETRICS_1_0_0 || this == PROTOBUF;
  }

  /**
   * The value of the {@code Content-Type} header as <a
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
