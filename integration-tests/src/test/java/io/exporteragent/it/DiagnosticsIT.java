package io.exporteragent.it;

import static java.nio.file.Files.writeString;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Wasteful;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages for which the application is stopped. */
class DiagnosticsIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final String OFF =
      "this page is off, since the application stands still while it is made: switch it on with collectors: {diagnostics: true} in the configuration file\n";

  private static final String MADE =
      "\\{\"madeAt\":\"(?<time>[^\"]+)\",\"tookSeconds\":[0-9.E-]+,\"stoppedSeconds\":(?<stopped>[0-9.E-]+),";

  private static final Pattern HISTOGRAM =
      compile(
          MADE
              + "\"classes\":\\d+,\"instances\":\\d+,\"bytes\":(?<bytes>\\d+),\"largest\":\\[.*"
              + "\\{\"class\":\"\\[B\",\"module\":[^,]+,\"instances\":\\d+,\"bytes\":\\d+}.*]}\\R");

  private static final Pattern DUMP =
      compile(
          MADE
              + "\"deadlocked\":\\[],\"threads\":\\[.*\\{\"name\":\"main\",\"id\":\\d+,\"state\":\"RUNNABLE\","
              + "\"waitsFor\":null,\"heldBy\":null,\"stack\":\\[\"at .*Commands\\.obey.*]}\\R");

  @TempDir private Path directory;

  private Program start(Jdk jdk, String... options) throws IOException {
    Path file = directory.resolve("exporter.yml");
    writeString(file, "collectors: {diagnostics: true}\n");
    return Program.java(jdk)
        .with(options)
        .agent("127.0.0.1:0:" + file)
        .fixture(Wasteful.class)
        .start();
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void pages_tellOfTheJvm_onceAMinute(Jdk jdk) throws IOException {
    try (Program program = start(jdk)) {
      URI server = program.serving();
      program.awaitOutput(compile("ready"));
      // From now on the agent hears of collections.
      Page.metrics(server);
      String classes = json(server, "/jvm/classes");
      Matcher found = HISTOGRAM.matcher(classes);
      assertThat(found.matches()).as(classes).isTrue();
      assertThat(Double.parseDouble(found.group("stopped"))).isPositive();
      assertThat(Long.parseLong(found.group("bytes"))).isGreaterThan(100_000);
      assertThat(Page.metrics(server).body()).doesNotContain("Heap Inspection");
      assertThat(json(server, "/jvm/classes")).isEqualTo(classes);
      Page html = Page.get(server.resolve("/jvm/classes"));
      assertThat(html.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(html.body())
          .contains("Made at " + found.group("time") + " in ", "<td>[B</td>")
          .contains(" of which the JVM stood still for ");

      String threads = json(server, "/jvm/threads");
      found = DUMP.matcher(threads);
      assertThat(found.matches()).as(threads).isTrue();
      assertThat(Double.parseDouble(found.group("stopped"))).isPositive();
      assertThat(json(server, "/jvm/threads")).isEqualTo(threads);
      assertThat(Page.get(server.resolve("/jvm/threads")).body())
          .contains("Made at " + found.group("time") + " in ")
          .containsPattern("\"main\" id=\\d+ RUNNABLE\n    at ");
      assertThat(Page.metrics(server).succeeded("diagnostics")).isTrue();
      assertThat(program.errorLinesWith("exporter-agent")).isEqualTo(1);
    }
  }

  private static String json(URI server, String path) {
    Page page = Page.get(server.resolve(path), "Accept", "application/json");
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return page.body();
  }

  @Test
  void switchedOff_eachIsOneLineWithTheRemedy() {
    try (Program program = Program.java(JDK).agent("127.0.0.1:0").fixture(Wasteful.class).start()) {
      for (String path : List.of("/jvm/classes", "/jvm/threads")) {
        Page page = Page.get(program.serving().resolve(path));
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.body()).isEqualTo(OFF);
      }
    }
  }

  @Test
  void switchInTheFile_isFollowed() throws IOException {
    try (Program program = start(JDK)) {
      URI server = program.serving();
      assertThat(Page.get(server.resolve("/jvm/threads")).status()).isEqualTo(200);
      writeString(directory.resolve("exporter.yml"), "collectors: {diagnostics: false}\n");
      program.awaitError(compile("exporter\\.yml is in effect"));
      assertThat(Page.get(server.resolve("/jvm/threads")).body()).isEqualTo(OFF);
    }
  }

  @Test
  void withoutCounters_theWholeTimeIsToldInstead() throws IOException {
    try (Program program = start(JDK, "-XX:-UsePerfData")) {
      Page page = Page.get(program.serving().resolve("/jvm/threads"));
      assertThat(page.body()).contains("for all of which the JVM may have stood still");
    }
  }

  @Jdk.Each
  void imageWithoutTheCommands_saysSo_andShowsItsThreads(Jdk jdk) throws IOException {
    Path image = directory.resolve("image");
    jdk.run(
        "jlink",
        "--output",
        image.toString(),
        "--add-modules",
        "java.base,java.instrument,java.management");
    Path file = directory.resolve("exporter.yml");
    writeString(file, "collectors: {diagnostics: true}\n");
    try (Program program =
        Program.command(image.resolve("bin/java").toString())
            .agent("127.0.0.1:0:" + file)
            .fixture(Wasteful.class)
            .start()) {
      URI server = program.serving();
      Page classes = Page.get(server.resolve("/jvm/classes"));
      assertThat(classes.status()).isEqualTo(404);
      assertThat(classes.body())
          .isEqualTo(
              "this JVM counts no objects for the agent: that needs HotSpot with the module jdk.management\n");
      assertThat(Page.get(server.resolve("/jvm/threads")).body()).contains("\"main\" id=");
    }
  }
}
