package io.exporteragent.source.application.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.gather.Samples;
import io.exporteragent.model.Family;
import io.exporteragent.model.RenderedFamily;
import io.exporteragent.model.SnapshotFamily;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClientJavaReaderTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ClientJavaReader reader = new ClientJavaReader();

  @Test
  void counter_isReadDirectly_alsoWhatComesAndGoes() {
    Counter counter =
        Counter.builder()
            .name("jobs_total")
            .help("Jobs.")
            .constLabels(Labels.of("host", "a\"b"))
            .labelNames("queue", "after")
            .register(registry);
    counter.labelValues("q", "x\\y").inc(3);
    RenderedFamily family = rendered(only());
    assertThat(family.name()).isEqualTo("jobs");
    assertThat(family.help()).isEqualTo("Jobs.");
    assertThat(lines(family))
        .containsExactly(Map.entry("after=\"x\\\\y\",host=\"a\\\"b\",queue=\"q\"", 3.0));

    counter.labelValues("q", "x\\y").inc(0.5);
    counter.labelValues("r", "z").inc();
    assertThat(lines(rendered(only())).values()).containsExactlyInAnyOrder(3.5, 1.0);
    assertThat(Samples.of(List.of(only())).values()).containsExactlyInAnyOrder(3.5, 1.0);

    counter.remove("q", "x\\y");
    assertThat(lines(rendered(only())))
        .containsExactly(Map.entry("after=\"z\",host=\"a\\\"b\",queue=\"r\"", 1.0));
    counter.clear();
    assertThat(reader.read(registry, line -> {})).isEmpty();
  }

  @Test
  void counter_hasItsCreatedTimestampAndExemplar_ifAskedFor() {
    Counter counter = Counter.builder().name("jobs_total").register(registry);
    long before = System.currentTimeMillis();
    counter.incWithExemplar(2, Labels.of("trace_id", "abc"));
    RenderedFamily family = rendered(only());
    List<String> shown = new ArrayList<>();
    for (boolean exemplars : new boolean[] {true, false}) {
      family.forEachRendered(
          (text, offset, length, value, created, exemplar) -> {
            assertThat(created).isBetween(before - 60_000, System.currentTimeMillis());
            shown.add(
                exemplar == null ? "none" : exemplar.value() + String.join("=", exemplar.labels()));
          },
          exemplars);
    }
    assertThat(shown).containsExactly("2.0trace_id=abc", "none");
  }

  @Test
  void gauge_isReadDirectly() {
    Gauge.builder().name("level").register(registry).set(-0.25);
    assertThat(lines(rendered(only()))).containsExactly(Map.entry("", -0.25));
  }

  @Test
  void unusedMetricWithoutLabels_isOnThePageAtOnce() {
    Counter.builder().name("jobs_total").register(registry);
    assertThat(Samples.of(reader.read(registry, line -> {})))
        .containsExactly(Map.entry("jobs[]", 0.0));
    assertThat(lines(rendered(only()))).containsExactly(Map.entry("", 0.0));
  }

  @Test
  void everythingElse_isReadBySnapshots() {
    Gauge.builder().name("dotted.name").register(registry).set(1);
    Counter.builder().name("dotted").labelNames("a.b").register(registry).labelValues("c").inc();
    Histogram.builder().name("seconds").register(registry).observe(1);
    GaugeWithCallback.builder().name("called").callback(to -> to.call(7)).register(registry);
    registry.register(
        (MultiCollector)
            () ->
                new MetricSnapshots(
                    GaugeSnapshot.builder()
                        .name("multi")
                        .dataPoint(GaugeDataPointSnapshot.builder().value(9).build())
                        .build()));
    assertThat(reader.read(registry, line -> {}))
        .hasOnlyElementsOfType(SnapshotFamily.class)
        .extracting(Family::name)
        .containsExactlyInAnyOrder("dotted.name", "dotted", "seconds", "called", "multi");
  }

  @Test
  void registryThatDiffers_isAskedItself() {
    PrometheusRegistry own =
        new PrometheusRegistry() {
          @Override
          public MetricSnapshots scrape() {
            return new MetricSnapshots();
          }
        };
    Counter.builder().name("hidden_total").register(own).inc();
    assertThat(reader.read(own, line -> {})).isEmpty();
  }

  @Test
  void throwingCollector_failsTheRegistry() {
    Collector broken =
        () -> {
          throw new IllegalStateException("broken");
        };
    registry.register(broken);
    assertThatThrownBy(() -> reader.read(registry, line -> {})).hasMessage("broken");
  }

  @Test
  void unregisteredMetric_isForgotten() {
    Counter counter = Counter.builder().name("jobs_total").register(registry);
    counter.inc();
    Family first = only();
    assertThat(only()).isSameAs(first);
    registry.unregister(counter);
    assertThat(reader.read(registry, line -> {})).isEmpty();
    registry.register(counter);
    assertThat(only()).isNotSameAs(first);
  }

  private Family only() {
    List<Family> families = reader.read(registry, line -> {});
    assertThat(families).hasSize(1);
    return families.get(0);
  }

  private static RenderedFamily rendered(Family family) {
    assertThat(family).isInstanceOf(RenderedFamily.class);
    return (RenderedFamily) family;
  }

  private static Map<String, Double> lines(RenderedFamily family) {
    Map<String, Double> lines = new TreeMap<>();
    family.forEachRendered(
        (text, offset, length, value, created, exemplar) ->
            lines.put(new String(text, offset, length, UTF_8), value),
        false);
    return lines;
  }
}
