package io.exporteragent.source.module.run;

import io.exporteragent.model.Family;
import java.util.Collections;
import java.util.List;

/** What a module's registry held after a run. Immutable, and free of the module's code. */
public final class Values {
  private final List<Family> families;
  private final int series;
  private final long durationNanos;
  private final long finishedNanos = System.nanoTime();
  private final long finishedMillis = System.currentTimeMillis();

  Values(List<Family> families, int series, long startNanos) {
    this.families = Collections.unmodifiableList(families);
    this.series = series;
    this.durationNanos = finishedNanos - startNanos;
  }

  List<Family> families() {
    return families;
  }

  public int series() {
    return series;
  }

  /** How long the run took. */
  long durationNanos() {
    return durationNanos;
  }

  /** By {@link System#nanoTime}. */
  long finishedNanos() {
    return finishedNanos;
  }

  /** By {@link System#currentTimeMillis}. */
  long finishedMillis() {
    return finishedMillis;
  }
}
