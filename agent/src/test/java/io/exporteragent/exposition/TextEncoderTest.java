package io.exporteragent.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.http.SampleFamilies;
import io.exporteragent.model.Distribution;
import io.exporteragent.model.Exemplar;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.PointVisitor;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.testing.Promtool;
import io.prometheus.metrics.config.EscapingScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextEncoderTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Exposition TEXT = Exposition.of(ExpositionFormat.TEXT_0_0_4);

  private final List<String> messages = new ArrayList<>();
  private final Encoder encoder = new Encoder(messages::add);

  @Test
  void openMetrics_hasEveryType() throws Exception {
    assertThat(openMetrics(SampleFamilies.all()))
        .isEqualTo(
            """
            # TYPE app_health stateset
            # HELP app_health Health.
            app_health{app_health="healthy"} 1
            app_health{app_health="unhealthy"} 0
            app_health{node="b",app_health="healthy"} 0
            app_health{node="b",app_health="unhealthy"} 1
            # TYPE build info
            # HELP build Build.
            build_info{version="1"} 1
            # TYPE quantiles_seconds summary
            # UNIT quantiles_seconds seconds
            # HELP quantiles_seconds Quantiles.
            quantiles_seconds{quantile="0.5"} 1.5
            quantiles_seconds{quantile="0.99"} NaN
            quantiles_seconds_count 4
            quantiles_seconds_sum 6.0
            quantiles_seconds_created 1700000000.123
            quantiles_seconds_count{node="b"} 1
            # TYPE queue_bytes gaugehistogram
            # UNIT queue_bytes bytes
            # HELP queue_bytes Queue.
            queue_bytes_bucket{le="1.0"} 2
            queue_bytes_bucket{le="+Inf"} 5
            queue_bytes_gcount 5
            queue_bytes_gsum 9.0
            # TYPE requests_seconds histogram
            # UNIT requests_seconds seconds
            # HELP requests_seconds Requests.
            requests_seconds_bucket{le="0.1"} 1 # {trace_id="abc"} 0.07 1700000000.123
            requests_seconds_bucket{le="1.0"} 3
            requests_seconds_bucket{le="+Inf"} 3
            requests_seconds_count 3
            requests_seconds_sum 1.5
            requests_seconds_created 1700000000.123
            requests_seconds_bucket{node="b",le="+Inf"} 10
            requests_seconds_count{node="b"} 10
            requests_seconds_sum{node="b"} 7.0
            requests_seconds_created{node="b"} 1700000000.123
            # TYPE something_odd unknown
            # HELP something_odd Odd \\"help\\" with \\\\ and\\nnew line.
            something_odd -Inf
            # TYPE temperature_celsius gauge
            # UNIT temperature_celsius celsius
            # HELP temperature_celsius Temperature.
            temperature_celsius{place="a\\"b\\\\c\\nd"} 21.5
            # TYPE widgets counter
            # HELP widgets Widgets.
            widgets_total 7.0 # {trace_id="abc"} 0.07 1700000000.123
            widgets_created 1700000000.123
            # EOF
            """);
  }

  @Test
  void numbers_areTheShortestOfTheirKind() throws Exception {
    double[] values = {
      0,
      -0.0,
      1,
      -15,
      0.001,
      9.99e-4,
      9_999_999,
      10_000_000,
      -120_000_000,
      0x1p53 - 1,
      0x1p53,
      1e22,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      Double.NaN,
      INF,
      -INF
    };
    ScalarFamily family = new ScalarFamily("n", MetricType.GAUGE, "");
    for (int i = 0; i < values.length; i++) {
      family.add(values[i], "i", Integer.toString(i));
    }

    assertThat(
            text(List.of(family))
                .lines()
                .skip(1)
                .map(line -> line.substring(line.indexOf("} ") + 2)))
        .containsExactly(
            "0.0",
            "-0.0",
            "1.0",
            "-15.0",
            "0.001",
            "9.99E-4",
            "9999999.0",
            "1.0E7",
            "-1.2E8",
            "9.007199254740991E15",
            "9.007199254740992E15",
            "1.0E22",
            "4.9E-324",
            "1.7976931348623157E308",
            "NaN",
            "+Inf",
            "-Inf");
  }

  @Test
  void labels_areSortedByName() throws Exception {
    assertThat(
            text(
                List.of(
                    new ScalarFamily("disk", MetricType.GAUGE, "")
                        .add(1, "type", "used", "mountpoint", "/")
                        .add(2, "mountpoint", "/", "a", "b", "type", "free"))))
        .isEqualTo(
            """
            # TYPE disk gauge
            disk{mountpoint="/",type="used"} 1.0
            disk{a="b",mountpoint="/",type="free"} 2.0
            """);
  }

  @Test
  void namesBeyondTheOldCharacterSet_standBetweenQuotes() throws Exception {
    List<Family> families =
        List.of(
            new ScalarFamily("a\"\u00e9", MetricType.COUNTER, "Help.").add(1),
            new ScalarFamily("b:c", MetricType.GAUGE, "").add(2, "d:e", "f", "d", "g"),
            // client_java leaves these quotes out, and Prometheus would refuse the page.
            new ScalarFamily("s.t", MetricType.STATE_SET, "").add(1, "u.v", "w", "s.t", "on"));

    assertThat(encode(ExpositionFormat.TEXT_1_0_0, EscapingScheme.ALLOW_UTF8, families))
        .isEqualTo(
            """
            # HELP "a\\"\u00e9_total" Help.
            # TYPE "a\\"\u00e9_total" counter
            {"a\\"\u00e9_total"} 1.0
            # TYPE b:c gauge
            b:c{d="g","d:e"="f"} 2.0
            # TYPE "s.t" gauge
            {"s.t","u.v"="w","s.t"="on"} 1
            """);
  }

  @Test
  void exemplarOfABucket_isTheNewestWithinIt() throws Exception {
    Family family =
        SampleFamilies.family(
            "h",
            MetricType.HISTOGRAM,
            "",
            "",
            to ->
                to.distribution(
                    new String[0],
                    new Distribution.Histogram(
                            new double[] {1, 2, INF}, new long[] {1, 1, 1}, null, Double.NaN)
                        .withExemplars(
                            List.of(
                                exemplar(1, 5_000),
                                exemplar(0.5, 6_010),
                                exemplar(3, 0),
                                exemplar(4, 7_000),
                                exemplar(Double.NaN, 9_000)))));

    assertThat(openMetrics(List.of(family)))
        .isEqualTo(
            """
            # TYPE h histogram
            h_bucket{le="1.0"} 1 # {} 0.5 6.010
            h_bucket{le="2.0"} 2
            h_bucket{le="+Inf"} 3 # {} 3.0
            # EOF
            """);
  }

  static Stream<Arguments> illegalFamilies() {
    return Stream.of(
        illegal("'' is not a name of a metric", MetricType.GAUGE, to -> scalar(to, 1)),
        illegal(
            "it has two points with the labels {a=\"b\",c=\"d\"}",
            MetricType.GAUGE,
            to -> {
              scalar(to, 1, "a", "b", "c", "d");
              scalar(to, 1, "a", "e", "c", "d");
              scalar(to, 1, "c", "d", "a", "b");
            }),
        illegal("the label x has no value", MetricType.GAUGE, to -> scalar(to, 1, "x")),
        illegal("'__x' is not a name of a label", MetricType.GAUGE, to -> scalar(to, 1, "__x", "")),
        illegal("'' is not a name of a label", MetricType.GAUGE, to -> scalar(to, 1, "", "")),
        illegal(
            "the label x occurs twice",
            MetricType.GAUGE,
            to -> scalar(to, 1, "x", "1", "y", "2", "x", "3")),
        illegal(
            "the counter has the negative value -1.0", MetricType.COUNTER, to -> scalar(to, -1)),
        illegal(
            "the last label of a state must be named state",
            MetricType.STATE_SET,
            to -> scalar(to, 1, "x", "y")),
        illegal(
            "the label state is reserved",
            MetricType.STATE_SET,
            to -> scalar(to, 1, "state", "y", "state", "z")),
        illegal(
            "it has two points with the labels {state=\"on\"}",
            MetricType.STATE_SET,
            to -> {
              scalar(to, 1, "state", "on");
              scalar(to, 0, "state", "on");
            }),
        illegal("a state has no name", MetricType.STATE_SET, to -> scalar(to, 1, "state", "")),
        illegal("SUMMARY has a point with a single value", MetricType.SUMMARY, to -> scalar(to, 1)),
        illegal("GAUGE has a point with quantiles", MetricType.GAUGE, to -> quantiles(to, 0.5)),
        illegal("GAUGE has a point with buckets", MetricType.GAUGE, to -> buckets(to, INF)),
        illegal(
            "the quantiles do not ascend from 0 to 1, a value each",
            MetricType.SUMMARY,
            to -> quantiles(to, 0.5, 1.5)),
        illegal(
            "the label quantile is reserved",
            MetricType.SUMMARY,
            to -> quantiles(to, new String[] {"quantile", "x"}, 0.5)),
        illegal("a point has no buckets", MetricType.HISTOGRAM, to -> buckets(to)),
        illegal(
            "the buckets do not ascend to infinity, a count each",
            MetricType.HISTOGRAM,
            to -> buckets(to, 2, 1, INF)),
        illegal(
            "the buckets do not ascend to infinity, a count each",
            MetricType.HISTOGRAM,
            to -> buckets(to, 1, 2)));
  }

  @ParameterizedTest
  @MethodSource("illegalFamilies")
  void illegalFamily_isLeftOutAndNamed(String name, String reason, Family illegal)
      throws Exception {
    List<Family> families =
        List.of(
            new ScalarFamily("a", MetricType.GAUGE, "").add(1),
            illegal,
            new ScalarFamily("z", MetricType.GAUGE, "").add(1));

    assertThat(text(families)).isEqualTo("# TYPE a gauge\na 1.0\n# TYPE z gauge\nz 1.0\n");
    assertThat(messages)
        .containsExactly("metric family '" + name + "' is left out of the page: " + reason);
  }

  @Test
  void manyPoints_areEachOnThePage() throws Exception {
    ScalarFamily family = new ScalarFamily("many", MetricType.GAUGE, "");
    StringBuilder expected = new StringBuilder("# TYPE many gauge\n");
    for (int i = 0; i < 10_000; i++) {
      family.add(i, "i", Integer.toString(i));
      expected.append("many{i=\"").append(i).append("\"} ").append((double) i).append('\n');
    }

    assertThat(text(List.of(family))).isEqualTo(expected.toString());
    assertThat(messages).isEmpty();
  }

  @Test
  void manyPoints_lastLikeTheFirst_isFound() throws Exception {
    ScalarFamily family = new ScalarFamily("many", MetricType.GAUGE, "");
    for (int i = 0; i <= 10_000; i++) {
      family.add(i, "i", Integer.toString(i % 10_000));
    }

    assertThat(text(List.of(family))).isEmpty();
    assertThat(messages).hasSize(1);
  }

  @Test
  void streamedFamilyThatFails_leavesWholeLines() throws Exception {
    ScalarFamily many = new ScalarFamily("many", MetricType.GAUGE, "");
    for (int i = 0; i < 10_000; i++) {
      many.add(i, "i", Integer.toString(i));
    }
    Family failing =
        SampleFamilies.family(
            "many",
            MetricType.GAUGE,
            "",
            "",
            to -> {
              many.forEach(to);
              throw new IllegalStateException("no more");
            });

    String page = text(List.of(ShownFamily.rendered(many, failing)));

    assertThat(text(List.of(many))).startsWith(page);
    assertThat(page).endsWith("\n").hasSizeGreaterThan(100_000);
    assertThat(messages).containsExactly("metric family 'many' is left out of the page: no more");
  }

  @Test
  void failureOfTheStream_reachesTheCaller() {
    ScalarFamily many = new ScalarFamily("many", MetricType.GAUGE, "");
    for (int i = 0; i < 10_000; i++) {
      many.add(i, "i", Integer.toString(i));
    }
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken");
          }
        };

    for (Family family : List.of(many, ShownFamily.rendered(many, many))) {
      assertThatThrownBy(() -> encoder.write(List.of(family), TEXT, broken))
          .isInstanceOf(IOException.class)
          .hasMessage("broken");
    }
    assertThat(messages).isEmpty();
  }

  @Test
  void page_isAcceptedByPromtool() throws Exception {
    String page = text(SampleFamilies.all());

    Promtool.assertReads(page);
  }

  private static Arguments illegal(String reason, MetricType type, Consumer<PointVisitor> points) {
    String name =
        reason.endsWith("a metric") ? "" : type == MetricType.STATE_SET ? "state" : "illegal";
    return Arguments.of(name, reason, SampleFamilies.family(name, type, "", "Help.", points));
  }

  private static void scalar(PointVisitor to, double value, String... labels) {
    to.scalar(labels, value, 0, null);
  }

  private static void quantiles(PointVisitor to, double... quantiles) {
    quantiles(to, new String[0], quantiles);
  }

  private static void quantiles(PointVisitor to, String[] labels, double... quantiles) {
    to.distribution(labels, new Distribution.Summary(1, 1, quantiles, quantiles));
  }

  private static void buckets(PointVisitor to, double... bounds) {
    to.distribution(
        new String[0], new Distribution.Histogram(bounds, new long[bounds.length], null, 0));
  }

  private static Exemplar exemplar(double value, long timestampMillis) {
    return new Exemplar(value, new String[0], timestampMillis);
  }

  private String text(List<Family> families) throws IOException {
    return encode(ExpositionFormat.TEXT_0_0_4, EscapingScheme.UNDERSCORE_ESCAPING, families);
  }

  private String openMetrics(List<Family> families) throws IOException {
    return encode(ExpositionFormat.OPENMETRICS_1_0_0, EscapingScheme.UNDERSCORE_ESCAPING, families);
  }

  private String encode(ExpositionFormat format, EscapingScheme escaping, List<Family> families)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    encoder.write(families, new Exposition(format, escaping), out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
