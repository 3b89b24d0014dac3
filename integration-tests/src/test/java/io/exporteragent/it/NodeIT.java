package io.exporteragent.it;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stands in for node_exporter, beside the real one under load: the same series, types and
 * labels, and each of ours between its read just before and its read just after.
 */
class NodeIT {
  /** How often a figure that moves up and down has to lie between. */
  private static final int TIMES = 10;

  private static final int MOST_ROUNDS = 300;

  /** What node_exporter leaves out by default, later than the version that Debian has. */
  private static final String[] NEWER_DEFAULTS = {
    "--collector.disable-defaults",
    "--collector.cpu",
    "--collector.diskstats",
    "--collector.diskstats.device-exclude="
        + "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$",
    "--collector.filefd",
    "--collector.filesystem",
    "--collector.filesystem.mount-points-exclude="
        + "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
    "--collector.loadavg",
    "--collector.meminfo",
    "--collector.netdev",
    "--collector.netdev.device-exclude=^(lo|veth.*)$",
    "--collector.pressure",
    "--collector.stat",
    "--collector.time",
    "--collector.uname",
    "--collector.vmstat"
  };

  /** What docs/metrics.md says is not there. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "node_(exporter_build_info|scrape_collector_.*|disk_(info|filesystem_info|device_mapper_info)"
              + "|network_receive_nohandler_total|time_zone_offset_seconds|time_clocksource_.*"
              + "|cpu_(core|package)_throttles_total)");

  /** The number of files is read where there is no application. */
  private static final Pattern FILES = Pattern.compile("node_filesystem_files(_free)?");

  @TempDir private Path directory;

  @Jdk.Each
  void serve_hasWhatNodeExporterHas(Jdk jdk) throws IOException {
    try (Program serve = Program.commandLine(jdk, "serve", "127.0.0.1:0").start()) {
      compare(serve, name -> !LEFT_OUT.matcher(name).matches());
      assertThat(serve.errorLines()).hasSize(1);
    }
  }

  @Test
  void applicationThatIsAskedTo_hasAllButTheNumberOfFiles() throws IOException {
    Path file = directory.resolve("exporter.yml");
    Files.writeString(file, "collectors: {node: true}\n");
    Jdk jdk = Jdk.all().get(0);
    try (Program program =
        Program.java(jdk).agent("127.0.0.1:0:" + file).fixture(Obedient.class).start()) {
      compare(program, name -> !LEFT_OUT.matcher(name).matches() && !FILES.matcher(name).matches());
      program.runsOn();
    }
  }

  @Test
  void withoutBeingAsked_applicationHasNone() {
    try (Program program =
        Program.java(Jdk.all().get(0)).agent("127.0.0.1:0").fixture(Obedient.class).start()) {
      assertThat(Page.metrics(program.serving()).families())
          .noneMatch(name -> name.startsWith("node_"));
    }
  }

  @Test
  void switchedOff_serveHasNone() throws IOException {
    Path file = directory.resolve("exporter.yml");
    Files.writeString(file, "collectors: {node: false}\n");
    try (Program serve =
        Program.commandLine(Jdk.all().get(0), "serve", "127.0.0.1:0:" + file).start()) {
      assertThat(Page.metrics(serve.serving()).families())
          .contains("memory_usage")
          .noneMatch(name -> name.startsWith("node_"));
    }
  }

  private static void compare(Program ours, Predicate<String> isOffered) throws IOException {
    URI node = URI.create("http://127.0.0.1:" + Ports.free());
    AtomicBoolean busy = new AtomicBoolean(true);
    Thread load = new Thread(() -> work(busy));
    try (Program nodeExporter =
        Program.command(Tool.NODE_EXPORTER.path())
            .with("--web.listen-address=" + node.getAuthority())
            .with(NEWER_DEFAULTS)
            .start()) {
      URI agent = ours.serving();
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> Page.metrics(node).status() == 200 && Page.metrics(agent).status() == 200);
      assertThat(nodeExporter.isAlive()).isTrue();
      load.start();
      Map<String, Integer> inside = new TreeMap<>();
      for (int round = 1; !isEnough(inside, round); round++) {
        Page before = Page.metrics(node);
        Page page = Page.metrics(agent);
        Page after = Page.metrics(node);
        Map<String, String> types = types(before, isOffered);
        assertThat(types(page, name -> name.startsWith("node_"))).isEqualTo(types);
        Map<String, Double> theirs = series(before, types);
        Map<String, Double> later = series(after, types);
        Map<String, Double> figures = series(page, types);
        assertThat(figures.keySet()).isEqualTo(theirs.keySet());
        figures.forEach(
            (series, figure) -> {
              double from = theirs.get(series);
              double to = later.get(series);
              double rounding = 1e-12 * Math.abs(figure);
              boolean isInside =
                  Math.min(from, to) - rounding <= figure
                      && figure <= Math.max(from, to) + rounding;
              if ("counter".equals(types.get(name(series)))) {
                assertThat(isInside).as("%s: %s %s %s", series, from, figure, to).isTrue();
              }
              inside.merge(series, isInside ? 1 : 0, Integer::sum);
            });
      }
      assertThat(inside.keySet())
          .anyMatch(series -> series.startsWith("node_cpu_seconds_total{"))
          .anyMatch(series -> series.startsWith("node_disk_read_bytes_total{"))
          .anyMatch(series -> series.startsWith("node_network_receive_bytes_total{"))
          .anyMatch(series -> series.startsWith("node_filesystem_avail_bytes{"))
          .contains("node_load1", "node_memory_MemAvailable_bytes", "node_vmstat_pgmajfault");
      assertThat(inside).allSatisfy((series, times) -> assertThat(times).isPositive());
    } finally {
      busy.set(false);
    }
  }

  private static boolean isEnough(Map<String, Integer> inside, int round) {
    return round > MOST_ROUNDS
        || (!inside.isEmpty() && inside.values().stream().allMatch(times -> times >= TIMES));
  }

  private static Map<String, String> types(Page page, Predicate<String> isTaken) {
    return page.body()
        .lines()
        .filter(line -> line.startsWith("# TYPE node_"))
        .map(line -> line.split(" ", 4))
        .filter(line -> isTaken.test(line[2]))
        .collect(toMap(line -> line[2], line -> line[3], (one, other) -> one, TreeMap::new));
  }

  private static Map<String, Double> series(Page page, Map<String, String> types) {
    Map<String, Double> samples = page.samples();
    Set<String> names = new TreeSet<>(samples.keySet());
    names.removeIf(series -> !types.containsKey(name(series)));
    return names.stream().collect(toMap(identity(), samples::get, (a, b) -> a, TreeMap::new));
  }

  private static String name(String series) {
    return series.split("\\{", 2)[0];
  }

  /** Keeps a CPU and the disk busy. */
  private static void work(AtomicBoolean busy) {
    try {
      Path file = Files.createTempFile("load", ".txt");
      while (busy.get()) {
        Files.write(file, new byte[1 << 20]);
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
