package io.exporteragent.source.host.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On trees as kernels have them; on the machine's own, see the integration tests. */
class ContainerMetricsTest {
  private static final Scrape SCRAPE = Scrape.ofEverything(Long.MAX_VALUE);
  private static final String LABELS = "[source, exporter-agent]";

  private final AtomicLong nanos = new AtomicLong();
  @TempDir private Path root;
  private ContainerMetrics metrics;

  @BeforeEach
  void create() {
    metrics = new ContainerMetrics(root.toFile(), nanos::get);
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void version2_tellsOfCpuMemoryThreadsAndPressure() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw\n");
    version2("sys/fs/cgroup", "50000 100000", "536870912", "100");
    assertThat(samples())
        .containsOnly(
            entry("container_cpu_usage_seconds", 3.5),
            entry("container_spec_cpu_quota", 50_000.0),
            entry("container_spec_cpu_period", 100_000.0),
            entry("container_cpu_cfs_periods", 90.0),
            entry("container_cpu_cfs_throttled_periods", 12.0),
            entry("container_cpu_cfs_throttled_seconds", 0.75),
            entry("container_memory_usage_bytes", 4_000_000.0),
            entry("container_memory_working_set_bytes", 3_000_000.0),
            entry("container_spec_memory_limit_bytes", 536_870_912.0),
            entry("container_memory_swap", 8192.0),
            entry("container_oom_events", 2.0),
            entry("container_threads", 17.0),
            entry("container_threads_max", 100.0),
            entry("container_pressure_cpu_waiting_seconds", 1.5),
            entry("container_pressure_cpu_stalled_seconds", 0.25),
            entry("container_pressure_memory_waiting_seconds", 1.5),
            entry("container_pressure_memory_stalled_seconds", 0.25),
            entry("container_pressure_io_waiting_seconds", 1.5),
            entry("container_pressure_io_stalled_seconds", 0.25));
  }

  @Test
  void withoutLimits_thereAreNone() throws IOException {
    write("proc/self/cgroup", "0::/system.slice/shop.service\n");
    write("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw\n");
    version2("sys/fs/cgroup/system.slice/shop.service", "max 100000", "max", "max");
    assertThat(samples())
        .containsKeys("container_cpu_usage_seconds", "container_memory_working_set_bytes")
        .doesNotContainKeys(
            "container_spec_cpu_quota",
            "container_spec_cpu_period",
            "container_cpu_cfs_periods",
            "container_cpu_cfs_throttled_periods",
            "container_cpu_cfs_throttled_seconds",
            "container_spec_memory_limit_bytes",
            "container_threads_max");
  }

  @Test
  void lowestLimitOfTheGroupsAbove_counts_withTheStopsThere() throws IOException {
    write("proc/self/cgroup", "0::/kubepods/pod1/app\n");
    write("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    version2("sys/fs/cgroup/kubepods", "800000 100000", "8000000000", "4000");
    version2("sys/fs/cgroup/kubepods/pod1", "20000 10000", "900000000", "max");
    version2("sys/fs/cgroup/kubepods/pod1/app", "max 100000", "max", "5000");
    write(
        "sys/fs/cgroup/kubepods/pod1/cpu.stat",
        "usage_usec 99\nnr_periods 7\nnr_throttled 5\nthrottled_usec 3000000\n");
    assertThat(samples())
        .contains(
            entry("container_cpu_usage_seconds", 3.5),
            entry("container_spec_cpu_quota", 20_000.0),
            entry("container_spec_cpu_period", 10_000.0),
            entry("container_cpu_cfs_periods", 7.0),
            entry("container_cpu_cfs_throttled_seconds", 3.0),
            entry("container_spec_memory_limit_bytes", 900_000_000.0),
            entry("container_threads_max", 4000.0));
  }

  @Test
  void rootOfVersion2_isNoContainer() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    write("sys/fs/cgroup/cpu.stat", "usage_usec 3500000\n");
    write("sys/fs/cgroup/cpu.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1\n");
    write("sys/fs/cgroup/memory.stat", "inactive_file 1\n");
    assertThat(samples()).isEmpty();
  }

  @Test
  void version1_tellsOfCpuMemoryAndThreads() throws IOException {
    write(
        "proc/self/cgroup",
        """
        9:name=systemd:/docker/0a1b
        8:pids:/docker/0a1b
        4:memory:/docker/0a1b
        3:cpu,cpuacct:/docker/0a1b
        0::/
        """);
    write(
        "proc/self/mountinfo",
        """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        32 31 0:29 /docker/0a1b /sys/fs/cgroup/cpu,cpuacct ro shared:9 - cgroup cgroup rw,cpu,cpuacct
        35 31 0:32 /docker/0a1b /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory
        39 31 0:36 /docker/0a1b /sys/fs/cgroup/pids ro - cgroup cgroup rw,pids
        41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
        """);
    version1("", 60_000, 1_000_000_000L);
    assertThat(samples())
        .containsOnly(
            entry("container_cpu_usage_seconds", 2.5),
            entry("container_spec_cpu_quota", 60_000.0),
            entry("container_spec_cpu_period", 100_000.0),
            entry("container_cpu_cfs_periods", 90.0),
            entry("container_cpu_cfs_throttled_periods", 12.0),
            entry("container_cpu_cfs_throttled_seconds", 0.5),
            entry("container_memory_usage_bytes", 4_000_000.0),
            entry("container_memory_working_set_bytes", 3_000_000.0),
            entry("container_spec_memory_limit_bytes", 1e9),
            entry("container_memory_swap", 8192.0),
            entry("container_oom_events", 2.0),
            entry("container_threads", 17.0),
            entry("container_threads_max", 100.0));
  }

  @Test
  void version1WithoutLimits_andWithThePathOfTheHost_isFoundAtTheMount() throws IOException {
    write("proc/self/cgroup", "4:memory:/docker/0a1b\n3:cpu,cpuacct:/docker/0a1b\n");
    write(
        "proc/self/mountinfo",
        """
        32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
        35 31 0:32 / /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory
        """);
    version1("", -1, 0x7FFFFFFFFFFFF000L);
    assertThat(samples())
        .containsOnlyKeys(
            "container_cpu_usage_seconds",
            "container_memory_usage_bytes",
            "container_memory_working_set_bytes",
            "container_memory_swap",
            "container_oom_events");
  }

  @Test
  void rootsOfVersion1_areNoContainer_butAnotherControllerMayHaveOne() throws IOException {
    write("proc/self/cgroup", "4:memory:/jobs/7\n2:cpuacct:/\n1:cpu:/\n0::/\n");
    write(
        "proc/self/mountinfo",
        """
        32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
        33 31 0:30 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct
        35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        """);
    write("sys/fs/cgroup/cpu/cgroup.sane_behavior", "0\n");
    write("sys/fs/cgroup/cpu/cpu.stat", "nr_periods 0\n");
    write("sys/fs/cgroup/cpuacct/cgroup.sane_behavior", "0\n");
    write("sys/fs/cgroup/cpuacct/cpuacct.usage", "1\n");
    write("sys/fs/cgroup/memory/cgroup.sane_behavior", "0\n");
    memory1("sys/fs/cgroup/memory/jobs/7/", 123_456_789);
    assertThat(samples())
        .containsEntry("container_spec_memory_limit_bytes", 123_456_789.0)
        .doesNotContainKey("container_cpu_usage_seconds");
  }

  @Test
  void limitThatIsChanged_isSeenWithinHalfAMinute() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n");
    version2("sys/fs/cgroup", "50000 100000", "536870912", "100");
    assertThat(samples()).containsEntry("container_spec_cpu_quota", 50_000.0);
    write("sys/fs/cgroup/cpu.max", "200000 100000\n");
    assertThat(samples()).containsEntry("container_spec_cpu_quota", 50_000.0);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(30));
    assertThat(samples()).containsEntry("container_spec_cpu_quota", 200_000.0);
  }

  @Test
  void elsewhereThanOnLinux_thereIsNone() {
    assertThat(samples()).isEmpty();
  }

  private Map<String, Double> samples() {
    Map<String, Double> samples = new LinkedHashMap<>();
    Samples.of(metrics.collect(SCRAPE))
        .forEach(
            (name, value) -> {
              assertThat(name).endsWith(LABELS);
              samples.put(name.substring(0, name.length() - LABELS.length()), value);
            });
    return samples;
  }

  private void version2(String group, String cpu, String memory, String threads)
      throws IOException {
    write(group + "/cgroup.events", "populated 1\nfrozen 0\n");
    write(
        group + "/cpu.stat",
        """
        usage_usec 3500000
        user_usec 3000000
        system_usec 500000
        nr_periods 90
        nr_throttled 12
        throttled_usec 750000
        nr_bursts 0
        burst_usec 0
        """);
    write(group + "/cpu.max", cpu + "\n");
    write(group + "/memory.current", "4000000\n");
    write(group + "/memory.stat", "anon 1\ninactive_anon 7\ninactive_file 1000000\nslab 5\n");
    write(group + "/memory.max", memory + "\n");
    write(group + "/memory.swap.current", "8192\n");
    write(group + "/memory.events", "low 0\nhigh 0\nmax 4\noom 3\noom_kill 2\noom_group_kill 1\n");
    write(group + "/pids.current", "17\n");
    write(group + "/pids.max", threads + "\n");
    for (String resource : new String[] {"cpu", "memory", "io"}) {
      write(
          group + "/" + resource + ".pressure",
          """
          some avg10=1.00 avg60=2.00 avg300=3.00 total=1500000
          full avg10=0.00 avg60=0.00 avg300=0.00 total=250000
          """);
    }
  }

  private void version1(String path, long quota, long memory) throws IOException {
    String cpu = "sys/fs/cgroup/cpu,cpuacct" + path + "/";
    write(cpu + "cpuacct.usage", "2500000000\n");
    write(cpu + "cpu.cfs_quota_us", quota + "\n");
    write(cpu + "cpu.cfs_period_us", "100000\n");
    write(cpu + "cpu.stat", "nr_periods 90\nnr_throttled 12\nthrottled_time 500000000\n");
    memory1("sys/fs/cgroup/memory" + path + "/", memory);
    write("sys/fs/cgroup/pids" + path + "/pids.current", "17\n");
    write("sys/fs/cgroup/pids" + path + "/pids.max", "100\n");
  }

  private void memory1(String group, long limit) throws IOException {
    write(group + "memory.usage_in_bytes", "4000000\n");
    write(group + "memory.memsw.usage_in_bytes", "4008192\n");
    write(
        group + "memory.stat",
        "inactive_file 5\nhierarchical_memory_limit "
            + limit
            + "\ntotal_cache 3\ntotal_inactive_file 1000000\n");
    write(group + "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
