package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MemoryMetricsTest {
  private static final Offset<Double> TINY = Offset.offset(1e-9);

  @TempDir private Path proc;

  @Test
  @EnabledOnOs(OS.LINUX)
  void values_areThoseOfProcMeminfo() throws Exception {
    MemoryMetrics metrics = new MemoryMetrics();

    // Memory moves both ways between two readings, so one bracket may be missed.
    await()
        .untilAsserted(
            () -> {
              Map<String, Double> before = meminfo();
              Map<String, Double> actual = Samples.from(metrics);
              Map<String, Double> after = meminfo();

              assertThat(actual.get("memory_usage total")).isEqualTo(before.get("MemTotal"));
              assertWithin(actual.get("memory_usage available"), before, after, "MemAvailable");
              assertWithin(actual.get("memory_usage free"), before, after, "MemFree");
            });
  }

  @Test
  void usedAndPercent_followFromTotalAndAvailable() throws Exception {
    Map<String, Double> actual = Samples.from(new MemoryMetrics());

    double total = actual.get("memory_usage total");
    double used = total - actual.get("memory_usage available");
    assertThat(actual)
        .containsOnlyKeys(
            "memory_usage total",
            "memory_usage available",
            "memory_usage used",
            "memory_usage free",
            "memory_usage percent");
    assertThat(actual.get("memory_usage used")).isEqualTo(used);
    assertThat(actual.get("memory_usage percent")).isEqualTo(used / total * 100, TINY);
  }

  @Test
  void freeUnknown_isLeftOut() throws Exception {
    assertThat(Samples.from(metrics("MemTotal: 1000 kB\nMemAvailable: 750 kB\n")))
        .containsExactly(
            Map.entry("memory_usage total", 1000.0 * 1024),
            Map.entry("memory_usage available", 750.0 * 1024),
            Map.entry("memory_usage used", 250.0 * 1024),
            Map.entry("memory_usage percent", 25.0));
  }

  @Test
  void moreAvailableThanTotal_isTakenForFree() throws Exception {
    assertThat(Samples.from(metrics("MemTotal: 1000 kB\nMemFree: 400 kB\nMemAvailable: 5000 kB\n")))
        .containsEntry("memory_usage available", 400.0 * 1024)
        .containsEntry("memory_usage used", 600.0 * 1024);
    assertThat(Samples.from(metrics("MemTotal: 1000 kB\nMemAvailable: 5000 kB\n")))
        .containsEntry("memory_usage used", 0.0);
  }

  @Test
  void otherSystemsThanLinux_haveTheSameTypes() throws Exception {
    Map<String, Double> actual = Samples.from(new MemoryMetrics(new OshiHost()));

    assertThat(actual).hasSize(5);
    assertThat(actual.get("memory_usage free"))
        .isPositive()
        .isLessThan(actual.get("memory_usage total"));
  }

  @Test
  void familyNotAskedFor_isNotRead() throws Exception {
    assertThat(new MemoryMetrics().collect(new Scrape(Long.MAX_VALUE, name -> false))).isEmpty();
  }

  private MemoryMetrics metrics(String meminfo) throws IOException {
    Files.writeString(proc.resolve("meminfo"), meminfo);
    return new MemoryMetrics(new LinuxHost(proc.toFile()));
  }

  private static void assertWithin(
      double actual, Map<String, Double> before, Map<String, Double> after, String key) {
    assertThat(actual)
        .as(key)
        .isBetween(
            Math.min(before.get(key), after.get(key)), Math.max(before.get(key), after.get(key)));
  }

  private static Map<String, Double> meminfo() throws IOException {
    Map<String, Double> bytes = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      String[] columns = line.split("[: ]+", -1);
      bytes.put(columns[0], Double.parseDouble(columns[1]) * 1024);
    }
    return bytes;
  }
}
