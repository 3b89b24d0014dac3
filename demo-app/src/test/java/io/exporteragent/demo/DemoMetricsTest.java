package io.exporteragent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemoMetricsTest {
  private final FakeClock clock = new FakeClock(0);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final DemoMetrics metrics = new DemoMetrics(registry, clock);

  @Test
  void nothingProcessed_countIsZeroAndAverageIsNaN() throws IOException {
    assertThat(exposition()).isEqualTo(expected("NaN", "0.0"));
  }

  @Test
  void processed_areCountedAndAveraged() throws IOException {
    metrics.widgetProcessed(0.25);
    metrics.widgetProcessed(0.5);

    assertThat(exposition()).isEqualTo(expected("0.375", "2.0"));
  }

  @Test
  void averageCoversTheLast60Seconds_countCoversEverything() throws IOException {
    metrics.widgetProcessed(0.25);
    clock.advance(Duration.ofSeconds(59));
    metrics.widgetProcessed(0.5);
    clock.advance(Duration.ofSeconds(1));
    assertThat(exposition()).isEqualTo(expected("0.5", "2.0"));

    clock.advance(Duration.ofSeconds(59));
    assertThat(exposition()).isEqualTo(expected("NaN", "2.0"));
  }

  private String exposition() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String expected(String average, String count) {
    return """
        # HELP average_processing_time_seconds Mean time to process a widget, over the widgets finished in the last 60 seconds; NaN if there were none.
        # TYPE average_processing_time_seconds gauge
        average_processing_time_seconds %s
        # HELP widgets_processed_total Widgets processed since the application started.
        # TYPE widgets_processed_total counter
        widgets_processed_total %s
        """
        .formatted(average, count);
  }
}
