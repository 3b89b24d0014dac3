package io.exporteragent.source.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Enumeration;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Info;
import io.prometheus.client.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimpleclientReaderTest {
  private enum Mood {
    GOOD,
    BAD
  }

  private final CollectorRegistry registry = new CollectorRegistry();
  private final List<String> refused = new ArrayList<>();

  @Test
  void counter_hasItsCreatedTimestampAndExemplar() {
    Counter counter = Counter.build("jobs_total", "Jobs.").labelNames("queue").register(registry);
    counter.labels("a").incWithExemplar(3, "trace_id", "42");
    Family family = only();
    assertThat(family.name()).isEqualTo("jobs");
    assertThat(family.type()).isEqualTo(MetricType.COUNTER);
    assertThat(family.help()).isEqualTo("Jobs.");
    assertThat(points(family))
        .singleElement()
        .asString()
        .matches("\\[queue, a\\] 3\\.0 created exemplar 3\\.0 \\[trace_id, 42\\]");
  }

  @Test
  void gaugeWithAnAwkwardName_isAGauge() {
    Gauge.build("last_created", "Last.").register(registry).set(7);
    assertThat(only().name()).isEqualTo("last_created");
    assertThat(points(only())).containsExactly("[] 7.0");
  }

  @Test
  void histogram_isPutTogetherAgain() {
    Histogram histogram =
        Histogram.build("latency_seconds", "Latency.")
            .unit("seconds")
            .buckets(0.1, 1)
            .labelNames("path")
            .register(registry);
    histogram.labels("/").observe(0.05);
    histogram.labels("/").observe(0.5);
    histogram.labels("/").observe(0.6);
    histogram.labels("/").observe(5);
    assertThat(only().unit()).isEqualTo("seconds");
    assertThat(points(only()))
        .containsExactly("[path, /] [0.1, 1.0, Infinity] [1, 2, 1] sum 6.15 created");
  }

  @Test
  void summary_isPutTogetherAgain() {
    Summary summary = Summary.build("size_bytes", "Size.").quantile(0.5, 0.01).register(registry);
    summary.observe(10);
    summary.observe(10);
    assertThat(points(only())).containsExactly("[] count 2 sum 20.0 [0.5] [10.0] created");
  }

  @Test
  void infoAndStateSet() {
    Info.build("about", "About.").register(registry).info("version", "1");
    assertThat(only().name()).isEqualTo("about");
    assertThat(points(only())).containsExactly("[version, 1] 1.0");
    registry.clear();
    Enumeration.build("mood", "Mood.").states(Mood.class).register(registry).state(Mood.BAD);
    assertThat(only().type()).isEqualTo(MetricType.STATE_SET);
    assertThat(points(only())).containsExactlyInAnyOrder("[mood, GOOD] 0.0", "[mood, BAD] 1.0");
  }

  @Test
  void untypedFamilyWhoseSamplesHaveOtherNames_isRefusedAloud() {
    Collector.MetricFamilySamples family =
        new Collector.MetricFamilySamples(
            "queue",
            Collector.Type.UNKNOWN,
            "Queue.",
            List.of(sample("queue_size", 3), sample("queue_limit", 10)));
    registerSamples(family);
    assertThat(new SimpleclientReader().read(registry, refused::add)).isEmpty();
    assertThat(refused)
        .containsExactly(
            "metric family \"queue\" is left out: its sample \"queue_size\" is not named like it; make that a family of its own");
  }

  @Test
  void sampleOfASummaryThatHasAnotherName_isLeftOutAloud() {
    registerSamples(
        new Collector.MetricFamilySamples(
            "size_bytes",
            Collector.Type.SUMMARY,
            "Size.",
            List.of(
                sample("size_bytes_count", 2),
                sample("size_bytes_sum", 5),
                sample("size_bytes_account", 7))));
    assertThat(points(only())).containsExactly("[] count 2 sum 5.0 [] []");
    assertThat(refused).singleElement().asString().startsWith("sample \"size_bytes_account\"");
  }

  private static Collector.MetricFamilySamples.Sample sample(String name, double value) {
    return new Collector.MetricFamilySamples.Sample(name, List.of(), List.of(), value);
  }

  private void registerSamples(Collector.MetricFamilySamples family) {
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            return List.of(family);
          }
        });
  }

  private Family only() {
    List<Family> families = new SimpleclientReader().read(registry, refused::add);
    assertThat(families).hasSize(1);
    return families.get(0);
  }

  private static List<String> points(Family family) {
    Described described = new Described();
    family.forEach(described);
    return described.points;
  }

  private static final class Described implements PointVisitor {
    private final List<String> points = new ArrayList<>();

    @Override
    public void scalar(String[] labels, double value, long created, @Nullable Exemplar exemplar) {
      points.add(
          Arrays.toString(labels)
              + " "
              + value
              + created(created)
              + (exemplar == null
                  ? ""
                  : " exemplar " + exemplar.value() + " " + Arrays.toString(exemplar.labels())));
    }

    @Override
    public void distribution(String[] labels, Distribution point) {
      String line = Arrays.toString(labels);
      if (point instanceof Distribution.Summary summary) {
        line += " count " + summary.count() + " sum " + summary.sum() + " ";
        line += Arrays.toString(summary.quantiles()) + " " + Arrays.toString(summary.values());
      } else if (point instanceof Distribution.Histogram histogram) {
        line += " " + Arrays.toString(histogram.upperBounds());
        line += " " + Arrays.toString(histogram.counts()) + " sum " + histogram.sum();
      }
      points.add(line + created(point.createdTimestampMillis()));
    }

    private static String created(long millis) {
      return Math.abs(System.currentTimeMillis() - millis) < 3_600_000 ? " created" : "";
    }
  }
}
