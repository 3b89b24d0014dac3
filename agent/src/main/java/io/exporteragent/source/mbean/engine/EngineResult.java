package io.exporteragent.source.mbean.engine;

import io.exporteragent.model.Family;
import java.util.List;

/** What one scrape of an {@link Engine} has found. Immutable. */
public final class EngineResult {
  private final List<Family> families;
  private final int failures;
  private final int remembered;
  private final boolean isComplete;
  private final boolean isBuilding;
  private final long cpuNanos;

  EngineResult(
      List<Family> families,
      int failures,
      int remembered,
      boolean isComplete,
      boolean isBuilding,
      long cpuNanos) {
    this.families = families;
    this.failures = failures;
    this.remembered = remembered;
    this.isComplete = isComplete;
    this.isBuilding = isBuilding;
    this.cpuNanos = cpuNanos;
  }

  /** Returns the families, in no order. */
  public List<Family> families() {
    return families;
  }

  /** Returns how many values and beans could not be read or shown. */
  public int failures() {
    return failures;
  }

  /** Returns how many values had a decision that the policy remembers for good. */
  public int cachedBeans() {
    return remembered;
  }

  /** Returns whether no bean was left out for want of time or because it does not answer. */
  public boolean isComplete() {
    return isComplete;
  }

  /** Returns whether beans were seen for the first time, which costs more than to read them. */
  public boolean isBuilding() {
    return isBuilding;
  }

  /** Returns the CPU time of the reading threads in nanoseconds, 0 where it cannot be known. */
  public long cpuNanos() {
    return cpuNanos;
  }
}
