package io.exporteragent.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing yet\n", "---\n", "{}", "\uFEFF"})
  void nothingInTheFile_isEveryDefault(String text) throws ConfigurationException {
    assertThat(parse(text)).isEqualTo(Settings.builder().build());
  }

  @Test
  void sections_areUnderstood() throws ConfigurationException {
    Settings settings =
        parse(
            """
            server: {host: "::1", port: 9404}
            collectors: {cpu: false, disk: false}
            disk: {mountpoints_exclude: ^/mnt}
            """);
    assertThat(settings.server()).isEqualTo(new ServerSettings("::1", 9404));
    assertThat(settings.collectors())
        .isEqualTo(
            CollectorSettings.without(CollectorSettings.Name.CPU, CollectorSettings.Name.DISK));
    assertThat(settings.disk().mountpointsExclude().pattern()).isEqualTo("^/mnt");
    assertThat(settings.disk().fsTypesExclude()).isNull();
  }

  @Test
  void modules_areOffUnlessADirectoryIsGiven() throws ConfigurationException {
    assertThat(parse("modules: {}").modules()).isNull();
    assertThat(parse("modules: {directory: metrics}").modules())
        .isEqualTo(
            ModuleSettings.builder(Path.of("metrics"))
                .interval(Duration.ofSeconds(10))
                .timeout(Duration.ofSeconds(5))
                .maxSeries(1000)
                .classPath(ModuleSettings.ClassPath.ISOLATED)
                .build());
    assertThat(
            parse(
                    """
                    modules:
                      directory: /m
                      interval: 1s
                      timeout: 2s
                      max_series: 3
                      classpath: application
                      application_class: com.acme.Main
                    """)
                .modules())
        .isEqualTo(
            ModuleSettings.builder(Path.of("/m"))
                .interval(Duration.ofSeconds(1))
                .timeout(Duration.ofSeconds(2))
                .maxSeries(3)
                .classPath(ModuleSettings.ClassPath.APPLICATION)
                .applicationClass("com.acme.Main")
                .build());
  }

  @Test
  void modulesOfTheCommandLine_goBeforeThoseOfTheFile() throws ConfigurationException {
    AgentArguments arguments = AgentArguments.parse("8000", Map.of()).withModules(Path.of("mine"));
    ModuleSettings mine = ModuleSettings.builder(Path.of("mine")).build();

    assertThat(arguments.settings().modules()).isEqualTo(mine);
    assertThat(ConfigurationFile.parse("", "exporter.yml", arguments).modules()).isEqualTo(mine);
    ModuleSettings merged =
        ConfigurationFile.parse(
                "modules: {directory: other, max_series: 7}", "exporter.yml", arguments)
            .modules();
    assertThat(merged).isEqualTo(ModuleSettings.builder(Path.of("mine")).maxSeries(7).build());
  }

  @Test
  void probeOfFewWords_hasTheDefaults() throws ConfigurationException {
    Settings settings =
        parse(
            """
            probes:
              - name: app
                url: http://localhost:8080/status
                metrics:
                  - {name: app_uptime, value: $.total_uptime}
            """);
    ProbeSettings probe = settings.probes().get(0);
    assertThat(probe.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(probe.validStatus()).containsExactly(StatusRange.SUCCESS);
    assertThat(probe.maxBody()).isEqualTo(1 << 20);
    assertThat(probe.followRedirects()).isFalse();
    assertThat(probe.tls()).isEqualTo(TlsSettings.DEFAULT);
    assertThat(probe)
        .isEqualTo(
            ProbeSettings.builder("app", URI.create("http://localhost:8080/status"))
                .metrics(
                    List.of(
                        ProbeMetricSettings.builder("app_uptime", ProbeMetricSettings.Type.GAUGE)
                            .value("$.total_uptime")
                            .build()))
                .build());
  }

  @Test
  void probeWithEverything_isUnderstood() throws ConfigurationException {
    Settings settings =
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
    assertThat(settings.probes())
        .containsExactly(
            ProbeSettings.builder("app", URI.create("https://app_1:8443/status?full=1"))
                .timeout(Duration.ofSeconds(90))
                .headers(Map.of("X-Tenant", "7"))
                .basicAuth(new BasicAuthSettings("me", Secret.ofText("secret")))
                .tls(new TlsSettings(Path.of("ca.pem"), true))
                .validStatus(List.of(StatusRange.classOf(2), StatusRange.only(404)))
                .maxBody(512 << 10)
                .followRedirects(true)
                .metrics(
                    List.of(
                        ProbeMetricSettings.builder(
                                "app_requests_total", ProbeMetricSettings.Type.COUNTER)
                            .value("@.requests")
                            .foreach("$.pools.*")
                            .limit(10)
                            .labels(Map.of("pool", "@key", "tier", "backend"))
                            .scale(0.001)
                            .parse(ProbeMetricSettings.Parse.DURATION)
                            .onMissing(OnMissing.use(-1.5))
                            .help("Requests.")
                            .build(),
                        ProbeMetricSettings.builder("app_health", ProbeMetricSettings.Type.STATESET)
                            .value("$.h")
                            .states(List.of("up", "down"))
                            .unknown("down")
                            .build(),
                        ProbeMetricSettings.builder("app_info", ProbeMetricSettings.Type.INFO)
                            .labels(Map.of("version", "$.version"))
                            .onMissing(OnMissing.SKIP)
                            .build()))
                .build());
  }

  @Test
  void metric_knowsWhereItsPathsStand() throws ConfigurationException {
    Settings settings =
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
    ProbeSettings probe = settings.probes().get(0);
    ProbeMetricSettings metric = probe.metrics().get(0);
    assertThat(probe.location()).isEqualTo("exporter.yml:2:5 probes[0]");
    assertThat(metric.locationOf("value"))
        .isEqualTo("exporter.yml:6:16 probes[0].metrics[0].value");
    assertThat(metric.locationOf("labels.pool"))
        .isEqualTo("exporter.yml:7:24 probes[0].metrics[0].labels.pool");
    assertThat(metric.locationOf("foreach")).isEqualTo("exporter.yml:5:9 probes[0].metrics[0]");
  }

  @Test
  void sectionThatOnlyMoved_isTheSame() throws ConfigurationException {
    String probes =
        """
        probes:
          - name: app
            url: http://localhost/
            authorization: {credentials_file: token}
            metrics: [{name: app_x, value: $.x}]
        disk: {fs_types_exclude: tmpfs}
        """;
    Settings before = parse(probes);
    Settings after = parse("# moved\nserver: {port: 1}\n" + probes.replace("[{", "\n      [{"));
    assertThat(after.probes()).isEqualTo(before.probes()).hasSameHashCodeAs(before.probes());
    assertThat(after.disk()).isEqualTo(before.disk());
    assertThat(after).isNotEqualTo(before);
    assertThat(parse(probes.replace("token", "other")).probes()).isNotEqualTo(before.probes());
    assertThat(parse(probes.replace("tmpfs", "nfs")).disk()).isNotEqualTo(before.disk());
  }

  @Test
  void anchors_standForWhatTheyName() throws ConfigurationException {
    Settings settings =
        parse(
            """
            probes:
              - {name: a, url: http://a/, timeout: &t 7s, headers: &h {X: 1}}
              - {name: b, url: http://b/, timeout: *t, headers: *h}
            """);
    assertThat(settings.probes().get(1).timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.probes().get(1).headers()).containsExactly(Map.entry("X", "1"));
  }

  @Test
  void placeholders_areReplacedInValues() throws ConfigurationException {
    Map<String, String> environment = Map.of("PORT", "9404", "EMPTY", "", "PASSWORD", "a${b}$");
    Settings settings =
        ConfigurationFile.parse(
            """
            server: {port: "${PORT}", host: '${HOST:local}${HOST:host}${EMPTY:x}${NONE:}'}
            probes:
              - name: app
                url: http://localhost/
                basic_auth: {username: $${me}, password: "${PASSWORD}"}
                metrics: [{name: app_x, value: $.x$}]
            """
                .replace("$${me}", "'$${me}'"),
            "exporter.yml",
            environment);
    assertThat(settings.server()).isEqualTo(new ServerSettings("localhost", 9404));
    ProbeSettings probe = settings.probes().get(0);
    assertThat(probe.basicAuth())
        .isEqualTo(new BasicAuthSettings("${me}", Secret.ofText("a${b}$")));
    assertThat(probe.metrics().get(0).value()).isEqualTo("$.x$");
  }

  @Test
  void methodRule_isUnderstood() throws ConfigurationException {
    String text =
        """
        methods:
          - match: implements com.shop.Repository#find*
            counter: find_total
            average: find_seconds
            window: 5m
            histogram: find_duration_seconds
            errors: find_errors_total
            in_flight: find_in_flight
            labels: {class: '{class}', call: '{fqcn}.{method}()', tier: db}
            max: 7
          - {match: com.shop.Cart, counter: cart_total}
          - {match: com.shop.Till, counter: cart_total}
        """;
    MethodRule rule = parse(text).methods().get(0);
    assertThat(rule.id()).isEqualTo("implements com.shop.Repository#find*");
    assertThat(rule.counter()).isEqualTo("find_total");
    assertThat(rule.average()).isEqualTo("find_seconds");
    assertThat(rule.window()).isEqualTo(Duration.ofMinutes(5));
    assertThat(rule.histogram()).isEqualTo("find_duration_seconds");
    assertThat(rule.errors()).isEqualTo("find_errors_total");
    assertThat(rule.inFlight()).isEqualTo("find_in_flight");
    assertThat(rule.labelsOf("com.shop.Orders$Cached", "findAll"))
        .containsExactly(
            Map.entry("class", "Orders$Cached"),
            Map.entry("call", "com.shop.Orders$Cached.findAll()"),
            Map.entry("tier", "db"));
    assertThat(rule.max()).isEqualTo(7);
    assertThat(rule.location()).isEqualTo("exporter.yml:2:5 methods[0]");
    MethodRule next = parse(text).methods().get(1);
    assertThat(next.window()).isEqualTo(Duration.ofSeconds(60));
    assertThat(next.max()).isEqualTo(200);
    assertThat(next.labels()).isEmpty();
    assertThat(next.average()).isNull();
    assertThat(parse("# moved\n" + text).methods()).isEqualTo(parse(text).methods());
    assertThat(parse(text.replace("max: 7", "max: 8")).methods())
        .isNotEqualTo(parse(text).methods());
  }

  @Test
  void file_isRead(@TempDir Path directory) throws IOException, ConfigurationException {
    Path file = Files.writeString(directory.resolve("exporter.yml"), "server: {host: \"é\"}");
    assertThat(ConfigurationFile.read(file.toString())).isEqualTo("server: {host: \"é\"}");
  }

  @Test
  void fileThatCannotBeRead_saysWhyAndNamesTheRemedy(@TempDir Path directory) throws IOException {
    assertUnreadable(
        "no-such.yml",
        "configuration file \"no-such.yml\" cannot be read: no such file; it was looked for at ");
    assertUnreadable(directory.toString(), "not a regular file; give the name of a YAML file");
    assertUnreadable("a\0b", "configuration file \"a?b\" cannot be read: not a file name");
    Path large = Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);
    assertUnreadable(large.toString(), "larger than 1 MiB");
    Path latin = Files.write(directory.resolve("latin"), "a: 1\nb: é".getBytes(ISO_8859_1));
    assertUnreadable("" + latin, "latin:2:4: not UTF-8; save the file in that encoding");
  }

  private static void assertUnreadable(String name, String message) {
    assertThatThrownBy(() -> ConfigurationFile.read(name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }

  private static Settings parse(String text) throws ConfigurationException {
    return ConfigurationFile.parse(text, "exporter.yml", Map.of());
  }
}
