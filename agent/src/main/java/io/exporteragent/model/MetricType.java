package io.exporteragent.model;

/** The metric types of OpenMetrics 1.0. */
public enum MetricType {
  COUNTER,
  GAUGE,
  HISTOGRAM,
  GAUGE_HISTOGRAM,
  SUMMARY,
  INFO,
  STATE_SET,
  UNKNOWN
}
