package io.exporteragent.model;

/**
 * A metric family with the values it had when its source was asked. No method throws or blocks, and
 * all may be called by any thread.
 */
public interface Family {

  /**
   * The name as in an OpenMetrics {@code TYPE} line: a counter without {@code _total}, an info
   * without {@code _info}. May be any UTF-8 string; the encoder escapes it.
   */
  String name();

  /** The type of every point. */
  MetricType type();

  /** The unit, with which {@link #name} ends, for instance {@code seconds}; empty when none. */
  String unit();

  /** The text of the {@code HELP} line, unescaped; empty when none. */
  String help();

  /** Shows every point to the visitor. */
  void forEach(PointVisitor visitor);
}
