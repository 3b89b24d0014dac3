package io.exporteragent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.gather.Family;
import io.exporteragent.gather.RegistrySource;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void memory_isReadFromTheStatusOfTheProcess() throws IOException {
    Path status =
        Files.writeString(
            directory.resolve("status"), "Name:\tjava\nVmSize:\t  100 kB\nVmRSS:\t      7 kB\n");
    assertThat(Samples.of(new ProcessMetrics(status.toFile()).collect(SCRAPE)))
        .containsEntry("process_virtual_memory_bytes[]", 102_400.0)
        .containsEntry("process_resident_memory_bytes[]", 7_168.0);
  }

  @Test
  void withoutSuchAFile_memoryIsLeftOut() {
    assertThat(Samples.of(new ProcessMetrics(directory.resolve("none").toFile()).collect(SCRAPE)))
        .containsKeys("process_cpu_seconds[]", "process_open_fds[]")
        .doesNotContainKey("process_resident_memory_bytes[]");
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
