package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Inspect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no compiler, and the command that helps. */
class ModuleCompilerIT {
  @TempDir private Path directory;
  private Path metrics;

  @BeforeEach
  void createFolder() throws IOException {
    metrics = Modules.folder(directory);
  }

  @Jdk.Each
  void runtimeWithoutACompiler_saysWhatToDo_andRunsWhatWasCompiledAhead(Jdk jdk)
      throws IOException {
    Path runtime = directory.resolve("runtime");
    String needed = "java.base,java.instrument,java.management,jdk.management";
    jdk.run("jlink", "--output", runtime.toString(), "--strip-debug", "--add-modules", needed);
    Modules.write(metrics, "Stock", Modules.gauge("Stock", "stock", 1));
    try (Modules modules =
        Modules.Host.SERVE.start(
            jdk, Program.command(runtime.resolve("bin/java").toString()), directory)) {
      modules.awaitMessage(
          "module \"Stock\" cannot be loaded from Stock\\.java: this JVM has no compiler: .*java -jar exporter-agent\\.jar compile");
      try (Program compile = precompile(jdk, metrics.toString())) {
        assertThat(compile.exitCode()).as(compile.error()).isZero();
        assertThat(compile.output())
            .isEqualToIgnoringNewLines(metrics.resolve("Stock.jar").toString());
        assertThat(compile.error()).isEmpty();
      }
      modules.awaitValue("stock", 1);
      modules.awaitMessage(
          "metric modules: Stock\\.java is not used: Stock\\.jar takes its place; remove one of them");
      modules.assertUnharmed();
    }
  }

  @Jdk.Each
  void compilerWithinTheApplication_changesNothingOfIt(Jdk jdk) throws IOException {
    Modules.write(metrics, "Stock", Modules.gauge("Stock", "stock", 1));
    Modules.write(metrics, "Wrong", "public class Wrong {");
    Path configuration =
        Files.writeString(
            directory.resolve("exporter.yml"), "modules: {directory: " + metrics + "}\n");
    String output;
    try (Program without = inspect(Program.java(jdk))) {
      without.tell("");
      assertThat(without.exitCode()).isEqualTo(7);
      output = without.output();
    }
    try (Program with = inspect(Program.java(jdk).agent("127.0.0.1:0:" + configuration))) {
      with.awaitError(compile("module \"Stock\" is loaded"));
      with.awaitError(compile("module \"Wrong\" cannot be loaded"));
      with.tell("");
      assertThat(with.exitCode()).isEqualTo(7);
      assertThat(with.output()).isEqualTo(output).contains("log manager initialised: false");
      assertThat(with.errorLines())
          .filteredOn(line -> !line.startsWith("exporter-agent: "))
          .containsExactly("the application's own words");
    }
  }

  private static Program inspect(Program.Command java) {
    Program program =
        java.with("--add-opens=java.logging/java.util.logging=ALL-UNNAMED")
            .fixture(Inspect.class)
            .start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  @Jdk.Each
  void compile_saysWhereASourceIsWrong_andMakesTheOthers(Jdk jdk) throws IOException {
    Modules.write(metrics, "Stock", Modules.gauge("Stock", "stock", 1));
    Path wrong = Modules.write(metrics, "Wrong", "public class Wrong {\n  int a = b;\n}\n");
    Files.writeString(metrics.resolve(".Hidden.java"), "nothing");
    Path output = directory.resolve("build/metrics");
    try (Program compile =
        precompile(jdk, metrics.toString(), "--output", output.toString(), "--release", "8")) {
      assertThat(compile.exitCode()).isEqualTo(1);
      assertThat(compile.errorLines())
          .containsExactly(
              "exporter-agent: "
                  + wrong
                  + ":2:11: cannot find symbol; symbol: variable b; location: class Wrong");
    }
    assertThat(output).isDirectoryContaining("glob:**/Stock.jar");
    try (var files = Files.list(output)) {
      assertThat(files).hasSize(1);
    }
  }

  @Jdk.Each
  void compile_findsTheApplicationsClasses_onTheClassPathGiven(Jdk jdk) throws IOException {
    Modules.write(
        metrics,
        "Typed",
        "public class Typed { io.exporteragent.demo.Widget widget; public void process() {} }");
    try (Program compile = precompile(jdk, metrics.toString())) {
      assertThat(compile.exitCode()).isEqualTo(1);
      assertThat(compile.error()).contains("--class-path");
    }
    try (Program compile =
        precompile(jdk, metrics.toString(), "--class-path", Program.DEMO.toString())) {
      assertThat(compile.exitCode()).as(compile.error()).isZero();
    }
  }

  @Jdk.Each
  void compile_ofNothing_fails(Jdk jdk) {
    try (Program empty = precompile(jdk, metrics.toString());
        Program missing = precompile(jdk, metrics + "/missing")) {
      assertThat(empty.exitCode()).isEqualTo(1);
      assertThat(empty.errorLines())
          .containsExactly(
              "exporter-agent: nothing to compile: " + metrics + " contains no .java file");
      assertThat(missing.exitCode()).isEqualTo(1);
      assertThat(missing.errorLines())
          .singleElement()
          .asString()
          .startsWith("exporter-agent: cannot read the directory " + metrics + "/missing");
    }
  }

  private static Program precompile(Jdk jdk, String... arguments) {
    return Program.commandLine(jdk, "compile").with(arguments).start();
  }
}
