package io.exporteragent.source.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Secret;
import io.exporteragent.httpclient.BasicAuthSettings;
import io.exporteragent.httpclient.TlsSettings;
import io.exporteragent.lifecycle.Configuration;
import io.exporteragent.lifecycle.Sections;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeSettingsTest {
  @Test
  void probeOfFewWords_hasTheDefaults() throws ConfigurationException {
    List<ProbeSettings> settings =
        parse(
            """
            probes:
              - name: app
                url: http://localhost:8080/status
                metrics:
                  - {name: app_uptime, value: $.total_uptime}
            """);
    ProbeSettings probe = settings.get(0);
    assertThat(probe.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(probe.validStatus()).containsExactly(StatusRange.SUCCESS);
    assertThat(probe.maxBody()).isEqualTo(1 << 20);
    assertThat(probe.followRedirects()).isFalse();
    assertThat(probe.tls()).isEqualTo(TlsSettings.DEFAULT);
    assertThat(probe)
        .isEqualTo(
            new ProbeBuilder("app", URI.create("http://localhost:8080/status"))
                .metrics(
                    List.of(
                        new MetricBuilder("app_uptime", ProbeMetricSettings.Type.GAUGE)
                            .value("$.total_uptime")
                            .build()))
                .build());
  }

  @Test
  void probeWithEverything_isUnderstood() throws ConfigurationException {
    List<ProbeSettings> settings =
        parse(
            """
            probes:
              - name: app
                url: https://app_1:8443/status?full=1
                timeout: 1m30s
                headers: {X-Tenant: 7}
                basic_auth: {username: me, password: secret}
                tls: {ca_file: ca.pem, insecure_skip_verify: true}
                valid_status: [2xx, 404]
                max_body: 512KiB
                follow_redirects: true
                metrics:
                  - name: app_requests_total
                    type: counter
                    value: '@.requests'
                    foreach: $.pools.*
                    limit: 10
                    labels: {pool: '@key', tier: backend}
                    scale: 0.001
                    parse: duration
                    on_missing: -1.5
                    help: Requests.
                  - {name: app_health, type: stateset, value: $.h, states: [up, down], unknown: down}
                  - {name: app_info, type: info, labels: {version: $.version}, on_missing: skip}
            """);
    assertThat(settings)
        .containsExactly(
            new ProbeBuilder("app", URI.create("https://app_1:8443/status?full=1"))
                .timeout(Duration.ofSeconds(90))
                .headers(Map.of("X-Tenant", "7"))
                .basicAuth(BasicAuthSettings.of("me", Secret.ofText("secret")))
                .tls(TlsSettings.of(Path.of("ca.pem"), true))
                .validStatus(List.of(StatusRange.classOf(2), StatusRange.only(404)))
                .maxBody(512 << 10)
                .followRedirects(true)
                .metrics(
                    List.of(
                        new MetricBuilder("app_requests_total", ProbeMetricSettings.Type.COUNTER)
                            .value("@.requests")
                            .foreach("$.pools.*")
                            .limit(10)
                            .labels(Map.of("pool", "@key", "tier", "backend"))
                            .scale(0.001)
                            .parse(ProbeMetricSettings.Parse.DURATION)
                            .onMissing(OnMissing.use(-1.5))
                            .help("Requests.")
                            .build(),
                        new MetricBuilder("app_health", ProbeMetricSettings.Type.STATESET)
                            .value("$.h")
                            .states(List.of("up", "down"))
                            .unknown("down")
                            .build(),
                        new MetricBuilder("app_info", ProbeMetricSettings.Type.INFO)
                            .labels(Map.of("version", "$.version"))
                            .onMissing(OnMissing.SKIP)
                            .build()))
                .build());
  }

  @Test
  void metric_knowsWhereItsPathsStand() throws ConfigurationException {
    List<ProbeSettings> settings =
        parse(
            """
            probes:
              - name: app
                url: http://localhost/
                metrics:
                  - name: app_x
                    value: $.x
                    labels: {pool: $.pool}
            """);
    ProbeSettings probe = settings.get(0);
    ProbeMetricSettings metric = probe.metrics().get(0);
    assertThat(probe.location()).isEqualTo("exporter.yml:2:5 probes[0]");
    assertThat(metric.locationOf("value"))
        .isEqualTo("exporter.yml:6:16 probes[0].metrics[0].value");
    assertThat(metric.locationOf("labels.pool"))
        .isEqualTo("exporter.yml:7:24 probes[0].metrics[0].labels.pool");
    assertThat(metric.locationOf("foreach")).isEqualTo("exporter.yml:5:9 probes[0].metrics[0]");
  }

  /** What no two metrics may both be is refused in the file, so that nobody here need look. */
  @ParameterizedTest
  @CsvSource({
    "'{name: size_total, type: counter, value: $.a}, {name: size, value: $.a}', a counter",
    "'{name: a_total, value: $.a}', _total is reserved",
    "'{name: a_info, value: $.a}', _info is reserved",
    "'{name: size_info, type: info, labels: {a: b}}, {name: size, value: $.a}', an info",
    "'{name: app_up, value: $.a}', the success of a probe",
    "'{name: app_up_total, type: counter, value: $.a}', the success of a probe",
    "'{name: s, type: stateset, value: $.a, states: [x], labels: {s: y}}', named as its stateset"
  })
  void namesOfTwoMeanings_areRefusedInTheFile(String metrics, String why) {
    String file = "probes: [{name: app, url: 'http://a/', metrics: [%s]}]".formatted(metrics);
    assertThatThrownBy(() -> parse(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(why);
  }

  private static List<ProbeSettings> parse(String text) throws ConfigurationException {
    Sections sections = Sections.all();
    return Configuration.parse(
            text, "exporter.yml", sections.arguments().parse(null, Map.of()), sections)
        .of(Sections.PROBES);
  }
}
