package io.exporteragent.benchmarks;

import com.fasterxml.jackson.annotation.JsonGetter;

/**
 * What the agent has promised to keep to.
 *
 * @param promise what is measured, and in what
 * @param value what was measured
 * @param limit what it is to be at most
 */
record Target(String promise, double value, double limit) {

  /** A promise about what the agent takes of what another takes; NaN if that one took nothing. */
  static Target share(String promise, double agent, double other, double limit) {
    return new Target(promise, other > 0 ? agent / other : Double.NaN, limit);
  }

  /** Not so either if nothing was measured. */
  @JsonGetter
  boolean met() {
    return value <= limit;
  }
}
