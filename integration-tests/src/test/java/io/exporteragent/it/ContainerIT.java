package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Wasteful;
import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Promtool;
import java.net.URI;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A JVM in a control group with limits, against what the kernel says of the group. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerIT {
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;
  private static final int QUOTA = 30_000;
  private static final long MEMORY = 512L << 20;
  private static final int THREADS = 300;

  private OwnControlGroup group;

  @BeforeAll
  void make() {
    group = OwnControlGroup.make();
    group.limitCpu(QUOTA);
    group.limitMemory(MEMORY);
    group.limitThreads(THREADS);
  }

  @AfterAll
  void remove() {
    if (group != null) {
      group.close();
    }
  }

  private static String series(String family) {
    return family + "{source=\"exporter-agent\"}";
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void figures_areThoseOfTheKernel_andAThrottleShows(Jdk jdk) {
    try (Program program = Program.java(jdk).agent("127.0.0.1:0").fixture(Wasteful.class).start()) {
      URI server = program.serving();
      group.add(program.pid());
      double stopsAtFirst =
          Page.metrics(server).value(series("container_cpu_cfs_throttled_periods_total"));
      await()
          .atMost(2, MINUTES)
          .until(
              () -> {
                program.order("waste");
                return Page.metrics(server)
                        .value(series("container_cpu_cfs_throttled_periods_total"))
                    > stopsAtFirst;
              });
      Page page = Page.metrics(server);
      assertThat(page.value(series("container_spec_cpu_quota"))).isEqualTo(QUOTA);
      assertThat(page.value(series("container_spec_cpu_period"))).isEqualTo(100_000);
      assertThat(page.value(series("container_spec_memory_limit_bytes"))).isEqualTo(MEMORY);
      assertThat(page.value(series("container_threads_max"))).isEqualTo(THREADS);
      assertThat(page.value(series("container_oom_events_total"))).isNotNegative();
      liesBetween(server, "container_cpu_usage_seconds_total", this::cpuSeconds);
      liesBetween(
          server,
          "container_cpu_cfs_periods_total",
          () -> group.number("cpu", "cpu.stat", "nr_periods"));
      liesBetween(
          server,
          "container_cpu_cfs_throttled_periods_total",
          () -> group.number("cpu", "cpu.stat", "nr_throttled"));
      liesBetween(server, "container_cpu_cfs_throttled_seconds_total", this::throttledSeconds);
      liesBetween(server, "container_threads", () -> group.number("pids", "pids.current"));
      liesBetween(server, "container_memory_usage_bytes", this::memory);
      liesBetween(server, "container_memory_working_set_bytes", this::workingSet);
      assertThat(Promtool.complaints(page.body())).isEmpty();
      assertThat(page.succeeded("container")).isTrue();
      assertThat(program.errorLinesWith("exporter-agent")).isEqualTo(1);
    }
  }

  private double cpuSeconds() {
    return group.isVersion2()
        ? group.number("cpu", "cpu.stat", "usage_usec") / MICROS
        : group.number("cpuacct", "cpuacct.usage") / NANOS;
  }

  private double throttledSeconds() {
    return group.isVersion2()
        ? group.number("cpu", "cpu.stat", "throttled_usec") / MICROS
        : group.number("cpu", "cpu.stat", "throttled_time") / NANOS;
  }

  private double memory() {
    return group.number("memory", group.isVersion2() ? "memory.current" : "memory.usage_in_bytes");
  }

  private double workingSet() {
    return memory()
        - group.number(
            "memory", "memory.stat", group.isVersion2() ? "inactive_file" : "total_inactive_file");
  }

  /** Memory and threads also become less: some scrape must see what lies between two readings. */
  private static void liesBetween(URI server, String family, DoubleSupplier kernel) {
    await()
        .alias(family)
        .atMost(2, MINUTES)
        .until(
            () -> {
              double before = kernel.getAsDouble();
              double ours = Page.metrics(server).value(series(family));
              double after = kernel.getAsDouble();
              return Math.min(before, after) <= ours && ours <= Math.max(before, after);
            });
  }

  @Jdk.Each
  void processThatIsKilledForItsMemory_isCounted(Jdk jdk) {
    try (Program program = Program.java(jdk).agent("127.0.0.1:0").fixture(Wasteful.class).start()) {
      URI server = program.serving();
      group.add(program.pid());
      double before = Page.metrics(server).value(series("container_oom_events_total"));
      String join =
          group.processes().stream()
              .map(file -> "echo $$ > " + file + "; ")
              .collect(Collectors.joining());
      Finished greedy =
          Finished.run(
              "/bin/sh",
              "-c",
              "echo 1000 > /proc/self/oom_score_adj; " + join + "exec tail /dev/zero");
      assertThat(greedy.exit()).as("killed").isEqualTo(128 + 9);
      await()
          .atMost(1, MINUTES)
          .until(() -> Page.metrics(server).value(series("container_oom_events_total")) > before);
      assertThat(program.isAlive()).isTrue();
    }
  }

  @Jdk.Each
  void processThatIsMoved_isFoundWhereItIs(Jdk jdk) {
    try (Program program = Program.java(jdk).agent("127.0.0.1:0").fixture(Wasteful.class).start()) {
      URI server = program.serving();
      assertThat(Page.metrics(server).families()).doesNotContain("container_spec_cpu_quota");
      group.add(program.pid());
      await()
          .atMost(2, MINUTES)
          .until(() -> Page.metrics(server).value(series("container_spec_cpu_quota")) == QUOTA);
    }
  }
}
