package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CpuMetricsTest {
  private static final String SECONDS = "cpu_exporter_cpu_usage_seconds";

  private final CpuMetrics metrics = new CpuMetrics(new AgentThreads("cpu", message -> {}));

  @AfterEach
  void endThread() {
    metrics.close();
    await().until(() -> !samplerRuns());
  }

  @Test
  void seconds_areTheSumOfTheProcessorsInProcStat() throws Exception {
    for (int round = 0; round < 20; round++) {
      Map<String, Double> before = procStat();
      Map<String, Double> actual = Samples.from(metrics);
      Map<String, Double> after = procStat();

      for (String mode : CpuModes.NAMES) {
        // A dip of a few ticks in the kernel's numbers is what the counter does not follow.
        assertThat(actual.get(SECONDS + ' ' + mode))
            .as(mode)
            .isBetween(before.get(mode) - 1e-6, Math.max(before.get(mode), after.get(mode)) + 0.1);
      }
    }
  }

  @Test
  void percent_appearsAfterAWindow_forEveryProcessorInProcStat() throws Exception {
    await()
        .until(
            () -> Samples.from(metrics).keySet().stream().anyMatch(k -> k.startsWith("cpu_perc")));

    Map<String, Double> percent = new TreeMap<>(Samples.from(metrics));
    percent.keySet().removeIf(key -> !key.startsWith("cpu_percent"));
    assertThat(percent).hasSize((int) processorLines().count());
    assertThat(percent).containsKey("cpu_percent 0");
    assertThat(percent.values()).allSatisfy(value -> assertThat(value).isBetween(0.0, 100.0));
  }

  @Test
  void firstScrape_hasNoPercent() throws Exception {
    List<Family> families = metrics.collect(Scrape.ofEverything(Long.MAX_VALUE));

    assertThat(families).extracting(Family::name).containsExactly(SECONDS);
    assertThat(families).extracting(Family::type).containsExactly(MetricType.COUNTER);
  }

  @Test
  void familyNotAskedFor_isNotRead() throws Exception {
    assertThat(metrics.collect(new Scrape(Long.MAX_VALUE, name -> false))).isEmpty();
    assertThat(samplerRuns()).isFalse();
  }

  private static boolean samplerRuns() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("exporter-agent-cpu"));
  }

  private static Map<String, Double> procStat() throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    processorLines()
        .forEach(
            line -> {
              String[] columns = line.split(" +", -1);
              for (int i = 0; i < CpuModes.COUNT; i++) {
                seconds.merge(
                    CpuModes.NAMES.get(i), Long.parseLong(columns[i + 1]) / 100.0, Double::sum);
              }
            });
    return seconds;
  }

  private static Stream<String> processorLines() throws IOException {
    return Files.readAllLines(Path.of("/proc/stat")).stream()
        .filter(line -> line.matches("cpu[0-9].*"));
  }
}
