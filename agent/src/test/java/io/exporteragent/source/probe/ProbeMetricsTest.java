package io.exporteragent.source.probe;

import static io.exporteragent.source.probe.Scrapes.gauge;
import static io.exporteragent.source.probe.Scrapes.probe;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.gather.Samples;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.testing.MisbehavingServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProbeMetricsTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1/status");

  @Test
  void page_becomesTheConfiguredFamilies() throws Exception {
    try (MisbehavingServer server =
            MisbehavingServer.serving(
                """
                {"current_requests": 4, "total": 17, "health": "healthy", "version": "1.2"}
                """);
        Scrapes scrapes =
            new Scrapes(
                probe(
                        "app",
                        server.url(),
                        gauge("app_requests_current", "$.current_requests"),
                        new MetricBuilder("app_requests_total", ProbeMetricSettings.Type.COUNTER)
                            .value("$.total")
                            .help("Requests served.")
                            .build(),
                        new MetricBuilder("app_health", ProbeMetricSettings.Type.STATESET)
                            .value("$.health")
                            .states(List.of("healthy", "unhealthy"))
                            .build(),
                        new MetricBuilder("app_info", ProbeMetricSettings.Type.INFO)
                            .labels(Map.of("version", "$.version"))
                            .build())
                    .build())) {
      List<Family> families = scrapes.families(Duration.ofSeconds(30));

      assertThat(families)
          .extracting(Family::name, Family::type)
          .containsExactly(
              tuple("app_up", MetricType.GAUGE),
              tuple("app_requests_current", MetricType.GAUGE),
              tuple("app_requests", MetricType.COUNTER),
              tuple("app_health", MetricType.STATE_SET),
              tuple("app", MetricType.INFO),
              tuple("exporter_agent_probe_duration_seconds", MetricType.GAUGE),
              tuple("exporter_agent_probe_failures", MetricType.COUNTER));
      assertThat(families.get(2).help()).isEqualTo("Requests served.");
      assertThat(Samples.of(families))
          .containsEntry("app_up[]", 1.0)
          .containsEntry("app_requests_current[]", 4.0)
          .containsEntry("app_requests[]", 17.0)
          .containsEntry("app_health[app_health, healthy]", 1.0)
          .containsEntry("app_health[app_health, unhealthy]", 0.0)
          .containsEntry("app[version, 1.2]", 1.0)
          .containsEntry("exporter_agent_probe_failures[probe, app, reason, timeout]", 0.0)
          .containsKey("exporter_agent_probe_duration_seconds[probe, app]");
      assertThat(scrapes.messages()).isEmpty();
    }
  }

  @Test
  void noProbes_noFamilies() throws Exception {
    try (Scrapes scrapes = new Scrapes()) {
      assertThat(scrapes.families(Duration.ofSeconds(1))).isEmpty();
    }
  }

  @Test
  void severalEntriesOfOneName_areOneFamily() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{\"used\": 1, \"free\": 2}");
        Scrapes scrapes =
            new Scrapes(
                probe("app", server.url(), pool("used", "$.used"), pool("free", "$.free"))
                    .build())) {
      List<Family> families = scrapes.families(Duration.ofSeconds(30));

      assertThat(families).filteredOn(family -> family.name().equals("pool")).hasSize(1);
      assertThat(Samples.of(families))
          .containsEntry("pool[state, used]", 1.0)
          .containsEntry("pool[state, free]", 2.0);
    }
  }

  @Test
  void twoProbesOfOneFamily_areMergedWhereLabelsDiffer() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.serving("{\"n\": 1}");
        Scrapes scrapes =
            new Scrapes(
                probe("a", server.url(), pool("x", "$.n")).build(),
                probe("b", server.url(), pool("y", "$.n")).build())) {
      assertThat(scrapes.scrape())
          .containsOnly(
              Map.entry("a_up[]", 1.0),
              Map.entry("b_up[]", 1.0),
              Map.entry("pool[state, x]", 1.0),
              Map.entry("pool[state, y]", 1.0));
    }
  }

  @Test
  void identicalSeries_firstWins_otherProbeFails() throws Exception {
    try (MisbehavingServer first = MisbehavingServer.serving("{\"n\": 1}");
        MisbehavingServer second = MisbehavingServer.serving("{\"n\": 2}");
        Scrapes scrapes =
            new Scrapes(
                probe("a", first.url(), pool("x", "$.n")).build(),
                probe("b", second.url(), gauge("b_n", "$.n"), pool("x", "$.n")).build())) {
      assertThat(scrapes.scrape())
          .containsOnly(
              Map.entry("a_up[]", 1.0),
              Map.entry("b_up[]", 0.0),
              Map.entry("pool[state, x]", 1.0),
              Map.entry("exporter_agent_probe_failures[probe, b, reason, duplicate]", 1.0));
      assertThat(scrapes.messages())
          .singleElement()
          .asString()
          .startsWith("probe \"b\" fails")
          .contains("pool has the same labels twice");
    }
  }

  private static ProbeMetricSettings pool(String state, String path) {
    return new MetricBuilder("pool", ProbeMetricSettings.Type.GAUGE)
        .value(path)
        .labels(Map.of("state", state))
        .build();
  }

  @Test
  void failure_isToldOncePerChangeOfState() throws Exception {
    AtomicBoolean healthy = new AtomicBoolean();
    try (MisbehavingServer server =
            MisbehavingServer.that(
                (out, closed) -> {
                  out.write(
                      MisbehavingServer.ok((healthy.get() ? "{\"size\":1}" : "x").getBytes(UTF_8)));
                  return true;
                });
        Scrapes scrapes =
            new Scrapes(
                InFile.read(
                    ProbeSettings.SCHEMA,
                    "{name: app, url: '"
                        + server.url()
                        + "', timeout: 10s, metrics: [{name: app_size, value: $.size}]}"))) {
      scrapes.scrape();
      assertThat(scrapes.scrape())
          .containsOnly(
              Map.entry("app_up[]", 0.0),
              Map.entry("exporter_agent_probe_failures[probe, app, reason, json]", 2.0));
      healthy.set(true);
      assertThat(scrapes.scrape()).containsEntry("app_up[]", 1.0).containsEntry("app_size[]", 1.0);
      assertThat(scrapes.messages()).as("one line a minute").hasSize(1);
      scrapes.minuteLater();
      scrapes.scrape();
      scrapes.minuteLater();
      scrapes.scrape();

      assertThat(scrapes.messages())
          .containsExactly(
              "probe \"app\" fails, its metrics are missing until it works again: "
                  + server.url()
                  + ": the body is not JSON (no Content-Type, 1 byte); correct the url, or the page (exporter.yml:1:1 the top level)",
              "probe \"app\" works again");
    }
  }

  @Test
  void badPath_isAConfigurationErrorWithItsPlace() {
    assertThatThrownBy(
            () ->
                new Scrapes(
                    probe(
                            "app",
                            NOWHERE,
                            InFile.read(ProbeMetricSettings.SCHEMA, "name: x\nvalue: '$.a[?('"))
                        .build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("exporter.yml:2:8 value: \"$.a[?(\" is not a JSONPath; write ");
  }
}
