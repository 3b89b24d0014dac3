package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.exporteragent.gather.RegistrySource;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.model.Family;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessMetricsTest {
  private static final Scrape SCRAPE = Scrape.ofEverything(Long.MAX_VALUE);

  @TempDir private Path directory;

  @Test
  void families_areThoseOfClientJava_andThreeMore() {
    List<Family> families = new ProcessMetrics().collect(SCRAPE);
    assertThat(describe(families)).containsAll(describe(ofClientJava()));
    assertThat(families)
        .extracting(Family::name)
        .containsExactlyInAnyOrder(
            "process_cpu_seconds",
            "process_start_time_seconds",
            "process_open_fds",
            "process_max_fds",
            "process_virtual_memory_bytes",
            "process_resident_memory_bytes",
            "process_threads",
            "process_paging_faults",
            "process_disk_io_bytes");
  }

  @Test
  void values_areThoseOfClientJava() {
    ProcessMetrics metrics = new ProcessMetrics();
    Map<String, Double> before = Samples.of(metrics.collect(SCRAPE));
    Map<String, Double> clientJava = Samples.of(ofClientJava());
    Map<String, Double> after = Samples.of(metrics.collect(SCRAPE));
    assertThat(clientJava.get("process_cpu_seconds[]"))
        .isBetween(before.get("process_cpu_seconds[]"), after.get("process_cpu_seconds[]"));
    assertThat(before)
        .containsEntry(
            "process_start_time_seconds[]", clientJava.get("process_start_time_seconds[]"))
        .containsEntry("process_max_fds[]", clientJava.get("process_max_fds[]"));
  }

  @ParameterizedTest
  @ValueSource(longs = {4096, 16_384, 65_536})
  void memory_isCountedInPagesOfTheSystem(long pageBytes) throws IOException {
    writeStat("java", 1000 * pageBytes, 7);
    writeStatm(1000);
    ProcessMetrics metrics = new ProcessMetrics(directory.toFile());
    metrics.collect(SCRAPE);
    writeStat("java", 2000 * pageBytes, 8);
    assertThat(Samples.of(metrics.collect(SCRAPE)))
        .containsEntry("process_virtual_memory_bytes[]", 2000.0 * pageBytes)
        .containsEntry("process_resident_memory_bytes[]", 8.0 * pageBytes);
  }

  @Test
  void processThatGrowsMeanwhile_hasPagesOfTheSameSize() throws IOException {
    writeStat("java", 1000 * 4096, 7);
    writeStatm(1200);
    assertThat(Samples.of(new ProcessMetrics(directory.toFile()).collect(SCRAPE)))
        .containsEntry("process_resident_memory_bytes[]", 7.0 * 4096);
  }

  @Test
  void nameWithBlanksAndParentheses_isNoField() throws IOException {
    writeStat("my (odd) 1 2 java) R", 4096, 1);
    writeStatm(1);
    assertThat(Samples.of(new ProcessMetrics(directory.toFile()).collect(SCRAPE)))
        .containsEntry("process_threads[]", 31.0)
        .containsEntry("process_paging_faults[type, minor]", 10101.0)
        .containsEntry("process_paging_faults[type, major]", 12.0);
  }

  @Test
  void disks_areThoseOfTheFile_andLeftOutWithoutIt() throws IOException {
    ProcessMetrics metrics = new ProcessMetrics(directory.toFile());
    assertThat(metrics.collect(SCRAPE))
        .extracting(Family::name)
        .doesNotContain("process_disk_io_bytes");
    Files.writeString(
        directory.resolve("io"),
        """
        rchar: 6976
        wchar: 9
        syscr: 10
        syscw: 1
        read_bytes: 8192
        write_bytes: 4096
        cancelled_write_bytes: 1
        """);
    assertThat(Samples.of(metrics.collect(SCRAPE)))
        .containsEntry("process_disk_io_bytes[disk_io_direction, read]", 8192.0)
        .containsEntry("process_disk_io_bytes[disk_io_direction, write]", 4096.0);
  }

  @Test
  void memory_isThatOfTheStatus() throws IOException {
    double resident =
        Samples.of(new ProcessMetrics().collect(SCRAPE)).get("process_resident_memory_bytes[]");
    String status = Files.readString(Path.of("/proc/self/status"));
    Matcher kibibytes = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
    assertThat(kibibytes.find()).isTrue();
    assertThat(resident)
        .isCloseTo(1024.0 * Long.parseLong(kibibytes.group(1)), withinPercentage(25));
  }

  @Test
  void openDescriptors_areCountedAsTheJdkCountsThem() throws IOException {
    ProcessMetrics metrics = new ProcessMetrics();
    double before = Samples.of(metrics.collect(SCRAPE)).get("process_open_fds[]");
    List<InputStream> open = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        open.add(new FileInputStream("/proc/self/statm"));
      }
      double after = Samples.of(metrics.collect(SCRAPE)).get("process_open_fds[]");
      double jdk = Samples.of(ofClientJava()).get("process_open_fds[]");
      assertThat(after).isBetween(before + 450, before + 550).isCloseTo(jdk, within(50.0));
    } finally {
      for (InputStream in : open) {
        in.close();
      }
    }
  }

  @Test
  void olderKernelWhereTheDirectoryHasNoSize_descriptorsAreStillCounted() {
    assertThat(Samples.of(new ProcessMetrics(directory.toFile()).collect(SCRAPE)))
        .hasEntrySatisfying("process_open_fds[]", open -> assertThat(open).isGreaterThan(2));
  }

  @Test
  void withoutSuchFiles_memoryIsLeftOut() {
    assertThat(Samples.of(new ProcessMetrics(directory.toFile()).collect(SCRAPE)))
        .containsKeys("process_cpu_seconds[]", "process_open_fds[]")
        .doesNotContainKey("process_resident_memory_bytes[]");
  }

  private void writeStat(String name, long virtualBytes, long residentPages) throws IOException {
    Files.writeString(
        directory.resolve("stat"),
        "42 (%s) S 1 -1 1 0 -1 4194304 10101 5 12 6 70 80 1 2 20 -5 31 0 99362 %d %d 184 1 2\n"
            .formatted(name, virtualBytes, residentPages));
  }

  private void writeStatm(long pages) throws IOException {
    Files.writeString(directory.resolve("statm"), pages + " 7 3 1 0 900 0\n");
  }

  private static List<Family> ofClientJava() {
    PrometheusRegistry registry = new PrometheusRegistry();
    io.prometheus.metrics.instrumentation.jvm.ProcessMetrics.builder().register(registry);
    return new RegistrySource(registry).collect(SCRAPE);
  }

  private static List<String> describe(List<Family> families) {
    return families.stream()
        .map(family -> family.name() + family.type() + family.unit() + family.help())
        .toList();
  }
}
