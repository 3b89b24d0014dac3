package io.exporteragent.demo;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.LongSupplier;

/**
 * What the widget service tells about itself:
 *
 * <pre>
 * # HELP average_processing_time_seconds Mean time to process a widget, over the widgets finished in the last 60 seconds; NaN if there were none.
 * # TYPE average_processing_time_seconds gauge
 * average_processing_time_seconds 0.298
 * # HELP widgets_processed_total Widgets processed since the application started.
 * # TYPE widgets_processed_total counter
 * widgets_processed_total 47.0
 * </pre>
 *
 * <p>Safe for any number of threads.
 */
final class DemoMetrics {
  private static final int WINDOW_SECONDS = 60;

  private final Counter processed;
  private final SlidingAverage processingSeconds;

  /**
   * @param registry where to register, once per registry
   * @param nanoClock a clock like {@link System#nanoTime}
   */
  DemoMetrics(PrometheusRegistry registry, LongSupplier nanoClock) {
    processingSeconds = new SlidingAverage(WINDOW_SECONDS, nanoClock);
    processed =
        Counter.builder()
            .name("widgets_processed_total")
            .help("Widgets processed since the application started.")
            .register(registry);
    GaugeWithCallback.builder()
        .name("average_processing_time_seconds")
        .unit(Unit.SECONDS)
        .help(
            String.format(
                "Mean time to process a widget, over the widgets finished in the last %d seconds; NaN if there were none.",
                WINDOW_SECONDS))
        .callback(gauge -> gauge.call(processingSeconds.mean()))
        .register(registry);
  }

  /** Counts a widget that took the given time. */
  void widgetProcessed(double seconds) {
    processed.inc();
    processingSeconds.record(seconds);
  }
}
