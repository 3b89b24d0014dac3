package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.exporteragent.it.fixtures.Wasteful;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JVM's own threads compute, against what the kernel says of the process from outside. */
@EnabledOnOs(LINUX)
class InternalCpuIT {
  private static final String FAMILY = "jvm_internal_cpu_seconds_total";

  /** As they are called in JDK 8 to 27, without their numbers. */
  private static final Map<String, Set<String>> NAMES =
      Map.of(
          "gc",
          Set.of(
              ("GC Thread,GC task thread,Gang worker,ParGC Thread,G1 Conc,G1 Concurrent R,"
                      + "G1 Main Concurr,G1 Main Marker,G1 Refine,G1 Refi..kers,G1 Refi..ontrol,"
                      + "G1 Service,G1 Young RemSet,Concurrent Mark,CMS Main Thread,CMS Thread,"
                      + "Surrogate Locke,RuntimeWorker,ZDirector,ZDriver,ZDriverMajor,ZDriverMinor,"
                      + "ZStat,ZUncommitter,ZUnmapper,ZWorker,ZWorkerOld,ZWorkerYoung,XDirector,"
                      + "XDriver,XStat,XUncommitter,XUnmapper,XWorker,Shenandoah GC T,"
                      + "Shenandoah Cont,Shenandoah Unco,Shenand..Thread,Shenand..eads,ShenControl,ShenUncommit,"
                      + "ShenWorker")
                  .split(",", -1)),
          "jit",
          Set.of(
              "C1 CompilerThre",
              "C2 CompilerThre",
              "C1 Comp..hread",
              "C2 Comp..hread",
              "Sweeper thread"),
          "vm",
          Set.of("VM Thread", "VM Periodic Tas", "VM Peri..Thread", "Service Thread"));

  /** Those that run Java, and those that hardly run. */
  private static final Set<String> OTHERS =
      Set.of(
          "java",
          "Reference Handl",
          "Referen..andler",
          "Finalizer",
          "Signal Dispatch",
          "Signal ..atcher",
          "Common-Cleaner",
          "Attach Listener",
          "Notification Th",
          "Notific..Thread",
          "Monitor Deflati",
          "Monitor..Thread",
          "Innocuo..read-1",
          "Unknown Thread");

  /** All on the oldest and the newest JDK and one on each; with {@code -Dlong} all on all. */
  static Stream<Arguments> collectors() {
    List<Jdk> matrix = Jdk.matrix();
    Set<Jdk> ends = new HashSet<>(List.of(matrix.get(0), matrix.get(matrix.size() - 1)));
    return matrix.stream()
        .flatMap(
            jdk ->
                Stream.of("Serial", "Parallel", "G1", "ConcMarkSweep", "Z", "Shenandoah")
                    .filter(collector -> isIn(jdk, collector))
                    .filter(
                        collector ->
                            System.getProperty("long") != null
                                || ends.contains(jdk)
                                || collector.equals("G1"))
                    .map(collector -> Arguments.of(jdk, collector)));
  }

  private static boolean isIn(Jdk jdk, String collector) {
    return switch (collector) {
      case "ConcMarkSweep" -> jdk.feature() <= 11;
      case "Z" -> jdk.feature() >= 11;
      case "Shenandoah" -> jdk.feature() >= 17;
      default -> true;
    };
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void cpuTime_isThatOfTheKernel(Jdk jdk, String collector) {
    try (Program program =
        Program.java(jdk)
            .with("-XX:+UnlockExperimentalVMOptions", "-XX:+Use" + collector + "GC")
            .agent("127.0.0.1:0")
            .fixture(Wasteful.class)
            .start()) {
      URI server = program.serving();
      for (int i = 0; i < 20; i++) {
        program.order("collect");
      }
      Map<String, Double> before = byRole(program);
      await().atMost(1, MINUTES).until(() -> Page.metrics(server).families().contains(FAMILY));
      Page page = Page.metrics(server);
      Map<String, Double> after = byRole(program);
      assertThat(before.keySet())
          .isEqualTo(collector.equals("Serial") ? Set.of("jit", "vm") : Set.of("gc", "jit", "vm"));
      before.forEach(
          (role, seconds) ->
              assertThat(page.value(FAMILY + "{role=\"" + role + "\"}"))
                  .as(role)
                  .isBetween(seconds, after.getOrDefault(role, 0.0)));
      assertThat(page.samples().keySet().stream().filter(series -> series.startsWith(FAMILY)))
          .hasSameSizeAs(before.keySet());
    }
  }

  /** What all threads of a role have used so far. */
  private static Map<String, Double> byRole(Program program) {
    Map<String, Long> ticks = new TreeMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + program.pid() + "/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        int end = stat.lastIndexOf(')');
        String name = stat.substring(stat.indexOf('(') + 1, end);
        String[] fields = stat.substring(end + 2).split(" ", -1);
        long used = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        String numberless = name.replaceFirst("#.*|\\d$", "");
        NAMES.forEach(
            (role, names) -> {
              if (names.contains(numberless)) {
                ticks.merge(role, used, Long::sum);
              }
            });
        assertThat(name)
            .matches(
                each ->
                    OTHERS.contains(each)
                        || each.startsWith("exporte")
                        || NAMES.values().stream().anyMatch(names -> names.contains(numberless)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Double> seconds = new TreeMap<>();
    ticks.forEach((role, sum) -> seconds.put(role, sum / 100.0));
    return seconds;
  }
}
