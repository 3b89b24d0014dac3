package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A module that fails harms neither the others, nor the scrape, nor the application. */
class ModuleFailuresIT {
  @TempDir private Path directory;
  private Path metrics;

  @BeforeEach
  void createFolder() throws IOException {
    metrics = Modules.folder(directory);
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void syntaxError_leavesTheVersionBefore_untilItIsMended(Jdk jdk, Modules.Host host)
      throws IOException {
    write("Stock", Modules.gauge("Stock", "stock", 1));
    try (Modules modules = host.start(jdk, directory)) {
      modules.awaitValue("stock", 1);
      write("Stock", Modules.gauge("Stock", "stock", 2).replace("2.0);", "2.0)"));
      modules.awaitMessage(
          "module \"Stock\" cannot be loaded from Stock\\.java, the previous version keeps running: line 7, column 19: ';' expected");
      assertThat(modules.page().value("stock")).isEqualTo(1);
      assertThat(modules.about("Stock", "load_failures_total")).isEqualTo(1);
      assertThat(modules.json())
          .contains("\"error\":\"';' expected\",\"line\":7,\"column\":19", "\"state\":\"running\"");
      write("Stock", Modules.gauge("Stock", "stock", 3));
      modules.awaitValue("stock", 3);
      assertThat(modules.json()).contains("\"error\":null");
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void exception_countsAsFailed_andTheValuesGo_untilItSucceedsAgain(Jdk jdk, Modules.Host host)
      throws IOException {
    Path trouble = directory.resolve("trouble");
    write(
        "Stock",
        body(
            """
            gauge.set(1);
            if (new java.io.File("%s").exists()) throw new IllegalStateException("no\\nstock");"""
                .formatted(trouble)));
    try (Modules modules = host.start(jdk, directory)) {
      modules.awaitValue("stock", 1);
      Files.createFile(trouble);
      modules.awaitMissing("stock");
      modules.awaitMessage(
          "module \"Stock\" failed, .*: line 8: java\\.lang\\.IllegalStateException: no stock\\R");
      assertThat(modules.about("Stock", "up")).isZero();
      assertThat(modules.about("Stock", "failures_total")).isPositive();
      Files.delete(trouble);
      modules.awaitValue("stock", 1);
      assertThat(modules.about("Stock", "up")).isEqualTo(1);
      assertThat(modules.program().errorLinesWith("IllegalStateException")).isEqualTo(1);
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void endlessLoop_costsItsOwnValuesOnly_andTheNextVersionRuns(Jdk jdk, Modules.Host host)
      throws IOException {
    write(
        "Stock",
        body(
            "gauge.inc(); while (gauge.get() > 1) Thread.onSpinWait();"
                .replace("Thread.onSpinWait()", "Math.random()")));
    write("Orders", body("gauge.inc();").replace("Stock", "Orders").replace("stock", "orders"));
    try (Modules modules = host.start(jdk, directory, "timeout: 1s")) {
      modules.awaitValue("stock", 1);
      modules.awaitMissing("stock");
      modules.awaitMessage("module \"Stock\" failed, .* process\\(\\) ");
      assertThat(modules.about("Stock", "timeouts_total")).isEqualTo(1);
      assertThat(modules.about("Stock", "up")).isZero();
      assertThat(modules.json()).contains("\"state\":\"stuck\"");
      double orders = modules.page().value("orders");
      await().atMost(30, SECONDS).until(() -> modules.page().value("orders") > orders);

      write("Stock", Modules.gauge("Stock", "stock", 7));
      modules.awaitValue("stock", 7);
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void threadLeft_isNamed(Jdk jdk, Modules.Host host) throws IOException {
    write(
        "Stock",
        body("gauge.set(1);")
            .replace(
                "public void process",
                "{ Thread left = new Thread(() -> { try { Thread.sleep(600000); } catch (InterruptedException e) { } }, \"left-behind\"); left.setDaemon(true); left.start(); }\n  public void process"));
    try (Modules modules = host.start(jdk, directory, "timeout: 1s")) {
      modules.awaitValue("stock", 1);
      assertThat(modules.page().value("exporter_agent_module_classloaders_leaked")).isZero();
      Files.delete(metrics.resolve("Stock.java"));
      modules.awaitMessage("module \"Stock\" is unloaded");
      await()
          .atMost(60, SECONDS)
          .until(
              () -> {
                assertThat(modules.versionsInMemory()).isEqualTo(1);
                return modules.page().value("exporter_agent_module_classloaders_leaked") == 1;
              });
      modules.awaitMessage("module \"Stock\" was unloaded, but .* held by thread \"left-behind\"");
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void nameOfAnotherModule_isRefused_untilItIsFree(Jdk jdk, Modules.Host host) throws IOException {
    write("First", Modules.gauge("First", "stock", 1));
    try (Modules modules = host.start(jdk, directory)) {
      modules.awaitValue("stock", 1);
      write("Second", Modules.gauge("Second", "stock", 2));
      modules.awaitMessage(
          "module \"Second\" cannot be loaded from Second\\.java: metric stock clashes with one of module \"First\"");
      assertThat(modules.page().value("stock")).isEqualTo(1);
      assertThat(modules.about("Second", "up")).isZero();
      Files.delete(metrics.resolve("First.java"));
      modules.awaitValue("stock", 2);
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void whatOthersCanWrite_isNotLoaded_untilTheCommandInTheMessageIsRun(Jdk jdk, Modules.Host host)
      throws IOException {
    write("Stock", Modules.gauge("Stock", "stock", 1));
    Modules.mode(metrics, "rwxrwxrwx");
    try (Modules modules = host.start(jdk, directory)) {
      modules.awaitMessage(
          "metric modules: .* can be written by others, .*: run chmod go-w \\S+\\R");
      assertThat(modules.page().samples()).doesNotContainKey("stock");
      run(modules, metrics);
      modules.awaitValue("stock", 1);

      Path source = write("Stock", Modules.gauge("Stock", "stock", 2));
      Modules.mode(source, "rw-rw-r--");
      modules.awaitMessage(
          "module \"Stock\" cannot be loaded .*Stock.java can be written by others");
      assertThat(modules.page().value("stock")).isEqualTo(1);
      run(modules, source);
      modules.awaitValue("stock", 2);
      modules.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Modules#places")
  void folderThatCannotBeWritten_isAsGoodAsAnother(Jdk jdk, Modules.Host host) throws IOException {
    write("Stock", Modules.gauge("Stock", "stock", 1));
    Modules.mode(metrics, "r-xr-xr-x");
    try (Modules modules = host.start(jdk, directory)) {
      modules.awaitValue("stock", 1);
      modules.assertUnharmed();
    } finally {
      Modules.mode(metrics, "rwxr-xr-x");
    }
  }

  /** Runs the command that a message gives for a path. */
  private static void run(Modules modules, Path path) {
    String command =
        modules.program().awaitError(Pattern.compile("run (chmod go-w " + path + ")\\R")).group(1);
    Finished.run("/bin/sh", "-c", command).succeeded();
  }

  private Path write(String module, String source) throws IOException {
    return Modules.write(metrics, module, source);
  }

  /** A module of a gauge "stock", and of these statements. */
  private static String body(String statements) {
    return Modules.gauge("Stock", "stock", 0).replace("gauge.set(0.0);", statements);
  }
}
