package io.exporteragent.source.module.compile;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exporteragent.source.module.folder.ModuleFile;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleReaderTest {
  private static final String EXAMPLE =
      """
      public class ExampleMetric {
        private final Gauge example;
        public ExampleMetric(PrometheusRegistry registry) { example = Gauge.builder().name("example_metric").help("An example metric").register(registry); }
        public void process() { example.set(42); }
      }
      """;

  @TempDir private Path directory;

  @Test
  void exampleWithoutImports_compiles() throws Exception {
    ModuleCode code = read("ExampleMetric", EXAMPLE);
    assertThat(code.className()).isEqualTo("ExampleMetric");
    assertThat(code.classes()).containsOnlyKeys("ExampleMetric");
    assertThat(code.interval()).isNull();
    assertThat(code.timeout()).isNull();
    assertThat(code.version()).isNull();
    Class<?> type = Classes.define(code).loadClass("ExampleMetric");
    assertThat(type.getMethod("process")).isNotNull();
  }

  @Test
  void importsAreAdded_behindThePackage() throws Exception {
    assertThat(
            read("ExampleMetric", "/* ; */ package a.b; // the rest" + "\n" + EXAMPLE).className())
        .isEqualTo("a.b.ExampleMetric");
  }

  @Test
  void importsAreNotAdded_toWhatCompilesAsItIs() throws Exception {
    ModuleCode code =
        read(
            "Own",
            """
            import java.util.stream.*;
            public class Own {
              Collector<?, ?, ?> ambiguousWithTheirs = Collectors.toList();
            }
            """);
    assertThat(code.className()).isEqualTo("Own");
  }

  @Test
  void packages_nestedClasses_lambdas_andFurtherClasses_compile() throws Exception {
    ModuleCode code =
        read(
            "Queue",
            """
            package com.acme;
            import io.prometheus.metrics.core.metrics.Counter;
            class Further {}
            public class Queue {
              private final Runnable run = () -> new Object() {};
              static class Nested {}
            }
            """);
    assertThat(code.className()).isEqualTo("com.acme.Queue");
    assertThat(code.classes())
        .containsOnlyKeys(
            "com.acme.Further", "com.acme.Queue", "com.acme.Queue$1", "com.acme.Queue$Nested");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public class Other {} class Queue {}",
        "public class Other {} interface Another {}",
        "class Other {} public class Queue {} class Another {}",
        "class Helper {} class Queue {}",
        "public class Helper {} public class Queue {}"
      })
  void moduleClass_isThePublicOne_elseTheOneNamedAsTheFile(String source) throws Exception {
    assertThat(read("Queue", source).className())
        .isEqualTo(source.startsWith("public class Other") ? "Other" : "Queue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "// nothing", "class A {} class B {}", "public class A {} public class B {}"})
  void withoutAModuleClass_saysSo(String source) {
    assertThat(failure("Queue", source))
        .hasMessageContaining("which class is the module?")
        .hasMessageContaining("name it Queue");
  }

  @Test
  void error_hasLineAndColumn() {
    ModuleException failure =
        failure("Queue", "public class Queue {\r\n\tint a = \"text\";\n\tint b = x;\n}");
    assertThat(failure.at("Queue.java"))
        .isEqualTo(
            "Queue.java:2:10: incompatible types: java.lang.String cannot be converted to int (the first of 2 errors)");
    assertThat(failure.line()).isEqualTo(2);
    assertThat(failure.column()).isEqualTo(10);
  }

  @Test
  void error_isWhereItIs_thoughImportsWereAdded() {
    assertThat(
            failure("Queue", "package a; public class Queue { Gauge gauge; Nothing nothing; }")
                .at("Queue.java"))
        .isEqualTo(
            "Queue.java:1:46: cannot find symbol; symbol: class Nothing; location: class a.Queue");
    assertThat(
            failure("Queue", "public class Queue { Gauge gauge; }\nclass A { Nothing b; }")
                .at("Queue.java"))
        .startsWith("Queue.java:2:11: cannot find symbol");
  }

  @Test
  void missingPackage_saysWhatIsVisible() {
    assertThat(failure("Queue", "import com.acme.Shop; public class Queue { Shop shop; }"))
        .hasMessageStartingWith("package com.acme does not exist; ")
        .hasMessageContaining("modules.classpath: application");
  }

  @Test
  void agentAndItsOtherLibraries_areNotVisible() {
    assertThat(failure("Queue", "public class Queue { io.exporteragent.config.Settings s; }"))
        .hasMessageContaining("package io.exporteragent.config does not exist");
    assertThat(failure("Queue", "public class Queue { picocli.CommandLine s; }"))
        .hasMessageContaining("package picocli does not exist");
  }

  @Test
  void classesOfTheApplication_areVisible_whereTheyAreOnTheClassPath() throws Exception {
    String source = "public class Queue { com.acme.Shop shop = new com.acme.Shop(); }";
    Classes.write(directory, read("Shop", "package com.acme; public class Shop {}"));
    String classPath = directory + File.pathSeparator + directory.resolve("missing.jar");
    assertThat(ModuleReader.application(classPath).read(source("Queue", source)).classes())
        .containsOnlyKeys("Queue");
    assertThat(
            catchThrowableOfType(
                ModuleException.class,
                () -> ModuleReader.application("").read(source("Queue", source))))
        .hasMessageContaining("java.class.path");
  }

  @Test
  void clientJavaOfTheApplication_isNotUsed() throws Exception {
    Classes.write(
        directory,
        read("Gauge", "package io.prometheus.metrics.core.metrics; public class Gauge {}"));
    assertThat(
            ModuleReader.application(directory.toString())
                .read(source("ExampleMetric", EXAMPLE))
                .className())
        .isEqualTo("ExampleMetric");
  }

  @Test
  void sourcesOnTheClassPath_areNotCompiled() throws Exception {
    Files.writeString(directory.resolve("Lurking.java"), "public class Lurking {}");
    assertThat(
            catchThrowableOfType(
                ModuleException.class,
                () ->
                    ModuleReader.application(directory.toString())
                        .read(source("Queue", "public class Queue { Lurking a; }"))))
        .hasMessageContaining("cannot find symbol; symbol: class Lurking");
  }

  @Test
  void annotationProcessors_areNotRun() throws Exception {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve("javax.annotation.processing.Processor"), "does.not.Exist");
    assertThat(
            ModuleReader.application(directory.toString())
                .read(source("Queue", "public class Queue { @Deprecated void a() {} }"))
                .className())
        .isEqualTo("Queue");
  }

  @Test
  void head_setsIntervalAndTimeout() throws Exception {
    ModuleCode code =
        read(
            "Queue",
            """
            \uFEFF/* Licence
             // interval: 1h
             */
            // Depth of the queue.
            //interval:1m30s
            //   timeout : 500ms

            package a;
            // interval: 2h
            public class Queue {}
            """);
    assertThat(code.interval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(code.timeout()).isEqualTo(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "thirty seconds", "-5s", "0", "0s"})
  void head_thatIsNoDuration_isAnError(String duration) {
    assertThat(failure("Queue", "\n// interval: " + duration + "\nclass Queue {}").at("Queue.java"))
        .isEqualTo(
            "Queue.java:2:1: interval must be a duration like 30s or 1m30s, but is \""
                + duration
                + "\"");
  }

  @Test
  void sourceInAnotherEncoding_isRefused() {
    ModuleFile file =
        new ModuleFile(
            "Queue.java", ModuleFile.Kind.SOURCE, "class Queue {}".getBytes(UTF_16), Map.of());
    assertThat(
            catchThrowableOfType(ModuleException.class, () -> ModuleReader.isolated().read(file)))
        .hasMessage("it is not UTF-8: save it as such");
  }

  @Test
  void sourceThatOverwhelmsTheCompiler_isAnErrorLikeAnyOther() {
    String sum = "1" + "+a".repeat(30_000);
    assertThat(failure("Queue", "class Queue { int a; int b = " + sum + "; }"))
        .hasMessageStartingWith("the compiler failed: ");
  }

  @Test
  void classFile_isNamedByItself_andBringsItsNestedClasses() throws Exception {
    ModuleCode compiled =
        read(
            "Queue",
            "package a.b; public class Queue { double d = 1e9; long l = 1L << 40; class Nested {} }");
    ModuleFile file =
        new ModuleFile(
            "Renamed.class",
            ModuleFile.Kind.CLASS,
            compiled.classes().get("a.b.Queue"),
            Map.of("Queue$Nested.class", compiled.classes().get("a.b.Queue$Nested")));
    ModuleCode code = ModuleReader.isolated().read(file);
    assertThat(code.className()).isEqualTo("a.b.Queue");
    assertThat(code.classes()).containsOnlyKeys("a.b.Queue", "a.b.Queue$Nested");
  }

  @Test
  void classFileThatIsNone_isRefused() throws Exception {
    assertThat(classFailure("class Queue {}".getBytes(UTF_8))).hasMessage("it is not a class file");
    byte[] bytes = read("Queue", "public class Queue {}").classes().get("Queue");
    for (int length = 4; length < 60; length++) {
      assertThat(classFailure(Arrays.copyOf(bytes, length)))
          .hasMessage("it is a damaged class file");
    }
  }

  @Test
  void classForANewerJava_isRefused_withWhatToDo() throws Exception {
    byte[] bytes = read("Queue", "public class Queue {}").classes().get("Queue").clone();
    bytes[7] = (byte) (44 + 99);
    int running = Runtime.version().feature();
    assertThat(classFailure(bytes))
        .hasMessage(
            "Queue is compiled for Java 99, but this JVM is Java "
                + running
                + ": compile it with --release "
                + running);
  }

  private static ModuleException classFailure(byte[] bytes) {
    ModuleFile file = new ModuleFile("Queue.class", ModuleFile.Kind.CLASS, bytes, Map.of());
    return catchThrowableOfType(ModuleException.class, () -> ModuleReader.isolated().read(file));
  }

  private static ModuleException failure(String name, String source) {
    return catchThrowableOfType(ModuleException.class, () -> read(name, source));
  }

  private static ModuleCode read(String name, String source) throws ModuleException {
    return ModuleReader.isolated().read(source(name, source));
  }

  private static ModuleFile source(String name, String source) {
    return new ModuleFile(name + ".java", ModuleFile.Kind.SOURCE, source.getBytes(UTF_8), Map.of());
  }
}
