package io.exporteragent.source.module.run;

import io.exporteragent.model.Family;
import io.exporteragent.source.module.compile.ModuleException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collections;
import java.util.List;

/** What a module's registry held after a run. Immutable, and free of the module's code. */
public final class Values {
  private final List<Family> families;
  private final int series;
  private final long durationNanos;
  private final long finishedNanos = System.nanoTime();
  private final long finishedMillis = System.currentTimeMillis();

  private Values(List<Family> families, int series, long startNanos) {
    this.families = Collections.unmodifiableList(families);
    this.series = series;
    this.durationNanos = finishedNanos - startNanos;
  }

  /**
   * Reads a registry, which runs the callbacks registered there.
   *
   * @param startNanos when the run began, by {@link System#nanoTime}
   * @throws ModuleException if there are too many series, or a family cannot be served
   */
  static Values read(PrometheusRegistry registry, int maxSeries, long startNanos)
      throws ModuleException {
    List<Family> families = ModuleSeries.read(registry);
    int series = ModuleSeries.count(families);
    if (series > maxSeries) {
      throw new ModuleException(
          String.format("it has %d series, more than the %d of max_series", series, maxSeries));
    }
    return new Values(families, series, startNanos);
  }

  List<Family> families() {
    return families;
  }

  /** Returns how many series Prometheus stores of them. */
  public int series() {
    return series;
  }

  /** Returns how long the run took. */
  long durationNanos() {
    return durationNanos;
  }

  /** Returns when the run ended, by {@link System#nanoTime}. */
  long finishedNanos() {
    return finishedNanos;
  }

  /** Returns when the run ended, by {@link System#currentTimeMillis}. */
  long finishedMillis() {
    return finishedMillis;
  }
}
