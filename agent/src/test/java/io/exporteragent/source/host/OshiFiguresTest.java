package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.source.host.oshi.DeviceCounters;
import io.exporteragent.source.host.oshi.Oshi;
import io.exporteragent.source.host.oshi.OshiCounters;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What macOS and Windows get, figure by figure on Linux, where it can be compared: with what our
 * own reader and node_exporter read just before and just after.
 */
@EnabledOnOs(OS.LINUX)
class OshiFiguresTest {
  private static final int ROUNDS = 20;

  /** The kernel lets these go back by some ticks. */
  private static final Set<String> DIPPING = Set.of("idle", "iowait");

  private static final long DIP_MILLIS = 1000;

  @TempDir private Path directory;

  enum Variant {
    JNA,
    JAVA;

    Oshi oshi() {
      return this == JNA ? Oshi.ofJna() : Oshi.ofThisSystem();
    }
  }

  @ParameterizedTest
  @EnumSource
  void cpuTimes_areOurs_andNodeExporters(Variant variant) throws Exception {
    OshiHost host = new OshiHost(variant.oshi());
    LinuxHost linux = new LinuxHost(new File("/proc"));
    try (NodeExporter node = new NodeExporter()) {
      for (int round = 0; round < ROUNDS; round++) {
        Map<String, Double> nodeBefore = node.samples();
        SortedMap<Integer, long[]> before = linux.cpuTimes();
        SortedMap<Integer, long[]> actual = host.cpuTimes();
        SortedMap<Integer, long[]> after = linux.cpuTimes();
        Map<String, Double> nodeAfter = node.samples();

        assertThat(actual.keySet()).isEqualTo(before.keySet());
        actual.forEach(
            (cpu, row) -> {
              for (int mode = 0; mode < CpuModes.COUNT; mode++) {
                String name = CpuModes.NAMES.get(mode);
                long dip = DIPPING.contains(name) ? DIP_MILLIS : 0;
                assertThat(row[mode])
                    .as("%s of %s", name, cpu)
                    .isBetween(before.get(cpu)[mode] - dip, after.get(cpu)[mode] + dip);
                String series =
                    "node_cpu_seconds_total{cpu=\"%d\",mode=\"%s\"}".formatted(cpu, name);
                assertThat(row[mode] / 1e3)
                    .as(series)
                    .isBetween(
                        nodeBefore.get(series) - dip / 1e3, nodeAfter.get(series) + dip / 1e3);
              }
            });
      }
    }
  }

  /** What is available goes up and down: it must lie between the reads in half of the rounds. */
  @ParameterizedTest
  @EnumSource
  void memory_isOurs_andNodeExporters(Variant variant) throws Exception {
    OshiHost host = new OshiHost(variant.oshi());
    LinuxHost linux = new LinuxHost(new File("/proc"));
    int between = 0;
    try (NodeExporter node = new NodeExporter()) {
      double total = node.samples().get("node_memory_MemTotal_bytes");
      for (int round = 0; round < 10 * ROUNDS && between < ROUNDS; round++) {
        Memory before = linux.memory();
        Memory actual = host.memory();
        Memory after = linux.memory();
        assertThat(actual.total()).isEqualTo(before.total()).isEqualTo((long) total);
        long low = Math.min(before.available(), after.available());
        long high = Math.max(before.available(), after.available());
        if (low <= actual.available() && actual.available() <= high) {
          between++;
        }
      }
    }
    assertThat(between).isEqualTo(ROUNDS);
  }

  /**
   * With their devices and types. What OSHI takes for local may be below a file system that is not,
   * which only our own reader looks at.
   */
  @ParameterizedTest
  @EnumSource
  void mounts_areOurs(Variant variant) throws Exception {
    OshiHost host = new OshiHost(variant.oshi());
    try (LinuxHost linux = new LinuxHost(new File("/proc"))) {
      MountList list = linux.mounts(ForkJoinPool.commonPool());
      Map<String, Mount> ours;
      Map<String, Mount> read;
      do { // Something may be mounted meanwhile.
        ours = byMountpoint(list.get(0));
        read = byMountpoint(host.listMounts());
      } while (!ours.equals(byMountpoint(list.get(0))));
      assertThat(read.keySet()).isEqualTo(ours.keySet()).contains("/");
      for (Mount each : ours.values()) {
        Mount same = read.get(each.mountpoint());
        assertThat(same.type()).as(each.mountpoint()).isEqualTo(each.type());
        assertThat(same.isLocal() || !each.isLocal()).as(each.mountpoint()).isTrue();
        if (same.isLocal() == each.isLocal()) {
          assertThat(same).as(each.mountpoint()).isEqualTo(each);
        }
      }
    }
  }

  private static Map<String, Mount> byMountpoint(List<Mount> mounts) {
    return mounts.stream().collect(Collectors.toMap(Mount::mountpoint, mount -> mount));
  }

  @ParameterizedTest
  @EnumSource
  void network_isNodeExporters(Variant variant) throws Exception {
    OshiCounters counters = new OshiCounters(variant.oshi());
    try (NodeExporter node = new NodeExporter()) {
      Set<String> compared =
          compare(node, counters::network, "node_network_%s_total{device=\"%s\"}");
      for (String key : List.of("bytes", "packets", "errs")) {
        assertThat(compared)
            .contains(
                "node_network_receive_" + key + "_total{device=\"lo\"}",
                "node_network_transmit_" + key + "_total{device=\"lo\"}");
      }
      assertThat(compared)
          .contains(
              "node_network_receive_drop_total{device=\"lo\"}",
              "node_network_transmit_colls_total{device=\"lo\"}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void disks_areNodeExporters(Variant variant) throws Exception {
    OshiCounters counters = new OshiCounters(variant.oshi());
    // Of memory and of files are disks to OSHI only in part.
    try (NodeExporter node =
        new NodeExporter("--collector.diskstats.device-exclude=^(ram|loop)\\d+$")) {
      write();
      Set<String> compared = compare(node, counters::disks, "node_disk_%s_total{device=\"%s\"}");
      for (String disk : disks()) {
        for (String key :
            List.of("reads_completed", "read_bytes", "writes_completed", "written_bytes")) {
          assertThat(compared).contains("node_disk_%s_total{device=\"%s\"}".formatted(key, disk));
        }
        assertThat(compared)
            .contains("node_disk_io_time_seconds_total{device=\"%s\"}".formatted(disk));
      }
    }
  }

  /** The disks that are devices; those of memory and of files are none. */
  private static List<String> disks() throws IOException {
    Path block = Path.of("/sys/block");
    if (!Files.isDirectory(block)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(block)) {
      return all.filter(disk -> Files.exists(disk.resolve("device")))
          .map(disk -> disk.getFileName().toString())
          .toList();
    }
  }

  private void write() throws IOException {
    Files.write(directory.resolve("written"), new byte[1 << 20]);
  }

  private interface Rows {
    List<DeviceCounters> read() throws IOException;
  }

  /** Fails unless every counter lies between node_exporter's; returns its names for them. */
  private static Set<String> compare(NodeExporter node, Rows rows, String name) throws IOException {
    Set<String> compared = new TreeSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Double> before = node.samples();
      List<DeviceCounters> read = rows.read();
      Map<String, Double> after = node.samples();
      for (DeviceCounters row : read) {
        row.values()
            .forEach(
                (key, value) -> {
                  String series = name.formatted(key, row.device());
                  // Requests under way are no counter, and a device may come or go.
                  if (!key.equals("io_now")
                      && before.containsKey(series)
                      && after.containsKey(series)) {
                    assertThat(value)
                        .as(series)
                        .isBetween(before.get(series) - 1e-6, after.get(series) + 1e-6);
                    compared.add(series);
                  }
                });
      }
    }
    return compared;
  }
}
