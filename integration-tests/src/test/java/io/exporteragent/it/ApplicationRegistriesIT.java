package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.LazyMicrometer;
import io.exporteragent.it.fixtures.Mixed;
import io.exporteragent.it.fixtures.OldMetrics;
import io.exporteragent.it.fixtures.Plugins;
import io.exporteragent.it.fixtures.RichMetrics;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The application's metrics, whatever library it keeps them in and wherever that lives. */
class ApplicationRegistriesIT {
  private static final String INITIALISED = "Initializing 'io/micrometer/core/instrument/Metrics'";

  @TempDir private Path directory;

  @Jdk.Each
  void twoLoadersWithVersionsOfTheirOwn_areMerged_andCollectedWhenDropped(Jdk jdk) {
    try (Program program = Program.java(jdk).agent("localhost:0").fixture(Plugins.class).start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      load(program, "first", "client-java-1.0.0");
      awaitSeries(server, "items{plugin=\"first\"}");
      load(program, "odd-second", "client-java-current");
      awaitSeries(server, "items{plugin=\"odd-second\"}");

      Map<String, Double> samples = Page.metrics(server).samples();
      String label = "registry=\"client_java@URLClassLoader-2\"";
      assertThat(samples)
          .containsEntry("shared_total", 5.0)
          .containsEntry("shared_total{" + label + "}", 10.0)
          .containsEntry("level", 1.0)
          .doesNotContainKey("level_total")
          .containsEntry("exporter_agent_application_type_conflicts_total", 1.0)
          .containsEntry(
              "exporter_agent_application_failures_total{origin=\"client_java@URLClassLoader\"}",
              0.0);
      Page.metrics(server);
      assertThat(program.errorLines())
          .filteredOn(line -> line.contains("\"level\""))
          .singleElement()
          .asString()
          .contains("client_java@URLClassLoader-2", "client_java@URLClassLoader ");

      drop(program, "first");
      Map<String, Double> after = Page.metrics(server).samples();
      assertThat(after)
          .as("labels are for life")
          .containsEntry("shared_total{" + label + "}", 10.0)
          .containsEntry("level_total", 1.0)
          .doesNotContainKeys("shared_total", "items{plugin=\"first\"}");
      drop(program, "odd-second");
      assertThat(Page.metrics(server).families()).doesNotContain("shared_total", "items");
    }
  }

  @Jdk.Each
  void simpleclientOldAndNew_isRead(Jdk jdk) {
    for (String version :
        new String[] {"simpleclient-0.5.0", "simpleclient-0.9.0", "simpleclient-0.16.0"}) {
      try (Program program =
          Program.java(jdk).agent("localhost:0").fixture(OldMetrics.class, version).start()) {
        program.awaitOutput(compile("ready"));
        Page page = Page.metrics(program.serving());
        assertThat(page.body())
            .as(version)
            .contains(
                """
                # HELP old_jobs_total Jobs.
                # TYPE old_jobs_total counter
                old_jobs_total{queue="a"} 3.0
                """,
                """
                # HELP old_latency_seconds Latency.
                # TYPE old_latency_seconds histogram
                old_latency_seconds_bucket{le="0.1"} 1
                old_latency_seconds_bucket{le="1.0"} 2
                old_latency_seconds_bucket{le="+Inf"} 3
                old_latency_seconds_count 3
                old_latency_seconds_sum 5.55
                """,
                """
                # HELP old_level Level.
                # TYPE old_level gauge
                old_level 7.0
                """,
                """
                # HELP old_size_bytes Size.
                # TYPE old_size_bytes summary
                old_size_bytes{quantile="0.5"} 10.0
                old_size_bytes_count 1
                old_size_bytes_sum 10.0
                """,
                version.endsWith(".16.0")
                    ? """
                      # TYPE old_requests_total counter
                      old_requests_total 4.0
                      """
                    : """
                      # TYPE old_requests untyped
                      old_requests 4.0
                      """);
      }
    }
  }

  @Jdk.Each
  void loadedButUninitialisedMicrometer_isLeftAlone_untilTheApplicationUsesIt(Jdk jdk) {
    try (Program program =
        Program.java(jdk)
            .with("-Djava.util.logging.manager=" + LazyMicrometer.Manager.class.getName())
            .with("-Xlog:class+init=info:stdout")
            .agent("localhost:0")
            .fixture(LazyMicrometer.class, "micrometer", "client-java-current", "slf4j-1.7.36")
            .start()) {
      program.awaitOutput(compile("ready"));
      program.tell("log");
      program.awaitOutput(compile("done: log"));
      assertThat(program.output()).contains("log manager created by main");
      URI server = program.serving();
      Page page = Page.metrics(server);
      assertThat(page.succeeded("application")).isTrue();
      assertThat(page.families()).doesNotContain("exporter_agent_application_failures_total");
      assertThat(program.output()).doesNotContain(INITIALISED);

      program.tell("use");
      awaitSeries(server, "lazy_calls_total{kind=\"first\"}");
      assertThat(Page.metrics(server).value("lazy_calls_total{kind=\"first\"}")).isEqualTo(5);
      assertThat(program.output()).contains(INITIALISED);
    }
  }

  @Jdk.Each
  void everythingAPointHas_isServedInEveryFormatThatKnowsIt(Jdk jdk) {
    try (Program program =
        Program.java(jdk)
            .agent("localhost:0")
            .fixture(RichMetrics.class, "client-java-current")
            .start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      String openMetrics =
          Page.metrics(
                  server,
                  "Accept",
                  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8")
              .body();
      assertThat(openMetrics)
          .containsPattern("rich_orders_total 2\\.0 # \\{trace_id=\"abc123\"\\} 2\\.0 [\\d.]+\\n")
          .containsPattern("rich_orders_created [\\d.]+\\n")
          .containsPattern(
              "rich_latency_seconds_bucket\\{le=\"1\\.0\"\\} 1 # \\{trace_id=\"def456\"\\} 0\\.5")
          .containsPattern("rich_latency_seconds_created [\\d.]+\\n")
          .contains("# UNIT rich_latency_seconds seconds\n", "{\"rich.dotted_total\"} 1.0\n");
      assertThat(Page.metrics(server).body())
          .contains("rich_dotted_total 1.0\n", "rich_latency_seconds_bucket{le=\"1.0\"} 1\n");
      String protobuf =
          Page.metrics(
                  server,
                  "Accept",
                  "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited")
              .body();
      assertThat(protobuf).contains("rich_latency_seconds", "def456", "abc123");
    }
  }

  @Jdk.Each
  void oneRegistryDeadlocks_theOtherIsServed_andOurFamiliesStayBack(Jdk jdk) {
    try (Program program =
        Program.java(jdk)
            .agent("localhost:0")
            .fixture(Mixed.class, "client-java-current", "simpleclient-0.16.0")
            .start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      Page healthy = Page.metrics(server);
      assertThat(healthy.samples())
          .containsEntry("new_total", 1.0)
          .containsEntry("old_level", 1.0)
          .containsEntry("jvm_memory_used_bytes{area=\"heap\",id=\"Eden\"}", 1.0)
          .doesNotContainKey("jvm_memory_used_bytes{area=\"heap\"}")
          .containsEntry("process_start_time_seconds", 1.0);
      assertThat(healthy.succeeded("application")).isTrue();

      program.tell("deadlock");
      program.awaitOutput(compile("done: deadlock"));
      for (int scrape = 1; scrape <= 3; scrape++) {
        Page page = Page.metrics(server, "X-Prometheus-Scrape-Timeout-Seconds", "3");
        assertThat(page.succeeded("application")).isFalse();
        assertThat(page.succeeded("jvm")).isTrue();
        assertThat(page.samples())
            .containsEntry("new_total", 1.0)
            .doesNotContainKey("old_level")
            .containsEntry(
                "exporter_agent_application_failures_total{origin=\"simpleclient@AppClassLoader\"}",
                (double) scrape)
            .containsEntry(
                "exporter_agent_application_failures_total{origin=\"client_java@AppClassLoader\"}",
                0.0);
      }
      assertThat(program.errorLines())
          .filteredOn(line -> line.contains("did not answer in time"))
          .singleElement()
          .asString()
          .contains("application: simpleclient@AppClassLoader");
    }
  }

  @Jdk.Each
  void namedModules_areReadToo(Jdk jdk) throws IOException {
    Path source = Files.createDirectories(directory.resolve("src/shop/shop"));
    Files.writeString(
        source.resolveSibling("module-info.java"),
        "module shop { requires io.prometheus.metrics.core; }");
    Files.writeString(
        source.resolve("Main.java"),
        """
        package shop;
        import io.prometheus.metrics.core.metrics.Counter;
        public class Main {
          public static void main(String[] args) throws Exception {
            Counter.builder().name("modular_sales_total").help("Sales.").register().inc(4);
            System.out.println("in " + Main.class.getModule());
            System.in.read();
          }
        }
        """);
    String libraries = Program.libraries("client-java-current").toString();
    String modules = directory.resolve("modules").toString();
    String sources = directory.resolve("src").toString();
    jdk.run("javac", "-d", modules, "-p", libraries, "--module-source-path", sources, "-m", "shop");
    try (Program program =
        Program.java(jdk)
            .agent("localhost:0")
            .with("-p", modules + ":" + libraries, "-m", "shop/shop.Main")
            .start()) {
      program.awaitOutput(compile("in module shop"));
      URI server = program.serving();
      awaitSeries(server, "modular_sales_total");
      assertThat(Page.metrics(server).value("modular_sales_total")).isEqualTo(4);
    }
  }

  private static void load(Program program, String plugin, String library) {
    program.tell("load " + plugin + " " + Program.libraries(library));
    program.awaitOutput(compile("done: load " + plugin));
  }

  private static void drop(Program program, String plugin) {
    program.tell("drop " + plugin);
    program.awaitOutput(compile("collected\\Rdone: drop " + plugin));
  }

  /** Discovery looks again within seconds. */
  private static void awaitSeries(URI server, String series) {
    await().atMost(60, SECONDS).until(() -> Page.metrics(server).samples().containsKey(series));
  }
}
