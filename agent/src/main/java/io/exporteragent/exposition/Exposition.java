package io.exporteragent.exposition;

import io.prometheus.metrics.config.EscapingScheme;

/** What was agreed with a client about how its page is written. */
public final class Exposition {
  private final ExpositionFormat format;
  private final EscapingScheme escaping;

  Exposition(ExpositionFormat format, EscapingScheme escaping) {
    this.format = format;
    this.escaping = escaping;
  }

  ExpositionFormat format() {
    return format;
  }

  /** How names that are not of the old character set are written. */
  EscapingScheme escaping() {
    return escaping;
  }

  public String contentType() {
    return format.contentType(escaping);
  }
}
