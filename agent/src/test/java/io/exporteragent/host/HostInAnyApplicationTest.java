package io.exporteragent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, whose settings are not ours. */
@EnabledOnOs(OS.LINUX)
class HostInAnyApplicationTest {

  @Test
  void applicationsSettingsOfOshiAndSlf4j_doNotReachUs(@TempDir Path directory) throws Exception {
    Path properties =
        Files.writeString(directory.resolve("oshi.properties"), "oshi.util.sys.path=/nowhere\n");

    assertThat(
            run(
                directory,
                "-Doshi.util.proc.path=/nowhere",
                "-Doshi.util.memoizer.expiration=-1",
                "-Doshi.os.linux.filesystem.path.excludes=**",
                "-Doshi.properties.file=" + properties,
                "-Dslf4j.provider=no.such.Provider",
                "-Dslf4j.internal.verbosity=DEBUG"))
        .isEqualTo("[fresh, memory_usage total, memory_usage available]\n");
  }

  private static String run(Path directory, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Path output = directory.resolve("output");
    Process java =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exit = java.waitFor();
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(exit).as(printed).isZero();
    return printed;
  }

  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      List<String> found = new ArrayList<>();
      ExecutorService workers = Executors.newCachedThreadPool();
      try (CpuMetrics cpu = new CpuMetrics();
          MemoryMetrics memory = new MemoryMetrics();
          DiskMetrics disk = new DiskMetrics(workers)) {
        double before = total(cpu);
        while (total(cpu) <= before) {
          Thread.onSpinWait();
        }
        found.add("fresh");
        Points.of(memory).keySet().stream().limit(2).forEach(found::add);
        Points.of(disk);
      } finally {
        workers.shutdownNow();
      }
      System.out.println(found);
    }

    private static double total(CpuMetrics cpu) throws Exception {
      return Points.of(cpu).entrySet().stream()
          .filter(entry -> entry.getKey().startsWith("cpu_exporter"))
          .mapToDouble(entry -> entry.getValue())
          .sum();
    }
  }
}
