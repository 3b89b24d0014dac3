package io.exporteragent.source.probe;

import static io.exporteragent.source.probe.ProbeMetricSettings.Type.COUNTER;
import static io.exporteragent.source.probe.ProbeMetricSettings.Type.GAUGE;
import static io.exporteragent.source.probe.ProbeMetricSettings.Type.INFO;
import static io.exporteragent.source.probe.ProbeMetricSettings.Type.STATESET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.httpclient.HttpResponse;
import io.exporteragent.source.probe.ProbeMetricSettings.Parse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricReaderTest {
  private static final String POOLS =
      """
      {"pools": {"db": {"size": 3, "state": "ok"}, "it's": {"size": 5, "state": null}},
       "list": [{"id": 7, "size": 1}, {"id": 8, "size": 2}],
       "scale": 2, "big": 123456789012345678901234567890, "text": "12.5", "empty": {}, "none": null,
       "on": true, "off": "false", "nested": {"a": {"n": 1}, "b": {"n": 2}}}
      """;

  private static MetricBuilder gauge(String path) {
    return new MetricBuilder("m", GAUGE).value(path);
  }

  @ParameterizedTest
  @CsvSource({
    "$.scale, 2",
    "$.text, 12.5",
    "$.big, 1.2345678901234568E29",
    "$['pools']['db'].size, 3",
    "$.list[-1].size, 2",
    "$.list[?(@.id == 8)].size, 2",
    "'$.list[?(@.id in [8, 9])].size', 2",
    "'$.list[?(@ == {\"id\": 8, \"size\": 2})].size', 2",
    "'$.pools.*[?(@.state =~ /O.*/i)].size', 3",
    "$.list.length(), 2",
    "$..size.sum(), 11"
  })
  void path_leadsToANumber(String path, double expected) throws Exception {
    assertThat(lines(gauge(path))).containsExactly("m " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "NUMBER, 5, 5",
    "NUMBER, -0.5e3, -500",
    "NUMBER, '\"-.5\"', -0.5",
    "NUMBER, '\" 1E2 \"', 100",
    "BOOL, true, 1",
    "BOOL, false, 0",
    "BOOL, '\"True\"', 1",
    "DURATION, '\"1m30s\"', 90",
    "DURATION, '\"PT1M0.5S\"', 60.5",
    "RFC3339, '\"1970-01-02T00:00:00Z\"', 86400",
    "RFC3339, '\"2026-01-31T12:00:00.250+01:00\"', 1769857200.25"
  })
  void parse_saysHowTheValueIsWritten(Parse parse, String json, double expected) throws Exception {
    assertThat(lines(gauge("$.x").parse(parse), "{\"x\": " + json + "}"))
        .containsExactly("m " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "NUMBER, true",
    "NUMBER, '\"5 MB\"'",
    "NUMBER, '\"NaN\"'",
    "NUMBER, '\"0x1p3\"'",
    "NUMBER, 1e999",
    "NUMBER, '{}'",
    "BOOL, 1",
    "BOOL, '\"yes\"'",
    "DURATION, 90",
    "DURATION, '\"1m 30s\"'",
    "DURATION, '\"\"'",
    "RFC3339, '\"2026-01-31\"'",
    "RFC3339, 1769857200"
  })
  void whatIsWrittenOtherwise_isValue(Parse parse, String json) {
    fails(gauge("$.x").parse(parse), "{\"x\": " + json + "}", ProbeFailure.Reason.VALUE);
  }

  @Test
  void scale_multiplies() throws Exception {
    assertThat(lines(gauge("$.text").scale(0.001))).containsExactly("m 0.0125");
    assertThat(lines(gauge("$.x").parse(Parse.DURATION).scale(1000), "{\"x\": \"250ms\"}"))
        .containsExactly("m 250.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$.zz", "$.none", "$.none.x", "$.text.x", "$.list[9]", "$.empty[*].sum()"})
  void missing_isWhatOnMissingSays(String path) throws Exception {
    fails(gauge(path), POOLS, ProbeFailure.Reason.MISSING);
    assertThat(lines(gauge(path).onMissing(OnMissing.SKIP))).isEmpty();
    assertThat(lines(gauge(path).scale(10).onMissing(OnMissing.use(-1)))).containsExactly("m -1.0");
  }

  @Test
  void severalResults_areNotOneValue() {
    fails(gauge("$.pools.*.size"), POOLS, ProbeFailure.Reason.VALUE);
  }

  @Test
  void unknownFunction_isValue() {
    assertThatThrownBy(() -> lines(gauge("$.scale.foo()")))
        .isInstanceOf(ProbeFailure.class)
        .hasMessage("$['scale'].foo() cannot be evaluated");
  }

  @Test
  void labels_arePathsOrLiterals() throws Exception {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("kind", "literal \"x\"");
    labels.put("scale", "$.scale");
    labels.put("on", "$.on");
    assertThat(lines(gauge("$.scale").labels(labels)))
        .containsExactly("m{kind=\"literal \\\"x\\\"\",on=\"true\",scale=\"2\"} 2.0");
  }

  @Test
  void labelThatIsNoText_isValue() {
    fails(gauge("$.scale").labels(Map.of("l", "$.pools")), POOLS, ProbeFailure.Reason.VALUE);
  }

  @Test
  void labelOutOfThePage_hasAtMost1024Characters() throws Exception {
    MetricBuilder metric = gauge("$.n").labels(Map.of("l", "$.l"));
    String page = "{\"n\": 1, \"l\": \"%s\"}";
    assertThat(lines(metric, page.formatted("x".repeat(1024)))).hasSize(1);
    fails(metric, page.formatted("x".repeat(1025)), ProbeFailure.Reason.VALUE);
    String number = "{\"n\": 1, \"l\": 1.00000000000000000e6}";
    assertThat(lines(metric, number)).containsExactly("m{l=\"1000000.00000000000\"} 1.0");
    fails(
        gauge("@").foreach("$.*").labels(Map.of("l", "@key")),
        "{\"" + "k".repeat(1025) + "\": 1}",
        ProbeFailure.Reason.VALUE);
    assertThat(lines(gauge("$.scale").labels(Map.of("l", "x".repeat(1025))))).hasSize(1);
  }

  @Test
  void exponent_hasAtMostThreeDigits() throws Exception {
    assertThat(lines(gauge("$.x"), "{\"x\": 1e-00000300}")).containsExactly("m 1.0E-300");
    assertThat(lines(gauge("$.x"), "{\"x\": 1, \"t\": \"1e9999\", \"true\": true}")).hasSize(1);
    for (String number : new String[] {"1e9999", "1.0E+1000", "-1e-1000", "1e00001234"}) {
      fails(gauge("$.x"), "{\"x\": 1, \"y\": [" + number + "]}", ProbeFailure.Reason.JSON);
    }
  }

  /** A pattern that tries every part of such a text is at it for hours. */
  @ParameterizedTest
  @EnumSource(Parse.class)
  void endlessText_isNoNumber(Parse parse) {
    String page = "{\"x\": \"" + "9".repeat(1_000_000) + "x\"}";
    fails(gauge("$.x").parse(parse), page, ProbeFailure.Reason.VALUE);
  }

  @Test
  void labelThatIsMissing_isWhatOnMissingSays() throws Exception {
    MetricBuilder metric = gauge("$.scale").labels(Map.of("l", "$.zz"));
    fails(metric, POOLS, ProbeFailure.Reason.MISSING);
    assertThat(lines(metric.onMissing(OnMissing.use(0)))).containsExactly("m{l=\"\"} 2.0");
    assertThat(lines(metric.onMissing(OnMissing.SKIP))).isEmpty();
  }

  @Test
  void foreach_isASeriesOfEachElement() throws Exception {
    assertThat(lines(gauge("@.size").foreach("$.pools.*").labels(Map.of("pool", "@key"))))
        .containsExactly("m{pool=\"db\"} 3.0", "m{pool=\"it's\"} 5.0");
    assertThat(lines(gauge("@.size").foreach("$.list[*]").labels(Map.of("i", "@key"))))
        .containsExactly("m{i=\"0\"} 1.0", "m{i=\"1\"} 2.0");
    assertThat(
            lines(
                gauge("@['size']")
                    .foreach("$.list[?(@.size > 1)]")
                    .labels(Map.of("id", "@.id", "of", "$.scale"))))
        .singleElement()
        .asString()
        .contains("id=\"8\"", "of=\"2\"")
        .endsWith(" 2.0");
    assertThat(lines(gauge("@").foreach("$.nested.*.n").labels(Map.of("k", "@key"))))
        .containsExactly("m{k=\"n\"} 1.0", "m{k=\"n\"} 2.0");
    assertThat(lines(gauge("@key").foreach("$.list[*]").labels(Map.of("id", "@.id"))))
        .containsExactly("m{id=\"7\"} 0.0", "m{id=\"8\"} 1.0");
  }

  @Test
  void foreachWithAMissingMember_isWhatOnMissingSays_forThatElement() throws Exception {
    MetricBuilder metric =
        new MetricBuilder("s", STATESET)
            .states(List.of("ok", "bad"))
            .value("@.state")
            .foreach("$.pools.*")
            .labels(Map.of("pool", "@key"));
    fails(metric, POOLS, ProbeFailure.Reason.MISSING);
    assertThat(lines(metric.onMissing(OnMissing.SKIP)))
        .containsExactly("s{pool=\"db\",s=\"ok\"} 1", "s{pool=\"db\",s=\"bad\"} 0");
  }

  @Test
  void foreachOfNothing_isNoSeries_ofSomethingMissing_isMissing() throws Exception {
    assertThat(lines(gauge("@").foreach("$.empty.*"))).isEmpty();
    fails(gauge("@").foreach("$.zz.*"), POOLS, ProbeFailure.Reason.MISSING);
    assertThat(lines(gauge("@").foreach("$.zz.*").onMissing(OnMissing.SKIP))).isEmpty();
    assertThat(lines(gauge("@").foreach("$.zz.*").onMissing(OnMissing.use(0)))).isEmpty();
  }

  @Test
  void foreachBeyondItsLimit_isLimit() throws Exception {
    assertThat(lines(gauge("@.size").foreach("$.pools.*").limit(2))).hasSize(2);
    fails(gauge("@.size").foreach("$.pools.*").limit(1), POOLS, ProbeFailure.Reason.LIMIT);
  }

  @Test
  void states_areAllShown_oneOfThemOn() throws Exception {
    MetricBuilder metric =
        new MetricBuilder("h", STATESET).value("$.h").states(List.of("a", "b", "true"));
    assertThat(lines(metric, "{\"h\": \"b\"}"))
        .containsExactly("h{h=\"a\"} 0", "h{h=\"b\"} 1", "h{h=\"true\"} 0");
    assertThat(lines(metric, "{\"h\": true}")).contains("h{h=\"true\"} 1");
    fails(metric, "{\"h\": \"c\"}", ProbeFailure.Reason.VALUE);
    fails(metric, "{}", ProbeFailure.Reason.MISSING);
    fails(metric.onMissing(OnMissing.use(0)), "{}", ProbeFailure.Reason.MISSING);
    assertThat(lines(metric.unknown("a"), "{\"h\": \"c\"}")).contains("h{h=\"a\"} 1");
  }

  @Test
  void counter_isNeverNegative() throws Exception {
    MetricBuilder metric = new MetricBuilder("c_total", COUNTER).value("$.x");
    assertThat(lines(metric, "{\"x\": 0}")).containsExactly("c_total 0.0");
    fails(metric, "{\"x\": -1}", ProbeFailure.Reason.VALUE);
  }

  @Test
  void info_isItsLabels() throws Exception {
    assertThat(lines(new MetricBuilder("i_info", INFO).labels(Map.of("scale", "$.scale"))))
        .containsExactly("i_info{scale=\"2\"} 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pools",
        "",
        "$.",
        "$[",
        "$.a[",
        "$.a b",
        "$.a['b",
        "$.a[?(@.x=='1)]",
        "$x",
        "@.x",
        "@key",
        "@",
        "$.a.*)",
        "$.a[?(@.x =~ /(/)]"
      })
  void badPath_isRefusedWithItsPlace(String path) {
    refusedInFile(
        "{name: m, value: \"" + path + "\"}", "exporter.yml:1:18 value: \"" + path + "\" ");
  }

  @Test
  void badLabelAndForeach_areRefusedWithTheirPlace() {
    refusedInFile(
        "{name: m, value: $.a, labels: {l: $.}}",
        "exporter.yml:1:35 labels.l: \"$.\" is not a JSONPath");
    refusedInFile(
        "{name: m, value: $.a, labels: {l: '@.x'}}",
        "exporter.yml:1:35 labels.l: \"@.x\" means the element of a foreach");
    refusedInFile(
        "{name: m, value: '@', foreach: $.pools}",
        "exporter.yml:1:32 foreach: \"$.pools\" leads to one value only; write $.pools.* ");
    refused(gauge("@").foreach("@.x"), "is not a path");
  }

  @Test
  void nameOfTheAgent_isRefused() {
    refused(
        new MetricBuilder("exporter_agent_probe_duration_seconds", GAUGE).value("$.a"),
        "the name exporter_agent_probe_duration_seconds belongs to the agent");
  }

  private static void refusedInFile(String metric, String message) {
    assertThatThrownBy(() -> new MetricReader(InFile.read(ProbeMetricSettings.SCHEMA, metric)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
  }

  private static void refused(MetricBuilder metric, String message) {
    assertThatThrownBy(() -> new MetricReader(metric.build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  private static void fails(MetricBuilder metric, String json, ProbeFailure.Reason reason) {
    assertThatThrownBy(() -> lines(metric, json))
        .isInstanceOfSatisfying(
            ProbeFailure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }

  private static List<String> lines(MetricBuilder metric) throws Exception {
    return lines(metric, POOLS);
  }

  private static List<String> lines(MetricBuilder metric, String json) throws Exception {
    Object document = StrictJson.parse(new HttpResponse(200, "", json.getBytes(UTF_8)));
    return new MetricReader(metric.build())
        .read(document, false).stream()
            .flatMap(reading -> reading.samples().stream())
            .map(Sample::toString)
            .toList();
  }
}
