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
  void families_areThoseOfClientJava() {
    assertThat(describe(new ProcessMetrics().collect(SCRAPE)))
        .containsExactlyInAnyOrderElementsOf(describe(ofClientJava()));
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
    writeStatus(1000 * pageBytes / 1024);
    writeStatm("1000 7 3 1 0 900 0");
    ProcessMetrics metrics = new ProcessMetrics(directory.toFile());
    metrics.collect(SCRAPE);
    writeStatm("2000 8 3 1 0 900 0");
    assertThat(Samples.of(metrics.collect(SCRAPE)))
        .containsEntry("process_virtual_memory_bytes[]", 2000.0 * pageBytes)
        .containsEntry("process_resident_memory_bytes[]", 8.0 * pageBytes);
  }

  @Test
  void processThatGrowsMeanwhile_hasPagesOfTheSameSize() throws IOException {
    writeStatus(4 * 1200);
    writeStatm("1000 7 3 1 0 900 0");
    assertThat(Samples.of(new ProcessMetrics(directory.toFile()).collect(SCRAPE)))
        .containsEntry("process_resident_memory_bytes[]", 7.0 * 4096);
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

  private void writeStatus(long kibibytes) throws IOException {
    Files.writeString(
        directory.resolve("status"), "Name:\tjava\nVmSize:\t  " + kibibytes + " kB\n");
  }

  private void writeStatm(String line) throws IOException {
    Files.writeString(directory.resolve("statm"), line + "\n");
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
