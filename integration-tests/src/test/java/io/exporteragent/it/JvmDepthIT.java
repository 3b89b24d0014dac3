package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.OwnLogManager;
import io.exporteragent.it.fixtures.Wasteful;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JVM says of itself, against what its own tools say of it. */
class JvmDepthIT {
  private static final Jdk JDK = Jdk.all().get(0);
  private static final double MIB = 1 << 20;

  /** The first release whose safepoint time does not have the time to reach it in it. */
  private static final int SYNC_APART = 13;

  @TempDir private Path directory;

  private static Program start(Jdk jdk, String... options) {
    return Program.java(jdk).with(options).agent("127.0.0.1:0").fixture(Wasteful.class).start();
  }

  /** As jcmd prints them. */
  private static Map<String, Double> counters(Jdk jdk, Program program) {
    Map<String, Double> counters = new TreeMap<>();
    Matcher line =
        compile("(?m)^(\\S+)=(\\d+)$")
            .matcher(jdk.run("jcmd", Long.toString(program.pid()), "PerfCounter.print"));
    while (line.find()) {
      counters.put(line.group(1), Double.parseDouble(line.group(2)));
    }
    return counters;
  }

  private static double stoppedSeconds(Jdk jdk, Map<String, Double> counters) {
    double sync = jdk.feature() >= SYNC_APART ? counters.get("sun.rt.safepointSyncTime") : 0;
    return (counters.get("sun.rt.safepointTime") + sync) / counters.get("sun.os.hrt.frequency");
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void counters_areThoseOfJcmd(Jdk jdk) {
    try (Program program = start(jdk)) {
      URI server = program.serving();
      Page first = Page.metrics(server);
      assertThat(first.families()).noneMatch(name -> name.startsWith("jvm_threads_virtual"));
      program.order("collect");
      program.order("waste");

      Map<String, Double> before = counters(jdk, program);
      Page page = Page.metrics(server);
      Map<String, Double> after = counters(jdk, program);
      assertThat(page.value("jvm_safepoints_total"))
          .isBetween(before.get("sun.rt.safepoints"), after.get("sun.rt.safepoints"));
      assertThat(page.value("jvm_safepoint_seconds_total"))
          .isBetween(stoppedSeconds(jdk, before), stoppedSeconds(jdk, after));
      assertThat(page.value("jvm_safepoint_sync_seconds_total"))
          .isBetween(
              before.get("sun.rt.safepointSyncTime") / 1e9,
              after.get("sun.rt.safepointSyncTime") / 1e9);
      assertThat(page.value("jvm_compilations_total"))
          .isBetween(before.get("sun.ci.totalCompiles"), after.get("sun.ci.totalCompiles"));
      assertThat(page.value("jvm_compilation_invalidations_total"))
          .isBetween(before.get("sun.ci.totalInvalidates"), after.get("sun.ci.totalInvalidates"));
      if (jdk.feature() > 8) {
        assertThat(
                page.value("jvm_memory_allocated_bytes_total")
                    - first.value("jvm_memory_allocated_bytes_total"))
            .isBetween(100 * MIB, 200 * MIB);
      } else {
        assertThat(page.families()).doesNotContain("jvm_memory_allocated_bytes_total");
      }
      if (jdk.feature() >= 25) {
        assertThat(page.value("jvm_gc_cpu_seconds_total")).isBetween(1e-6, 60.0);
      } else {
        assertThat(page.families()).doesNotContain("jvm_gc_cpu_seconds_total");
      }
      if (jdk.feature() >= 24) {
        program.order("virtual");
        assertThat(Page.metrics(server).value("jvm_threads_virtual_parallelism")).isPositive();
      }
      assertThat(program.errorLinesWith("exporter-agent")).isEqualTo(1);
    }
  }

  /** Each that the JDKs at hand have. */
  static Stream<Arguments> collectors() {
    return Jdk.all().stream()
        .flatMap(
            jdk ->
                Stream.of("Serial", "Parallel", "G1", "Z", "Shenandoah")
                    .map(collector -> Arguments.of(jdk, collector)));
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void collections_areThoseOfTheLog(Jdk jdk, String collector) throws IOException {
    Path log = directory.resolve("gc.log");
    try (Program program =
        start(
            jdk,
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+Use" + collector + "GC",
            "-Xlog:gc,safepoint:file=" + log)) {
      URI server = program.serving();
      Page.metrics(server);
      for (int i = 0; i < 3; i++) {
        program.order("collect");
      }
      Pattern ofCommand =
          compile(
              "(?m)^jvm_gc_duration_seconds_count\\{.*jvm_gc_cause=\"System.gc\\(\\)\".*} 3\\.?0?$");
      await().atMost(1, MINUTES).until(() -> ofCommand.matcher(Page.metrics(server).body()).find());
      Page page = Page.metrics(server);
      assertThat(page.value("jvm_gc_live_data_size_bytes")).isBetween(1.0, 500 * MIB);
      assertThat(page.value("jvm_gc_max_data_size_bytes")).isGreaterThan(10 * MIB);
      assertThat(Promtool.complaints(page.body())).isEmpty();
      if (Set.of("Serial", "Parallel", "G1").contains(collector)) {
        List<Double> logged =
            numbers(log, "Pause (?:Full|Young) \\(System\\.gc\\(\\)\\).* ([0-9.]+)ms$");
        assertThat(logged).hasSizeGreaterThanOrEqualTo(3);
        // Beans tell whole milliseconds of each.
        assertThat(1e3 * seconds(page, "jvm_gc_duration_seconds_sum", "System.gc()"))
            .isCloseTo(
                logged.stream().mapToDouble(each -> each).sum(), within(1.0 + logged.size()));
      }
      safepoints_areThoseOfTheLog(server, log);
    }
  }

  /** The JVM writes into the log when a stop has ended, and counts it a moment before or after. */
  private static void safepoints_areThoseOfTheLog(URI server, Path log) throws IOException {
    List<Double> before = numbers(log, "Safepoint \".*, Total: +([0-9]+) ns\\b");
    Page page = Page.metrics(server);
    List<Double> after = numbers(log, "Safepoint \".*, Total: +([0-9]+) ns\\b");
    assertThat(before).isNotEmpty();
    assertThat(page.value("jvm_safepoints_total"))
        .isBetween(before.size() - 1.0, after.size() + 1.0);
    assertThat(page.value("jvm_safepoint_seconds_total"))
        .isBetween(0.7 * seconds(before) - 0.002, 1.3 * seconds(after) + 0.002);
  }

  private static double seconds(List<Double> nanos) {
    return nanos.stream().mapToDouble(each -> each / 1e9).sum();
  }

  private static double seconds(Page page, String name, String cause) {
    return page.samples().entrySet().stream()
        .filter(series -> series.getKey().startsWith(name + "{"))
        .filter(series -> series.getKey().contains("jvm_gc_cause=\"" + cause + "\""))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static List<Double> numbers(Path log, String line) throws IOException {
    return compile("(?m)" + line)
        .matcher(Files.readString(log))
        .results()
        .map(each -> Double.parseDouble(each.group(1)))
        .toList();
  }

  @Test
  void withoutCounters_theirFamiliesAreLeftOut() {
    try (Program program = start(JDK, "-XX:-UsePerfData")) {
      assertThat(Page.metrics(program.serving()).families())
          .contains("jvm_memory_used_bytes", "jvm_gc_max_data_size_bytes")
          .noneMatch(name -> name.matches("jvm_(safepoint|compilations|compilation_inv).*"));
      assertThat(program.errorLinesWith("exporter-agent")).isEqualTo(1);
    }
  }

  /** Which has no instrumentation. */
  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void serve_tellsTheSame(Jdk jdk) {
    try (Program serve =
        Program.java(jdk)
            .with("-XX:NativeMemoryTracking=summary")
            .with("-jar", Program.AGENT.toString(), "serve", "127.0.0.1:0")
            .start()) {
      assertThat(Page.metrics(serve.serving()).families())
          .contains(
              "jvm_safepoints_total", "jvm_compilations_total", "jvm_native_memory_reserved_bytes");
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void nativeMemory_isThatOfJcmd(Jdk jdk) {
    try (Program program = start(jdk, "-XX:NativeMemoryTracking=summary")) {
      URI server = program.serving();
      // First, since being asked by jcmd makes the JVM use parts that it has not used before.
      String said = jdk.run("jcmd", Long.toString(program.pid()), "VM.native_memory", "summary");
      Page page = Page.metrics(server);
      Set<String> pools = pools(said, "(?m)^(?:- +)?([A-Z][A-Za-z ]*[A-Za-z]) *[(:] *reserved=");
      assertThat(pools).contains("Total", "Java Heap", "Class");
      assertThat(pools(page.body(), "jvm_native_memory_reserved_bytes\\{pool=\"([^\"]+)\"}"))
          .containsAll(pools);
      assertThat(pools(page.body(), "jvm_native_memory_committed_bytes\\{pool=\"([^\"]+)\"}"))
          .containsAll(pools);
    }
  }

  @Jdk.Each
  void nativeMemory_leavesTheLogManagerToTheApplication(Jdk jdk) {
    String manager = OwnLogManager.Manager.class.getName();
    try (Program program =
        Program.java(jdk)
            .with("-XX:NativeMemoryTracking=summary")
            .with("-Djava.util.logging.manager=" + manager)
            .agent("127.0.0.1:0")
            .fixture(OwnLogManager.class)
            .start()) {
      program.awaitOutput(compile("ready"));
      assertThat(Page.metrics(program.serving()).families())
          .contains("jvm_native_memory_reserved_bytes");
      program.tell("");
      program.awaitOutput(compile("log manager is " + Pattern.quote(manager)));
      assertThat(program.output()).contains("log manager created by main\n");
    }
  }

  private static Set<String> pools(String text, String pattern) {
    Set<String> pools = new TreeSet<>();
    compile(pattern).matcher(text).results().forEach(pool -> pools.add(pool.group(1)));
    return pools;
  }
}
