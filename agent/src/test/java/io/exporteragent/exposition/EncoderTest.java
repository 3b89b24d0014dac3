package io.exporteragent.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.http.SampleFamilies;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.model.SnapshotFamily;
import io.exporteragent.testing.Promtool;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_1.Metrics;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderTest {
  private final List<String> messages = new ArrayList<>();
  private final Encoder encoder = new Encoder(messages::add);

  @Test
  void text_hasEveryType() throws Exception {
    String page = text(ExpositionFormat.TEXT_0_0_4, SampleFamilies.all());

    assertThat(page)
        .isEqualTo(
            """
            # HELP app_health Health.
            # TYPE app_health gauge
            app_health{app_health="healthy"} 1
            app_health{app_health="unhealthy"} 0
            app_health{node="b",app_health="healthy"} 0
            app_health{node="b",app_health="unhealthy"} 1
            # HELP build_info Build.
            # TYPE build_info gauge
            build_info{version="1"} 1
            # HELP quantiles_seconds Quantiles.
            # TYPE quantiles_seconds summary
            quantiles_seconds{quantile="0.5"} 1.5
            quantiles_seconds{quantile="0.99"} NaN
            quantiles_seconds_count 4
            quantiles_seconds_sum 6.0
            quantiles_seconds_count{node="b"} 1
            # HELP queue_bytes Queue.
            # TYPE queue_bytes histogram
            queue_bytes_bucket{le="1.0"} 2
            queue_bytes_bucket{le="+Inf"} 5
            # HELP queue_bytes_gcount Queue.
            # TYPE queue_bytes_gcount gauge
            queue_bytes_gcount 5
            # HELP queue_bytes_gsum Queue.
            # TYPE queue_bytes_gsum gauge
            queue_bytes_gsum 9.0
            # HELP requests_seconds Requests.
            # TYPE requests_seconds histogram
            requests_seconds_bucket{le="0.1"} 1
            requests_seconds_bucket{le="1.0"} 3
            requests_seconds_bucket{le="+Inf"} 3
            requests_seconds_count 3
            requests_seconds_sum 1.5
            requests_seconds_bucket{node="b",le="+Inf"} 10
            requests_seconds_count{node="b"} 10
            requests_seconds_sum{node="b"} 7.0
            # HELP something_odd Odd "help" with \\\\ and\\nnew line.
            # TYPE something_odd untyped
            something_odd -Inf
            # HELP temperature_celsius Temperature.
            # TYPE temperature_celsius gauge
            temperature_celsius{place="a\\"b\\\\c\\nd"} 21.5
            # HELP widgets_total Widgets.
            # TYPE widgets_total counter
            widgets_total 7.0
            """);
    Promtool.assertReads(page);
    assertThat(messages).isEmpty();
  }

  @Test
  void text1_hasTheSameSamples() throws Exception {
    String page = text(ExpositionFormat.TEXT_1_0_0, SampleFamilies.all());

    assertThat(page).isEqualTo(text(ExpositionFormat.TEXT_0_0_4, SampleFamilies.all()));
    Promtool.assertReads(page);
  }

  @Test
  void openMetrics_hasTypesUnitsExemplarsAndCreatedTimestamps() throws Exception {
    String page = text(ExpositionFormat.OPENMETRICS_1_0_0, SampleFamilies.all());

    assertThat(page)
        .contains(
            """
            # TYPE widgets counter
            # HELP widgets Widgets.
            widgets_total 7.0 # {trace_id="abc"} 0.07 1700000000.123
            widgets_created 1700000000.123
            """)
        .contains("# UNIT temperature_celsius celsius\n")
        .contains("# TYPE app_health stateset\n", "# TYPE build info\n")
        .contains("# TYPE queue_bytes gaugehistogram\n", "# TYPE something_odd unknown\n")
        .contains(
            "requests_seconds_bucket{le=\"0.1\"} 1 # {trace_id=\"abc\"} 0.07 1700000000.123\n")
        .contains("quantiles_seconds_created 1700000000.123\n")
        .doesNotContain("unit_that_the_name_lacks")
        .endsWith("\n# EOF\n");
    assertThat(page.indexOf("# EOF")).isEqualTo(page.length() - "# EOF\n".length());
    assertThat(text(ExpositionFormat.OPENMETRICS_0_0_1, SampleFamilies.all())).isEqualTo(page);
  }

  @Test
  void protobuf_isReadBack() throws Exception {
    List<Metrics.MetricFamily> families = protobuf(SampleFamilies.all());

    assertThat(families)
        .extracting(Metrics.MetricFamily::getName)
        .containsExactly(
            "app_health",
            "build_info",
            "quantiles_seconds",
            "queue_bytes",
            "requests_seconds",
            "something_odd",
            "temperature_celsius",
            "widgets_total");
    Metrics.MetricFamily widgets = families.get(7);
    assertThat(widgets.getType()).isEqualTo(Metrics.MetricType.COUNTER);
    assertThat(widgets.getMetric(0).getCounter().getValue()).isEqualTo(7);
    assertThat(widgets.getMetric(0).getCounter().getExemplar().getValue()).isEqualTo(0.07);
    Metrics.Histogram histogram = families.get(4).getMetric(1).getHistogram();
    assertThat(histogram.getSampleCount()).isEqualTo(10);
    assertThat(histogram.getSampleSum()).isEqualTo(7);
    assertThat(histogram.getSchema()).isEqualTo(2);
    assertThat(histogram.getZeroCount()).isEqualTo(1);
    assertThat(histogram.getZeroThreshold()).isEqualTo(0.001);
    assertThat(histogram.getPositiveDeltaList()).startsWith(2L, 1L);
    assertThat(histogram.getNegativeDeltaList()).containsExactly(1L);
  }

  @ParameterizedTest
  @EnumSource(ExpositionFormat.class)
  void refusedFamily_costsOnlyItself(ExpositionFormat format) throws Exception {
    List<Family> families =
        List.of(
            new ScalarFamily("", MetricType.GAUGE, ""),
            new ScalarFamily("twice", MetricType.GAUGE, "").add(1).add(2),
            new ScalarFamily("bad_label", MetricType.GAUGE, "").add(1, "__x", "y"),
            new ScalarFamily("odd_label", MetricType.GAUGE, "").add(1, "x"),
            new ScalarFamily("negative", MetricType.COUNTER, "").add(-1),
            new ScalarFamily("no_state", MetricType.STATE_SET, "").add(1, "x", "y"),
            new ScalarFamily("no_buckets", MetricType.HISTOGRAM, "").add(1),
            SampleFamilies.family(
                "throws",
                MetricType.GAUGE,
                "",
                "",
                to -> {
                  throw new IllegalStateException("two\nlines");
                }),
            new ScalarFamily("good", MetricType.GAUGE, "").add(1));

    byte[] page = encode(format, EscapingScheme.ALLOW_UTF8, families);

    assertThat(page).isEqualTo(encode(format, EscapingScheme.ALLOW_UTF8, families.subList(8, 9)));
    assertThat(messages)
        .hasSize(8)
        .contains("metric family 'throws' is left out of the page: two lines")
        .allMatch(message -> message.indexOf('\n') < 0);
    encode(format, EscapingScheme.ALLOW_UTF8, families);
    assertThat(messages).hasSize(8);
  }

  /** client_java's writer would refuse the whole page. */
  @Test
  void collidingNamesInProtobuf_firstStays() throws Exception {
    ExpositionFormat format = ExpositionFormat.PROTOBUF;
    List<Family> families =
        List.of(
            new ScalarFamily("a.b", MetricType.GAUGE, "").add(1),
            new ScalarFamily("c", MetricType.COUNTER, "").add(1),
            new ScalarFamily("a_b", MetricType.GAUGE, "").add(2),
            new ScalarFamily("c_total", MetricType.GAUGE, "").add(2),
            new ScalarFamily("c", MetricType.GAUGE, "").add(2),
            new SnapshotFamily(snapshot("a_b")));

    byte[] page = encode(format, EscapingScheme.UNDERSCORE_ESCAPING, families);

    assertThat(page)
        .isEqualTo(encode(format, EscapingScheme.UNDERSCORE_ESCAPING, families.subList(0, 2)));
    assertThat(messages)
        .containsExactly(
            "metric family 'a_b' is left out of the page: 'a.b' already uses one of its names",
            "metric family 'c_total' is left out of the page: 'c' already uses one of its names",
            "metric family 'c' is left out of the page: 'c' already uses one of its names");
  }

  @Test
  void suffixInTheName_isNotDoubled() throws Exception {
    String page =
        text(
            ExpositionFormat.TEXT_0_0_4,
            List.of(
                new ScalarFamily("a_total", MetricType.COUNTER, "").add(1),
                new ScalarFamily("b_info", MetricType.INFO, "").add(1, "x", "y")));

    assertThat(page)
        .isEqualTo(
            """
            # TYPE a_total counter
            a_total 1.0
            # TYPE b_info gauge
            b_info{x="y"} 1
            """);
  }

  @Test
  void names_areEscapedAsAgreed() throws Exception {
    List<Family> families =
        List.of(new ScalarFamily("a.\u00e9", MetricType.GAUGE, "").add(1, "l.m", "v.w"));

    assertThat(text(ExpositionFormat.TEXT_1_0_0, EscapingScheme.ALLOW_UTF8, families))
        .contains("{\"a.\u00e9\",\"l.m\"=\"v.w\"} 1.0\n");
    assertThat(text(ExpositionFormat.TEXT_1_0_0, EscapingScheme.UNDERSCORE_ESCAPING, families))
        .contains("a__{l_m=\"v.w\"} 1.0\n");
    assertThat(text(ExpositionFormat.TEXT_1_0_0, EscapingScheme.DOTS_ESCAPING, families))
        .contains("a_dot___{l_dot_m=\"v.w\"} 1.0\n");
    assertThat(text(ExpositionFormat.TEXT_1_0_0, EscapingScheme.VALUE_ENCODING_ESCAPING, families))
        .contains("U__a_2e__e9_{U__l_2e_m=\"v.w\"} 1.0\n");
  }

  @ParameterizedTest
  @EnumSource(ExpositionFormat.class)
  void noFamilies_isAnEmptyPage(ExpositionFormat format) throws Exception {
    assertThat(text(format, List.of(new ScalarFamily("empty", MetricType.GAUGE, ""))))
        .isEqualTo(format.name().startsWith("OPENMETRICS") ? "# EOF\n" : "");
  }

  /** client_java would read its settings from the application's environment. */
  @Test
  void encoding_doesNotAskForTheConfigurationOfClientJava() throws Exception {
    try (RecordingLoader loader = new RecordingLoader()) {
      Class<?> fixture = loader.loadClass(EncodesEverything.class.getName());
      ((Runnable) fixture.getDeclaredConstructor().newInstance()).run();

      assertThat(loader.asked)
          .contains("io.prometheus.metrics.expositionformats.internal.PrometheusProtobufWriterImpl")
          .doesNotContain("io.prometheus.metrics.config.PrometheusProperties")
          .doesNotContain("io.prometheus.metrics.config.PrometheusPropertiesLoader");
    }
  }

  /** Is loaded once more by {@link RecordingLoader}. */
  public static final class EncodesEverything implements Runnable {
    @Override
    public void run() {
      for (ExpositionFormat format : ExpositionFormat.values()) {
        try {
          new Encoder(message -> {})
              .write(SampleFamilies.all(), Exposition.of(format), new ByteArrayOutputStream());
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Loads everything anew and remembers the names of the classes it was asked for. */
  private static final class RecordingLoader extends URLClassLoader {
    final Set<String> asked = ConcurrentHashMap.newKeySet();

    RecordingLoader() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      asked.add(name);
      return super.loadClass(name, resolve);
    }

    private static URL[] classPath() {
      return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(
              entry -> {
                try {
                  return Path.of(entry).toUri().toURL();
                } catch (MalformedURLException e) {
                  throw new IllegalArgumentException(entry, e);
                }
              })
          .toArray(URL[]::new);
    }
  }

  private static GaugeSnapshot snapshot(String name) {
    return GaugeSnapshot.builder()
        .name(name)
        .dataPoint(GaugeDataPointSnapshot.builder().value(3).build())
        .build();
  }

  private List<Metrics.MetricFamily> protobuf(List<Family> families) throws IOException {
    byte[] page = encode(ExpositionFormat.PROTOBUF, EscapingScheme.UNDERSCORE_ESCAPING, families);
    InputStream in = new ByteArrayInputStream(page);
    List<Metrics.MetricFamily> parsed = new ArrayList<>();
    while (in.available() > 0) {
      parsed.add(Metrics.MetricFamily.parseDelimitedFrom(in));
    }
    return parsed;
  }

  private String text(ExpositionFormat format, List<Family> families) throws IOException {
    return text(format, EscapingScheme.UNDERSCORE_ESCAPING, families);
  }

  private String text(ExpositionFormat format, EscapingScheme escaping, List<Family> families)
      throws IOException {
    return new String(encode(format, escaping, families), StandardCharsets.UTF_8);
  }

  private byte[] encode(ExpositionFormat format, EscapingScheme escaping, List<Family> families)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.write(families, new Exposition(format, escaping), out);
    return out.toByteArray();
  }
}
