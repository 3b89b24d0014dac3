package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboards that are shipped: each expression has series in a real Prometheus, and what
 * Grafana's linter of dashboards asks for is so.
 */
class DashboardsIT {
  private static final Path DASHBOARDS = Path.of("..", "dashboards");
  private static final String SELECTOR = "job=~\"$job\",instance=~\"$instance\"";

  /** What neither the demo, nor a Tomcat, nor a Kafka has here; their descriptions say why. */
  private static final Set<String> EMPTY_HERE =
      Set.of(
          "Database operations",
          "Log events",
          "CPU time of the collector",
          "Virtual threads",
          "Memory of the container",
          "CPU of the container",
          "Throttling",
          "MBeans by server",
          "Failures of probes");

  @TempDir private Path directory;

  static Stream<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      return files.sorted().toList().stream();
    }
  }

  private static List<Map<String, Object>> panels(Path dashboard) throws IOException {
    return JsonPath.read(Files.readString(dashboard), "$.panels[?(@.type != 'row')]");
  }

  private static List<String> expressions(Map<String, Object> panel) {
    return JsonPath.read(panel, "$.targets[*].expr");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void dashboard_isAsGrafanaAdvises(Path dashboard) throws IOException {
    String text = Files.readString(dashboard);
    Map<String, Object> model = JsonPath.read(text, "$");
    assertThat(model)
        .containsEntry("schemaVersion", 39)
        .containsEntry("editable", false)
        .containsEntry("id", null);
    assertThat(model.get("uid")).isEqualTo("exporter-agent-" + name(dashboard));
    assertThat(JsonPath.<List<String>>read(text, "$.templating.list[*].name"))
        .containsExactly("datasource", "job", "instance");
    assertThat(JsonPath.<List<Object>>read(text, "$.templating.list[?(@.multi == true)].name"))
        .hasSize(2);
    List<Integer> ids = JsonPath.read(text, "$.panels[*].id");
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    assertThat(overlapping(JsonPath.read(text, "$.panels[*].gridPos"))).isZero();
    for (Map<String, Object> panel : panels(dashboard)) {
      String title = (String) panel.get("title");
      assertThat(title).isNotEmpty();
      assertThat((String) panel.get("description")).as(title).endsWith(".");
      assertThat(panel.get("type")).as(title).isIn("timeseries", "stat", "table");
      assertThat(JsonPath.<String>read(panel, "$.fieldConfig.defaults.unit"))
          .as(title)
          .isNotEmpty();
      assertThat(JsonPath.<List<String>>read(panel, "$..datasource.uid"))
          .as(title)
          .isNotEmpty()
          .containsOnly("${datasource}");
      for (String expression : expressions(panel)) {
        assertThat(expression.split("\\{", -1).length)
            .as("every selector of %s", expression)
            .isEqualTo(expression.split("\\{" + Pattern.quote(SELECTOR), -1).length);
        assertThat(expression.matches("(?s).*\\[(?!\\$__rate_interval]).*"))
            .as(expression)
            .isFalse();
        assertThat(expression.replaceAll("(rate|increase)\\((\\w+_total)\\b", ""))
            .as("counters are within rate")
            .doesNotContainPattern("_total\\b");
      }
    }
  }

  private static String name(Path dashboard) {
    return dashboard.getFileName().toString().replace(".json", "");
  }

  private static long overlapping(List<Map<String, Integer>> places) {
    Set<String> taken = new HashSet<>();
    long twice = 0;
    for (Map<String, Integer> place : places) {
      for (int x = 0; x < place.get("w"); x++) {
        for (int y = 0; y < place.get("h"); y++) {
          assertThat(place.get("x") + x).isLessThan(24);
          twice += taken.add((place.get("x") + x) + "," + (place.get("y") + y)) ? 0 : 1;
        }
      }
    }
    return twice;
  }

  @Test
  void panelsOfTheJvm_haveSeriesOfTheDemoAndOfTomcat() throws IOException {
    Modules.write(Modules.folder(directory), "Stock", Modules.gauge("Stock", "stock", 1));
    try (MisbehavingServer status = MisbehavingServer.serving("{\"queue\": 7}");
        WebApplication web =
            WebApplication.start(
                "tomcat-11.0", "-javaagent:" + Program.AGENT + "=127.0.0.1:0,signals=auto")) {
      Files.writeString(
          directory.resolve("exporter.yml"),
          """
          modules: {directory: metrics, interval: 1s}
          probes:
            - {name: mail, url: '%s', metrics: [{name: mail_queue, value: $.queue}]}
          """
                  .formatted(status.url())
              + Files.readString(Program.METHODS));
      try (Program demo =
          Program.java(Jdk.all().get(0))
              .in(directory)
              .agent("127.0.0.1:0:exporter.yml")
              .with("-jar", Program.DEMO.toAbsolutePath().toString())
              .start()) {
        URI tomcat = web.program().serving();
        RequestCounts.awaitMeasured(web, tomcat);
        // The agent is notified of collections after its first scrape.
        assertThat(Page.metrics(demo.serving()).status()).isEqualTo(200);
        Jdk.all().get(0).run("jcmd", Long.toString(demo.pid()), "GC.run");
        for (int i = 0; i < 20; i++) {
          web.ask("GET", "/shop/slow", "/shop/*");
        }
        assertDrawn("jvm.json", EMPTY_HERE, demo.serving(), tomcat);
      }
    }
  }

  @Test
  void panelsOfKafka_haveSeriesOfABroker() throws IOException {
    try (ServerApplication kafka = ServerApplication.start("kafka")) {
      assertDrawn("kafka.json", Set.of(), kafka.agent());
    }
  }

  /** Waits until each panel but these has at least one series for each of its expressions. */
  private void assertDrawn(String dashboard, Set<String> empty, URI... targets) throws IOException {
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global: {scrape_interval: 2s, scrape_timeout: 2s}
        scrape_configs:
          - job_name: shop
            static_configs: [{targets: [%s]}]
        """
            .formatted(
                Arrays.stream(targets)
                    .map(target -> "'" + target.getAuthority() + "'")
                    .collect(Collectors.joining(", "))));
    try (PrometheusServer prometheus = PrometheusServer.of(configuration, directory)) {
      List<Map<String, Object>> panels = panels(DASHBOARDS.resolve(dashboard));
      assertThat(panels).hasSizeGreaterThan(10);
      assertThat(panels)
          .filteredOn(panel -> empty.contains(panel.get("title")))
          .hasSameSizeAs(empty)
          .allMatch(panel -> ((String) panel.get("description")).contains("Only with "));
      await()
          .atMost(3, MINUTES)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(undrawn(panels, empty, prometheus)).isEmpty());
    }
  }

  private static Set<String> undrawn(
      List<Map<String, Object>> panels, Set<String> empty, PrometheusServer prometheus) {
    Set<String> undrawn = new TreeSet<>();
    for (Map<String, Object> panel : panels) {
      for (String expression : expressions(panel)) {
        String asked =
            expression
                .replace("$__rate_interval", "1m")
                .replace("$job", ".*")
                .replace("$instance", ".*");
        String answer =
            prometheus.ask(
                "/api/v1/query?query=" + URLEncoder.encode(asked, StandardCharsets.UTF_8));
        assertThat(JsonPath.<String>read(answer, "$.status")).as(expression).isEqualTo("success");
        if (JsonPath.<List<Object>>read(answer, "$.data.result").isEmpty()
            && !empty.contains(panel.get("title"))) {
          undrawn.add(panel.get("title") + ": " + asked);
        }
      }
    }
    return undrawn;
  }
}
