package io.exporteragent.model;

/** An example of an observation, mostly with the trace it belongs to. */
public final class Exemplar {
  private final double value;
  private final String[] labels;
  private final long timestampMillis;

  /**
   * Creates an example.
   *
   * @param labels name, value, name, value; kept, not copied
   * @param timestampMillis milliseconds since 1970, 0 when not known
   */
  public Exemplar(double value, String[] labels, long timestampMillis) {
    this.value = value;
    this.labels = labels;
    this.timestampMillis = timestampMillis;
  }

  /** Returns the observed value. */
  public double value() {
    return value;
  }

  /** Returns name, value, name, value; must not be changed. */
  public String[] labels() {
    return labels;
  }

  /** Returns when it was observed, in milliseconds since 1970, or 0 when not known. */
  public long timestampMillis() {
    return timestampMillis;
  }
}
