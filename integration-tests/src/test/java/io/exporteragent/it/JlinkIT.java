package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Attached;
import io.exporteragent.it.fixtures.Measured;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Run-time images made with jlink are served too, without what needs a module they lack. */
class JlinkIT {
  private static final String SMALLEST = "java.base,java.instrument";

  private static final String LEFT_OUT =
      "exporter-agent: collector \"%1$s\" is left out, since this JVM has no module %2$s: add that to the run-time image, or with --add-modules %2$s";

  @TempDir private Path directory;

  @Jdk.Each
  void smallestImage_lacksJvmAndProcess_andServesTheRest(Jdk jdk) throws IOException {
    Path java = image(jdk, SMALLEST);
    Modules.write(Modules.folder(directory), "Stock", Modules.gauge("Stock", "stock", 1));
    compileModules(jdk);
    try (MisbehavingServer status = MisbehavingServer.serving("{\"queue\": 7}")) {
      Files.writeString(
          directory.resolve("exporter.yml"),
          """
          modules: {directory: metrics, interval: 1s}
          probes:
            - {name: mail, url: '%s', metrics: [{name: mail_queue, value: $.queue}]}
          methods:
            - {match: 'Till#pay(int)', counter: pay_total, average: pay_seconds}
            - {match: io.exporteragent.it.fixtures.Till#new(int), counter: tills_total}
          """
              .formatted(status.url()));
      try (Program program =
          Program.command(java.toString())
              .in(directory)
              .agent("localhost:0:exporter.yml")
              .fixture(Measured.class)
              .start()) {
        program.awaitOutput(compile("ready"));
        URI server = program.serving();
        program.awaitError(compile("module \"Stock\" is loaded"));
        DetachIT.tell(program, "open 1");
        await()
            .atMost(60, SECONDS)
            .untilAsserted(
                () ->
                    assertThat(Page.metrics(server).samples())
                        .containsEntry(
                            "exporter_agent_method_rule_matches{rule=\"Till#pay(int)\"}", 1.0)
                        .containsEntry("stock", 1.0));
        DetachIT.tell(program, "pay 3");
        Page page = Page.metrics(server);
        assertThat(page.samples())
            .containsEntry("pay_total", 3.0)
            .containsEntry("mail_queue", 7.0)
            .containsKeys("cpu_exporter_cpu_usage_seconds_total{mode=\"idle\"}")
            .containsKeys("memory_usage{type=\"total\"}");
        assertThat(collectors(page))
            .containsExactlyInAnyOrder(
                "application 1.0",
                "container 1.0",
                "cpu 1.0",
                "memory 1.0",
                "disk 1.0",
                "probe 1.0",
                "modules 1.0",
                "method 1.0");
        Files.writeString(directory.resolve("exporter.yml"), "collectors: {disk: false}\n");
        program.awaitError(compile("exporter\\.yml is in effect"));
        assertThat(program.errorLines())
            .filteredOn(line -> !line.contains("module \"Stock\""))
            .hasSize(4)
            .anyMatch(line -> line.startsWith("exporter-agent: serving"))
            .contains(
                LEFT_OUT.formatted("jvm", "java.management"),
                LEFT_OUT.formatted("process", "jdk.management"));
        DetachIT.tell(program, "pay 1");
      }
    }
  }

  @Jdk.Each
  void imageWithJavaManagement_lacksProcessAlone(Jdk jdk) {
    Path java = image(jdk, SMALLEST + ",java.management");
    try (Program program =
        Program.command(java.toString())
            .agent("localhost:0")
            .fixture(Attached.class, "client-java-1.0.0")
            .start()) {
      program.awaitOutput(compile("ready"));
      assertThat(Page.metrics(program.serving()).status()).isEqualTo(200);
      // Collects garbage, of which the agent may be notified.
      program.tell("size");
      program.awaitOutput(compile("done: size"));
      Page page = Page.metrics(program.serving());
      assertThat(page.value("jvm_threads_current")).isPositive();
      assertThat(page.value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
      assertThat(page.value("orders_total")).isEqualTo(41);
      assertThat(collectors(page))
          .containsExactlyInAnyOrder(
              "application 1.0",
              "jvm 1.0",
              "container 1.0",
              "cpu 1.0",
              "memory 1.0",
              "disk 1.0",
              "mbeans 1.0");
      assertThat(page.families())
          .contains("jvm_safepoint_seconds_total", "jvm_compilations_total")
          .doesNotContain(
              "jvm_gc_duration_seconds",
              "jvm_gc_memory_promoted_bytes_total",
              "jvm_gc_live_data_size_bytes",
              "jvm_gc_max_data_size_bytes",
              "jvm_memory_allocated_bytes_total",
              "jvm_memory_pool_allocated_bytes_total");
      assertThat(program.errorLines())
          .hasSize(2)
          .contains(LEFT_OUT.formatted("process", "jdk.management"));
    }
  }

  private static Stream<String> collectors(Page page) {
    return page.samples().entrySet().stream()
        .filter(sample -> sample.getKey().startsWith("exporter_agent_collector_success"))
        .map(sample -> sample.getKey().split("\"", 3)[1] + " " + sample.getValue());
  }

  /** Makes an image and returns its {@code java}. */
  private Path image(Jdk jdk, String modules) {
    Path image = directory.resolve("image");
    jdk.run("jlink", "--output", image.toString(), "--strip-debug", "--add-modules", modules);
    return image.resolve("bin/java");
  }

  private void compileModules(Jdk jdk) throws IOException {
    Path metrics = directory.resolve("metrics");
    try (Program compile = Program.commandLine(jdk, "compile", metrics.toString()).start()) {
      assertThat(compile.exitCode()).as(compile.error()).isZero();
    }
    Files.delete(metrics.resolve("Stock.java"));
  }
}
