package io.exporteragent.source.module;

import static io.exporteragent.source.module.WatchedFolder.await;
import static io.exporteragent.source.module.WatchedFolder.gauge;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.source.module.run.ModuleSettings;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleMetricsTest {
  @TempDir Path directory;

  @Test
  void emptyFolder_hasNothingToSay() {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      assertThat(folder.samples())
          .isEqualTo(Map.of("exporter_agent_module_classloaders_leaked[]", 0.0));
      assertThat(folder.messages()).isEmpty();
    }
  }

  @Test
  void source_isLoadedRunAndServed() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("Example", gauge("Example", "example_metric", "gauge.inc();"));

      await().until(() -> folder.values().getOrDefault("example_metric[]", 0.0) >= 3);

      String version = folder.page().json().replaceAll(".*\"version\":\"([^\"]+)\".*\\s*", "$1");
      assertThat(version).matches("[0-9a-f]{12}");
      assertThat(folder.samples())
          .containsEntry("exporter_agent_module_up[module, Example]", 1.0)
          .containsEntry(
              "exporter_agent_module[module, Example, version, " + version + ", kind, source]", 1.0)
          .containsEntry("exporter_agent_module_loads[module, Example]", 1.0)
          .containsEntry("exporter_agent_module_load_failures[module, Example]", 0.0)
          .containsEntry("exporter_agent_module_failures[module, Example]", 0.0)
          .containsEntry("exporter_agent_module_timeouts[module, Example]", 0.0)
          .containsEntry("exporter_agent_module_series[module, Example]", 1.0)
          .containsKey("exporter_agent_module_last_run_duration_seconds[module, Example]");
      assertThat(folder.about("Example", "runs")).isGreaterThanOrEqualTo(3);
      assertThat(folder.about("Example", "last_success_timestamp_seconds"))
          .isBetween(1e9, System.currentTimeMillis() / 1000.0);
      assertThat(folder.messages())
          .containsExactly("module \"Example\" is loaded: version " + version + ", 1 series");
    }
  }

  @Test
  void newVersion_takesThePlaceOfTheOld_onAThreadOfItsOwn() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("Example", gauge("Example", "old_metric"));
      await().until(() -> folder.values().containsKey("old_metric[]"));
      Thread before = thread("Example");

      folder.write("Example", gauge("Example", "new_metric"));
      folder.awaitValues(Map.of("new_metric[]", 1.0));

      await().until(() -> !before.isAlive());
      assertThat(thread("Example").getContextClassLoader()).isSameAs(folder.loader("Example"));
      assertThat(folder.about("Example", "loads")).isEqualTo(2);
      assertThat(folder.messages()).last().asString().contains("\"Example\" is reloaded");
    }
  }

  @Test
  void brokenSource_leavesThePreviousVersionRunning_untilItIsFixed() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("Example", gauge("Example", "example_metric", "gauge.inc();"));
      await().until(() -> folder.values().containsKey("example_metric[]"));

      folder.write("Example", gauge("Example", "example_metric", "gauge.inc()"));
      await().until(() -> folder.about("Example", "load_failures") == 1);
      double runs = folder.about("Example", "runs");
      await().until(() -> folder.about("Example", "runs") > runs + 1);

      assertThat(folder.about("Example", "up")).isEqualTo(1);
      assertThat(folder.messages())
          .last()
          .asString()
          .startsWith(
              "module \"Example\" cannot be loaded from Example.java, the previous version keeps running: line 12, column ")
          .contains("';' expected");
      assertThat(folder.page().json()).contains("\"state\":\"running\"").contains("\"line\":12,");

      folder.write("Example", gauge("Example", "example_metric", "gauge.set(-1);"));
      folder.awaitValues(Map.of("example_metric[]", -1.0));
      assertThat(folder.page().json()).contains("\"error\":null,\"line\":null");
    }
  }

  @Test
  void deletedSource_isClosedAndForgotten() throws IOException {
    Path closed = directory.resolve("closed");
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write(
          "Example",
          gauge("Example", "example_metric")
              .replace(
                  "public void process()",
                  """
                  public void close() throws Exception {
                    String thread = Thread.currentThread().getName();
                    java.nio.file.Files.write(java.nio.file.Paths.get("%s"), thread.getBytes());
                  }

                  public void process()"""
                      .formatted(closed)));
      await().until(() -> folder.values().containsKey("example_metric[]"));
      Thread thread = thread("Example");

      folder.delete("Example");
      await().until(() -> !thread.isAlive());

      assertThat(closed).hasContent("exporter-agent-module-Example");
      assertThat(folder.samples()).containsOnlyKeys("exporter_agent_module_classloaders_leaked[]");
      assertThat(folder.messages()).last().isEqualTo("module \"Example\" is unloaded");
    }
  }

  @Test
  void moduleThatThrows_costsNoOther_andItsValuesGo() throws IOException {
    Path broken = directory.resolve("broken");
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("Good", gauge("Good", "good_metric"));
      folder.write(
          "Moody",
          gauge(
              "Moody",
              "moody_metric",
              "if (new java.io.File(\"%s\").exists()) throw new Exception(\"no\\nmood\");"
                  .formatted(broken)));
      await().until(() -> folder.values().size() == 2);

      Files.createFile(broken);
      folder.awaitValues(Map.of("good_metric[]", 1.0));

      assertThat(folder.about("Moody", "up")).isEqualTo(0);
      assertThat(folder.about("Moody", "series")).isEqualTo(0);
      assertThat(folder.about("Moody", "failures")).isPositive();
      assertThat(folder.messages())
          .filteredOn(message -> message.contains("failed"))
          .containsExactly(
              "module \"Moody\" failed, its values are dropped if they are not renewed: line 12: java.lang.Exception: no mood");

      Files.delete(broken);
      await().until(() -> folder.values().size() == 2);
      assertThat(folder.about("Moody", "up")).isEqualTo(1);
    }
  }

  @Test
  void moduleThatIgnoresInterrupts_isStuck_untilANewVersionComes() throws IOException {
    Path go = directory.resolve("go");
    try (WatchedFolder folder =
        new WatchedFolder(
            WatchedFolder.settings(directory)
                .with(ModuleSettings.TIMEOUT, Duration.ofSeconds(3))
                .build(),
            name -> null)) {
      folder.write("Good", gauge("Good", "good_metric"));
      folder.write(
          "Loop",
          gauge(
              "Loop",
              "loop_metric",
              """
              int runs = (int) gauge.get();
              gauge.inc();
              while (runs == 2 && !new java.io.File("%s").exists()) {
                Thread.onSpinWait();
              }"""
                  .formatted(go)));
      await().until(() -> folder.page().json().contains("\"state\":\"stuck\""));
      Thread stuck = thread("Loop");

      folder.awaitValues(Map.of("good_metric[]", 1.0));
      assertThat(folder.about("Loop", "timeouts")).isEqualTo(1);
      assertThat(folder.about("Loop", "up")).isEqualTo(0);
      assertThat(folder.messages())
          .contains(
              "module \"Loop\" failed, its values are dropped if they are not renewed: process() took longer than the timeout of 3s and was interrupted");

      folder.write("Loop", gauge("Loop", "new_metric"));
      folder.awaitValues(Map.of("good_metric[]", 1.0, "new_metric[]", 1.0));
      assertThat(stuck.isAlive()).isTrue();

      Files.createFile(go);
      await().until(() -> !stuck.isAlive());
      folder.awaitValues(Map.of("good_metric[]", 1.0, "new_metric[]", 1.0));
    }
  }

  @Test
  void trialThatDoesNotEnd_isRefused() throws IOException {
    try (WatchedFolder folder =
        new WatchedFolder(
            WatchedFolder.settings(directory)
                .with(ModuleSettings.TIMEOUT, Duration.ofSeconds(3))
                .build(),
            name -> null)) {
      folder.write("Sleepy", gauge("Sleepy", "sleepy_metric", "Thread.sleep(100_000);"));
      await().until(() -> folder.about("Sleepy", "load_failures") == 1);

      assertThat(folder.values()).isEmpty();
      assertThat(folder.messages())
          .containsExactly(
              "module \"Sleepy\" cannot be loaded from Sleepy.java: process() took longer than the timeout of 3s and was interrupted");
      await().until(() -> threads("Sleepy").isEmpty());
    }
  }

  @Test
  void moreSeriesThanAllowed_areAFailure() throws IOException {
    try (WatchedFolder folder =
        new WatchedFolder(
            WatchedFolder.settings(directory).with(ModuleSettings.MAX_SERIES, 2).build(),
            name -> null)) {
      folder.write(
          "Many",
          """
          import io.prometheus.metrics.core.metrics.Gauge;
          import io.prometheus.metrics.model.registry.PrometheusRegistry;

          public class Many {
            private final Gauge gauge;
            private int runs;

            public Many(PrometheusRegistry registry) {
              gauge = Gauge.builder().name("many").labelNames("run").register(registry);
            }

            public void process() {
              gauge.labelValues(String.valueOf(runs++)).set(1);
            }
          }
          """);
      await().until(() -> folder.about("Many", "failures") > 0);

      await().until(() -> folder.values().isEmpty());
      assertThat(folder.messages())
          .contains(
              "module \"Many\" failed, its values are dropped if they are not renewed: it has 3 series, more than the 2 of max_series");
    }
  }

  @Test
  void nameOfAnotherModule_isRefused_untilItIsFree() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("First", gauge("First", "jobs"));
      await().until(() -> folder.about("First", "up") == 1);
      folder.write("Second", gauge("Second", "jobs", "gauge.set(2);"));
      await().until(() -> folder.about("Second", "load_failures") == 1);

      folder.awaitValues(Map.of("jobs[]", 1.0));
      assertThat(folder.messages())
          .last()
          .isEqualTo(
              "module \"Second\" cannot be loaded from Second.java: metric jobs clashes with one of module \"First\"; rename one of them");

      folder.delete("First");
      folder.awaitValues(Map.of("jobs[]", 2.0));
    }
  }

  @Test
  void nameOfTheAgent_isRefused() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("Mine", gauge("Mine", "exporter_agent_mine"));
      await().until(() -> folder.about("Mine", "load_failures") == 1);
      assertThat(folder.messages()).first().asString().contains("has a name of the agent itself");
    }
  }

  @Test
  void snapshotOfTheModulesOwn_isRefused_becauseScrapesWouldRunIt() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write(
          "Own",
          """
          import io.prometheus.metrics.model.registry.PrometheusRegistry;
          import io.prometheus.metrics.model.snapshots.CounterSnapshot;
          import io.prometheus.metrics.model.snapshots.MetricMetadata;

          public class Own {
            public Own(PrometheusRegistry registry) {
              registry.register(Snapshot::new);
            }

            public void process() {}

            static class Snapshot extends CounterSnapshot {
              Snapshot() {
                super(new MetricMetadata("own"), java.util.Collections.emptyList());
              }
            }
          }
          """);
      await().until(() -> folder.about("Own", "load_failures") == 1);
      assertThat(folder.messages())
          .containsExactly(
              "module \"Own\" cannot be loaded from Own.java: its collector returns a Own$Snapshot; return one of the snapshots of client_java itself");
    }
  }

  @Test
  void oneNameWithSeveralLabelNames_isOneFamily() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write(
          "Two",
          gauge("Two", "two", "gauge.set(1);")
              .replace(
                  "gauge = ",
                  "Gauge.builder().name(\"two\").labelNames(\"a\").register(registry).labelValues(\"b\").set(2); gauge = "));
      folder.awaitValues(Map.of("two[]", 1.0, "two[a, b]", 2.0));
    }
  }

  @Test
  void metricWithoutARegistry_belongsToItsModule_andGoesWithIt() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("First", staticGauge("First", "Gauge.builder().name(\"first\").register()"));
      folder.write(
          "Second",
          staticGauge(
              "Second",
              "Gauge.builder().name(\"second\").register(io.prometheus.metrics.model.registry.PrometheusRegistry.defaultRegistry)"));
      folder.awaitValues(Map.of("first[]", 1.0, "second[]", 1.0));
      assertThat(PrometheusRegistry.defaultRegistry.scrape().size()).isZero();

      folder.delete("First");
      folder.awaitValues(Map.of("second[]", 1.0));
    }
  }

  @Test
  void metricThatCannotBeAttributed_isRefused_andTheConstructorShown() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write(
          "Sly",
          gauge("Sly", "sly", "")
              .replace(
                  "public Sly(PrometheusRegistry registry)",
                  "public Sly(PrometheusRegistry ignored) throws Exception")
              .replace(
                  "gauge = ",
                  "PrometheusRegistry registry = (PrometheusRegistry) PrometheusRegistry.class.getField(\"defaultRegistry\").get(null); gauge = "));
      await().until(() -> folder.about("Sly", "load_failures") == 1);

      assertThat(folder.messages())
          .first()
          .asString()
          .contains("sly went into the registry that all modules share")
          .contains("(PrometheusRegistry registry)");
      assertThat(PrometheusRegistry.defaultRegistry.scrape().size()).isZero();
    }
  }

  private static String staticGauge(String className, String expression) {
    return """
        import io.prometheus.metrics.core.metrics.Gauge;

        public class %s {
          private static final Gauge GAUGE = %s;

          public void process() {
            GAUGE.set(1);
          }
        }
        """
        .formatted(className, expression);
  }

  @Test
  void classThatIsNoModule_isRefused_andShownHow() throws IOException {
    try (WatchedFolder folder = new WatchedFolder(directory)) {
      folder.write("Nothing", "public class Nothing {}");
      folder.write(
          "Closed", "public class Closed { private Closed() {} public void process() {} }");
      await().until(() -> folder.messages().size() == 2);
      assertThat(folder.messages())
          .containsExactlyInAnyOrder(
              "module \"Nothing\" cannot be loaded from Nothing.java: class Nothing is no module; it must be public and have a public void process()",
              "module \"Closed\" cannot be loaded from Closed.java: class Closed has no public constructor that takes a PrometheusRegistry; write public Closed(PrometheusRegistry registry) { ... }");
    }
  }

  @Test
  void close_endsAllThreads() throws IOException {
    WatchedFolder folder = new WatchedFolder(directory);
    try (folder) {
      folder.write(
          "Slow",
          gauge("Slow", "slow", "if (gauge.get() > 0) Thread.sleep(100_000); gauge.inc();"));
      await().until(() -> folder.about("Slow", "runs") == 2);
    }
    assertThat(threads("Slow")).isEmpty();
  }

  private static Thread thread(String module) {
    List<Thread> threads = threads(module);
    return threads.get(threads.size() - 1);
  }

  private static List<Thread> threads(String module) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("exporter-agent-module-" + module))
        .sorted((a, b) -> Long.compare(a.getId(), b.getId()))
        .toList();
  }
}
