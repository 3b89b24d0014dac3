package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Troubled;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the flight recorder tells, of what the application is made to do. */
class JfrIT {
  private static final int FIRST_RELEASE = 14;
  private static final int VIRTUAL_THREADS = 21;

  /** What counts as pinned; the program has a thread wait five times as long. */
  private static final double PINNED = 0.02;

  @TempDir private Path directory;

  static Stream<Jdk> with() {
    return Jdk.matrix().stream().filter(jdk -> jdk.feature() >= FIRST_RELEASE);
  }

  /** Those that most tests run on; with {@code -Dlong} each that has the recorder. */
  static Stream<Jdk> some() {
    return System.getProperty("long") == null ? Jdk.all().stream() : with();
  }

  static Stream<Jdk> without() {
    return Jdk.matrix().stream().filter(jdk -> jdk.feature() < FIRST_RELEASE);
  }

  private Program start(Program.Command java) throws IOException {
    Path file = directory.resolve("exporter.yml");
    Files.writeString(file, "collectors: {jfr: true}\n");
    return java.agent("127.0.0.1:0:" + file).fixture(Troubled.class).start();
  }

  /** Waits until the recorder tells of exceptions, which it does every few seconds. */
  private static Page awaitRecorder(URI server) {
    return await(server, page -> page.value("jvm_exceptions_thrown_total") >= 0);
  }

  private static Page await(URI server, Predicate<Page> condition) {
    return Awaitility.await().atMost(2, MINUTES).until(() -> Page.metrics(server), condition);
  }

  @ParameterizedTest
  @MethodSource("with")
  void troubles_areCounted(Jdk jdk) throws IOException {
    boolean hasVirtualThreads = jdk.feature() >= VIRTUAL_THREADS;
    try (Program program = start(Program.java(jdk))) {
      URI server = program.serving();
      Page first = awaitRecorder(server);
      assertThat(first.families())
          .contains("jvm_monitor_wait_seconds", "jvm_code_cache_full_total")
          .doesNotContain("jvm_gc_allocation_stall_seconds");
      assertThat(
              first.families().contains("jvm_thread_virtual_pinned_seconds")
                  && first.families().contains("jvm_thread_virtual_submit_failed_total"))
          .isEqualTo(hasVirtualThreads);

      program.order("contend");
      program.order("throw");
      program.order("mislead");
      if (hasVirtualThreads) {
        program.order("pin");
      }
      Page page =
          await(
              server,
              now ->
                  now.value("jvm_monitor_wait_seconds_count")
                          > first.value("jvm_monitor_wait_seconds_count")
                      && now.value("jvm_exceptions_thrown_total")
                          >= first.value("jvm_exceptions_thrown_total") + 1000
                      && now.families().contains("jvm_deoptimizations_total")
                      && (!hasVirtualThreads
                          || now.value("jvm_thread_virtual_pinned_seconds_count") == 1));
      assertThat(
              page.value("jvm_monitor_wait_seconds_sum")
                  - first.value("jvm_monitor_wait_seconds_sum"))
          .isBetween(0.01, 60.0);
      if (hasVirtualThreads) {
        assertThat(page.value("jvm_thread_virtual_pinned_seconds_sum")).isBetween(PINNED, 60.0);
      }
      assertThat(page.samples().keySet())
          .anyMatch(series -> series.matches("jvm_deoptimizations_total\\{reason=\"[a-z_0-9]+\"}"));
      assertThat(Promtool.complaints(page.body())).isEmpty();
      assertThat(program.errorLinesWith("exporter-agent")).isEqualTo(1);
      assertThat(program.error().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("some")
  void allocationStalls_areThoseOfZgc(Jdk jdk) throws IOException {
    try (Program program = start(Program.java(jdk).with("-XX:+UseZGC", "-Xmx64m"))) {
      URI server = program.serving();
      awaitRecorder(server);
      await(
          server,
          page -> {
            program.order("hoard");
            return page.value("jvm_gc_allocation_stall_seconds_count") > 0
                && page.value("jvm_gc_allocation_stall_seconds_sum") > 0;
          });
    }
  }

  @ParameterizedTest
  @MethodSource("some")
  void beforeTheFirstScrape_andOtherwise_nothingOfTheRecorderIsThere(Jdk jdk) throws IOException {
    try (Program program = start(Program.java(jdk))) {
      URI server = program.serving();
      program.order("properties");
      assertThat(program.output())
          .containsPattern("user.timezone=(null)? jdk.jfr.repository=null ");
      awaitRecorder(server);
      program.order("properties");
      assertThat(program.output()).containsPattern("jdk.jfr.repository=/");
    }
  }

  @ParameterizedTest
  @MethodSource("without")
  void beforeJava14_oneLineSaysSo(Jdk jdk) throws IOException {
    try (Program program = start(Program.java(jdk))) {
      assertThat(Page.metrics(program.serving()).succeeded("jvm")).isTrue();
      program.awaitError(
          compile(
              "collector \"jfr\" is left out, since it needs Java 14 or later and this is Java "
                  + jdk.feature()));
      assertThat(program.error().lines()).hasSize(2);
    }
  }

  @Jdk.Each
  void imageWithoutTheModule_oneLineNamesIt(Jdk jdk) throws IOException {
    Path image = directory.resolve("image");
    jdk.run(
        "jlink",
        "--output",
        image.toString(),
        "--add-modules",
        "java.base,java.instrument,jdk.management");
    try (Program program = start(Program.command(image.resolve("bin/java").toString()))) {
      assertThat(Page.metrics(program.serving()).succeeded("jvm")).isTrue();
      program.awaitError(
          compile("collector \"jfr\" is left out, since this JVM has no module jdk\\.jfr: add"));
      assertThat(program.error().lines()).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("some")
  void detached_theAgentIsCollected(Jdk jdk) throws IOException {
    Path file = directory.resolve("exporter.yml");
    Files.writeString(file, "server: {host: localhost, port: 0}\ncollectors: {jfr: true}\n");
    try (Program program = DetachIT.attached(jdk)) {
      Attachment attachment = new Attachment(program);
      for (int round = 1; round <= 2; round++) {
        URI server = attachment.load("config=" + file).server();
        awaitRecorder(server);
        DetachIT.tell(program, "remember " + round);
        assertThat(attachment.load("detach").state()).isEqualTo("stopped");
        DetachIT.tell(program, "forgotten? " + round);
        assertThat(program.output()).doesNotContain("still there");
      }
    }
  }
}
