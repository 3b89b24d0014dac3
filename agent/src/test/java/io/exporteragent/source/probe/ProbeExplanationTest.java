package io.exporteragent.source.probe;

import static io.exporteragent.source.probe.Scrapes.gauge;
import static io.exporteragent.source.probe.Scrapes.probe;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.testing.MisbehavingServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbeExplanationTest {

  @Test
  void body_isExplainedStepByStep() throws Exception {
    ProbeSettings probe =
        probe(
                "app",
                MisbehavingServer.refusing(),
                new MetricBuilder("app_latency_seconds", ProbeMetricSettings.Type.GAUGE)
                    .value("$.latency")
                    .scale(0.001)
                    .build(),
                new MetricBuilder("app_health", ProbeMetricSettings.Type.STATESET)
                    .value("$.health")
                    .states(List.of("good", "bad"))
                    .build(),
                new MetricBuilder("app_pool", ProbeMetricSettings.Type.GAUGE)
                    .foreach("$.pools.*")
                    .value("@.size")
                    .labels(Map.of("pool", "@key"))
                    .onMissing(OnMissing.SKIP)
                    .build())
            .build();

    ProbeExplanation explanation =
        ProbeExplanation.of(
            probe,
            """
            {"latency": "250", "health": "bad", "pools": {"a": {"size": 1}, "b": {"x": [1, "y"]}}}
            """
                .getBytes(UTF_8));

    assertThat(String.join("\n", explanation.lines()))
        .isEqualTo(
            """
            app_latency_seconds (gauge)
              path    $.latency
              raw     "250"
              parsed  0.25
              line    app_latency_seconds 0.25
            app_health (stateset)
              path    $.health
              raw     "bad"
              parsed  bad
              line    app_health{app_health="good"} 0
              line    app_health{app_health="bad"} 1
            app_pool (gauge)
              foreach $.pools.*
              @key    a
              path    @.size
              raw     1
              parsed  1.0
              line    app_pool{pool="a"} 1.0
              @key    b
              path    @.size
              raw     missing
              line    none: on_missing is skip""");
    assertThat(explanation.succeeded()).isTrue();
  }

  @Test
  void page_isFetched_andEveryMetricExplained_alsoAfterAFailure() throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.serving("{\"a\": {\"deep\": [1, \"x\", null]}, \"b\": 2}")) {
      ProbeExplanation explanation =
          ProbeExplanation.of(
              probe("app", server.url(), gauge("m_a", "$.a"), gauge("m_b", "$.b")).build(), null);

      assertThat(explanation.succeeded()).isFalse();
      assertThat(explanation.lines().get(0))
          .startsWith(server.url() + ": application/json, 39 bytes in ");
      assertThat(String.join("\n", explanation.lines()))
          .contains(
              "  error   value: "
                  + server.url()
                  + ": m_a should be a number (found {\"deep\":[1,\"x\",null]}); correct value or parse at m_a")
          .endsWith("  line    m_b 2.0");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void whatCannotBeFetchedOrParsed_isSaid() throws Exception {
    ProbeSettings probe = probe("app", MisbehavingServer.refusing(), gauge("m", "$.m")).build();

    ProbeExplanation refused = ProbeExplanation.of(probe, null);
    ProbeExplanation garbage = ProbeExplanation.of(probe, "<html>".getBytes(UTF_8));

    assertThat(refused.lines()).singleElement().asString().startsWith("  error   connect: http");
    assertThat(refused.succeeded()).isFalse();
    assertThat(garbage.lines()).singleElement().asString().startsWith("  error   json: http");
    assertThat(garbage.succeeded()).isFalse();
  }

  @Test
  void sameSeriesTwice_isSaid() throws Exception {
    ProbeSettings probe =
        probe("app", MisbehavingServer.refusing(), gauge("m", "$.m"), gauge("m", "$.m")).build();

    ProbeExplanation explanation = ProbeExplanation.of(probe, "{\"m\": 1}".getBytes(UTF_8));

    assertThat(explanation.succeeded()).isFalse();
    assertThat(explanation.lines()).last().asString().contains("error   duplicate: ");
  }
}
