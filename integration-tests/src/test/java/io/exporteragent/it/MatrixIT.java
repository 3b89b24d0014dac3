package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Attached;
import io.exporteragent.it.fixtures.Inspect;
import io.exporteragent.it.fixtures.LazyMicrometer;
import io.exporteragent.it.fixtures.Measured;
import io.exporteragent.it.fixtures.OldMetrics;
import io.exporteragent.testing.Page;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent is for, on every JDK that can be had; the other tests say the rest on two. */
class MatrixIT {
  private static final List<String> COLLECTORS =
      List.of("application", "jvm", "process", "container", "cpu", "memory", "disk");

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void startPageAndExit_leaveTheApplicationAsItIs(Jdk jdk) {
    try (Program without = inspect(Program.java(jdk), jdk);
        Program with = inspect(Program.java(jdk).agent("localhost:0"), jdk)) {
      with.awaitOutput(compile("ready"));
      URI server = with.serving();
      for (int scrape = 0; scrape < 2; scrape++) {
        Page page = Page.metrics(server);
        assertThat(COLLECTORS).allMatch(page::succeeded);
        assertThat(page.value("jvm_threads_current")).isPositive();
        assertThat(page.value("process_resident_memory_bytes")).isPositive();
        assertThat(page.body()).containsPattern("jvm_runtime_info\\{.*version=\"" + version(jdk));
      }
      for (Program program : List.of(without, with)) {
        program.tell("");
        assertThat(program.exitCode()).isEqualTo(7);
      }
      assertThat(jdk.feature() == 8 ? withoutOurJar(with.output()) : with.output())
          .isEqualTo(without.output())
          .contains("java.home=", "log manager initialised: false");
      assertThat(with.errorLines())
          .filteredOn(line -> !line.startsWith("exporter-agent: serving"))
          .isEqualTo(without.errorLines());
    }
  }

  /** Java 8 adds the jar of every agent to the property {@code java.class.path}. */
  private static String withoutOurJar(String output) {
    return output.replace(File.pathSeparator + Program.AGENT + "\n", "\n");
  }

  private static String version(Jdk jdk) {
    return jdk.feature() == 8 ? "1\\.8\\." : String.valueOf(jdk.feature());
  }

  private static Program inspect(Program.Command java, Jdk jdk) {
    if (jdk.feature() > 8) {
      java.with("--add-opens=java.logging/java.util.logging=ALL-UNNAMED");
    }
    return java.fixture(Inspect.class).start();
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void metricsOfEachLibrary_areServed(Jdk jdk) {
    serves(
        Program.java(jdk).agent("localhost:0").fixture(Attached.class, "client-java-1.0.0"),
        program -> {},
        "orders_total",
        41);
    serves(
        Program.java(jdk).agent("localhost:0").fixture(OldMetrics.class, "simpleclient-0.16.0"),
        program -> {},
        "old_jobs_total{queue=\"a\"}",
        3);
    serves(
        Program.java(jdk)
            .agent("localhost:0")
            .fixture(LazyMicrometer.class, "micrometer", "client-java-current", "slf4j-1.7.36"),
        program -> DetachIT.tell(program, "use"),
        "lazy_calls_total{kind=\"first\"}",
        5);
  }

  private static void serves(
      Program.Command command, Consumer<Program> use, String series, double value) {
    try (Program program = command.start()) {
      program.awaitOutput(compile("ready"));
      use.accept(program);
      URI server = program.serving();
      await()
          .atMost(60, SECONDS)
          .untilAsserted(() -> assertThat(Page.metrics(server).value(series)).isEqualTo(value));
      assertThat(Page.metrics(server).succeeded("application")).isTrue();
      assertThat(program.errorLinesWith("exporter-agent: ")).as(program.error()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void methods_areMeasured_andAreThemselvesAgain(Jdk jdk) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("exporter.yml"),
            """
            methods:
              - match: io.exporteragent.it.fixtures.Till#pay(int)
                counter: pay_total
                average: pay_average_seconds
                histogram: pay_seconds
              - {match: 'Till#fail*', errors: fail_errors_total}
              - {match: 'Till#new(int)', counter: tills_total}
              - {match: 'Loner#work', counter: work_total}
            """);
    try (Program program =
        Program.java(jdk).agent("localhost:0:" + file).fixture(Measured.class).start()) {
      program.awaitOutput(compile("ready"));
      URI server = program.serving();
      // The first command loads the classes, and is counted or not.
      DetachIT.tell(program, "work 1");
      awaitMatches(server, "Loner#work", 1);
      awaitMatches(server, "Till#new(int)", 1);
      Page before = Page.metrics(server);
      DetachIT.tell(program, "pay 100");
      DetachIT.tell(program, "fail 2");
      DetachIT.tell(program, "open 4");
      DetachIT.tell(program, "work 9");
      Page page = Page.metrics(server);
      assertThat(page.value("pay_total")).isEqualTo(100);
      assertThat(page.value("pay_seconds_count")).isEqualTo(100);
      assertThat(page.value("pay_average_seconds")).isPositive();
      assertThat(page.value("fail_errors_total{exception=\"IOException\"}")).isEqualTo(2);
      assertThat(page.value("tills_total") - before.value("tills_total")).isEqualTo(4);
      assertThat(page.value("work_total") - before.value("work_total")).isEqualTo(9);

      Files.writeString(file, "collectors: {disk: false}\n");
      await().atMost(60, SECONDS).until(() -> !Page.metrics(server).body().contains("pay_total"));
      DetachIT.tell(program, "pay 1");
      // The line comes after the page has changed.
      await()
          .untilAsserted(
              () ->
                  assertThat(program.errorLinesWith("exporter-agent: "))
                      .as(program.error())
                      .isEqualTo(2));
    }
  }

  private static void awaitMatches(URI server, String rule, double methods) {
    String series = "exporter_agent_method_rule_matches{rule=\"" + rule + "\"}";
    await()
        .atMost(90, SECONDS)
        .untilAsserted(() -> assertThat(Page.metrics(server).value(series)).isEqualTo(methods));
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void modules_areCompiled_replaced_andUnloaded(Jdk jdk) throws IOException {
    Path metrics = Modules.folder(directory);
    Path file = Modules.write(metrics, "Stock", Modules.gauge("Stock", "stock", 1));
    try (Modules modules =
        Modules.Host.DEMO.start(jdk, Program.java(jdk), directory, "classpath: application")) {
      modules.awaitValue("stock", 1);
      Modules.write(metrics, "Stock", Modules.gauge("Stock", "stock", 2));
      modules.awaitValue("stock", 2);
      Files.delete(file);
      modules.awaitMissing("stock");
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void modulesWithoutACompiler_areMadeElsewhere(Jdk jdk) throws IOException {
    Path metrics = Modules.folder(directory);
    Modules.write(metrics, "Stock", Modules.gauge("Stock", "stock", 1));
    try (Modules modules = Modules.Host.SERVE.start(jdk, withoutCompiler(jdk), directory)) {
      modules.awaitMessage("cannot be loaded from Stock\\.java: this JVM has no compiler");
      try (Program compile = Program.commandLine(jdk, "compile", metrics.toString()).start()) {
        assertThat(compile.exitCode()).as(compile.error()).isZero();
        assertThat(compile.output().trim()).isEqualTo(metrics.resolve("Stock.jar").toString());
      }
      modules.awaitValue("stock", 1);
      modules.assertUnharmed();
    }
  }

  private Program.Command withoutCompiler(Jdk jdk) {
    if (jdk.feature() > 8) {
      return Program.java(jdk).with("--limit-modules", "java.instrument,jdk.management");
    }
    // Where it is, the JRE within a JDK finds the compiler of that.
    Path jre = directory.resolve("jre");
    try (Program copy =
        Program.command("cp")
            .with("-r", jdk.home().resolve("jre").toString(), jre.toString())
            .start()) {
      assertThat(copy.exitCode()).as(copy.error()).isZero();
    }
    return Program.command(jre.resolve("bin/java").toString());
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void attachAndDetach_byTheToolOfTheSameJdk(Jdk jdk) {
    attachAndDetach(jdk, jdk);
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void attachAndDetach_byTheToolOfAnotherJdk(Jdk jdk) {
    attachAndDetach(Jdk.all().get(0), jdk);
  }

  private static void attachAndDetach(Jdk tool, Jdk target) {
    try (Program program = DetachIT.attached(target)) {
      String pid = Long.toString(program.pid());
      URI url;
      try (Program attach = AttachIT.attach(tool, program, "localhost:0")) {
        url = AttachIT.urlOf(attach);
      }
      Page page = Page.get(url);
      assertThat(COLLECTORS).allMatch(page::succeeded);
      assertThat(page.value("orders_total")).isEqualTo(41);
      try (Program list = Program.commandLine(tool, "list").start();
          Program status = Program.commandLine(tool, "status", pid).start()) {
        assertThat(status.exitCode()).as(status.error()).isZero();
        assertThat(status.output()).contains("serving", url.toString());
        assertThat(list.exitCode()).as(list.error()).isZero();
        assertThat(list.output())
            .containsPattern("(?m)^" + pid + " .* " + compile(url.toString()) + " +yes ");
      }
      DetachIT.tell(program, "remember");
      try (Program detach = Program.commandLine(tool, "detach", pid).start()) {
        assertThat(detach.exitCode()).as(detach.error()).isZero();
      }
      DetachIT.tell(program, "forgotten?");
      assertThat(program.output())
          .isEqualTo("ready\ndone: remember\ncollected\ndone: forgotten?\n");
    }
  }
}
