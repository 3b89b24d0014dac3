package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host's figures against the real node_exporter on the same machine, under load: each of ours
 * lies between its read just before and its read just after.
 *
 * <p>Counters do so in every round. Memory moves up and down between two reads, so there forty
 * rounds in which it does are asked for, out of eighty.
 */
class NodeExporterIT {
  private static final int ROUNDS = 40;
  private static final Pattern CPU =
      Pattern.compile("node_cpu_seconds_total\\{cpu=\"\\d+\",mode=\"(\\w+)\"\\}");
  private static final Pattern FILESYSTEM =
      Pattern.compile("node_filesystem_(size|free|avail)_bytes\\{.*mountpoint=\"([^\"]+)\".*\\}");

  @Jdk.Each
  void everyFigure_liesBetweenNodeExportersReads(Jdk jdk) throws IOException {
    URI node = URI.create("http://127.0.0.1:" + Ports.free());
    AtomicBoolean busy = new AtomicBoolean(true);
    Thread load = new Thread(() -> spin(busy));
    try (Program nodeExporter =
            Program.command(Tool.NODE_EXPORTER.path())
                .with("--web.listen-address=" + node.getAuthority())
                .start();
        Program program = Program.java(jdk).agent("localhost:0").fixture(Obedient.class).start()) {
      assertThat(nodeExporter.isAlive()).isTrue();
      URI agent = program.serving();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> Page.metrics(node).status() == 200 && Page.metrics(agent).status() == 200);
      load.start();
      Map<String, Integer> bracketed = new TreeMap<>();
      Map<String, Double> first = Map.of();
      for (int round = 1; round <= 2 * ROUNDS; round++) {
        Map<String, Double> before = asOurs(Page.metrics(node));
        Map<String, Double> ours = Page.metrics(agent).samples();
        Map<String, Double> after = asOurs(Page.metrics(node));
        for (String series : before.keySet()) {
          if (!ours.containsKey(series)) {
            assertThat(series).as("only mounts may differ").startsWith("disk_usage");
            continue;
          }
          boolean inside = isBetween(before.get(series), ours.get(series), after.get(series));
          if (series.startsWith("cpu_exporter_cpu_usage_seconds_total")) {
            assertThat(inside)
                .as("%s: %s %s %s", series, before.get(series), ours.get(series), after.get(series))
                .isTrue();
          }
          bracketed.merge(series, inside ? 1 : 0, Integer::sum);
        }
        if (round == 1) {
          first = ours;
        } else if (round == ROUNDS) {
          assertThat(sumOfCpu(ours) - sumOfCpu(first)).as("CPU time passes").isPositive();
        }
        if (round >= ROUNDS && bracketed.values().stream().allMatch(count -> count >= ROUNDS)) {
          break;
        }
      }
      assertThat(bracketed.keySet())
          .contains(
              "cpu_exporter_cpu_usage_seconds_total{mode=\"user\"}",
              "cpu_exporter_cpu_usage_seconds_total{mode=\"steal\"}",
              "memory_usage{type=\"total\"}",
              "memory_usage{type=\"available\"}",
              "memory_usage{type=\"used\"}",
              "memory_usage{type=\"free\"}",
              "disk_usage{mountpoint=\"/\",type=\"total\"}",
              "disk_usage{mountpoint=\"/\",type=\"used\"}",
              "disk_usage{mountpoint=\"/\",type=\"free\"}");
      assertThat(bracketed.values()).as("%s", bracketed).allMatch(count -> count >= ROUNDS);
    } finally {
      busy.set(false);
    }
  }

  /** node_exporter's figures by the names of ours. */
  private static Map<String, Double> asOurs(Page page) {
    Map<String, Double> ours = new HashMap<>();
    Map<String, Map<String, Double>> mounts = new HashMap<>();
    page.samples()
        .forEach(
            (series, value) -> {
              Matcher cpu = CPU.matcher(series);
              Matcher filesystem = FILESYSTEM.matcher(series);
              if (cpu.matches()) {
                ours.merge(
                    "cpu_exporter_cpu_usage_seconds_total{mode=\"" + cpu.group(1) + "\"}",
                    value,
                    Double::sum);
              } else if (filesystem.matches()) {
                mounts
                    .computeIfAbsent(filesystem.group(2), mount -> new HashMap<>())
                    .put(filesystem.group(1), value);
              }
            });
    double total = page.value("node_memory_MemTotal_bytes");
    double available = page.value("node_memory_MemAvailable_bytes");
    ours.put("memory_usage{type=\"total\"}", total);
    ours.put("memory_usage{type=\"available\"}", available);
    ours.put("memory_usage{type=\"used\"}", total - available);
    ours.put("memory_usage{type=\"free\"}", page.value("node_memory_MemFree_bytes"));
    ours.put("memory_usage{type=\"percent\"}", (total - available) / total * 100);
    mounts.forEach(
        (mount, sizes) -> {
          double used = sizes.get("size") - sizes.get("free");
          double free = sizes.get("avail");
          Map<String, Double> types =
              Map.of(
                  "total",
                  sizes.get("size"),
                  "used",
                  used,
                  "free",
                  free,
                  "percent",
                  used / (used + free) * 100);
          types.forEach(
              (type, value) ->
                  ours.put(
                      "disk_usage{mountpoint=\"" + mount + "\",type=\"" + type + "\"}", value));
        });
    return ours;
  }

  /** Up to the rounding of sums of hundredths. */
  private static boolean isBetween(double before, double ours, double after) {
    double rounding = 1e-6 * Math.max(1, Math.abs(ours) * 1e-6);
    return Math.min(before, after) - rounding <= ours && ours <= Math.max(before, after) + rounding;
  }

  private static double sumOfCpu(Map<String, Double> samples) {
    return samples.entrySet().stream()
        .filter(sample -> sample.getKey().startsWith("cpu_exporter_cpu_usage_seconds_total"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static void spin(AtomicBoolean busy) {
    while (busy.get()) {
      Thread.onSpinWait();
    }
  }
}
