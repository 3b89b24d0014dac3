package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.source.host.oshi.Oshi;
import io.exporteragent.testing.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, which shows what is loaded, set and started there. */
@EnabledOnOs(OS.LINUX)
class HostInAnyApplicationTest {
  @TempDir private Path directory;

  @Test
  void onLinux_noPropertyIsSet_noProcessForked_noOshiLoaded() throws Exception {
    List<String> printed = run(Collecting.class, "-Xlog:class+load=info:file=classes");

    assertThat(printed)
        .containsExactly(
            "memory: true",
            "properties set: {}",
            "properties removed: []",
            "forked: false",
            "not daemons: [main]");
    assertThat(Files.readString(directory.resolve("classes")))
        .contains(LinuxHost.class.getName() + " ")
        .doesNotContain(" oshi.", " com.sun.jna.", OshiHost.class.getName());
  }

  @Test
  void elsewhere_oshiIsNotLoadedBeforeTheFirstScrape() throws Exception {
    assertThat(run(Creating.class, "-Dos.name=Other", "-Xlog:class+load=info:file=classes"))
        .containsExactly("created 3");
    assertThat(Files.readString(directory.resolve("classes")))
        .contains(OshiHost.class.getName() + " ")
        .doesNotContain(" oshi.", " com.sun.jna.");
  }

  @Test
  void elsewhere_applicationsSettingsOfOshiAndSlf4j_doNotReachUs() throws Exception {
    Path properties =
        Files.writeString(directory.resolve("oshi.properties"), "oshi.util.sys.path=/nowhere\n");

    assertThat(
            run(
                Asking.class,
                "-Doshi.util.proc.path=/nowhere",
                "-Doshi.util.memoizer.expiration=-1",
                "-Doshi.os.linux.filesystem.path.excludes=**",
                "-Doshi.properties.file=" + properties,
                "-Dslf4j.provider=no.such.Provider",
                "-Dslf4j.internal.verbosity=DEBUG"))
        .containsExactly("fresh", "memory: true", "mounts: true");
  }

  private List<String> run(Class<?> main, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return Finished.run(directory, new byte[0], command).succeeded().output().lines().toList();
  }

  /** Collects from all sources until every family has been seen. */
  static final class Collecting {
    private Collecting() {}

    public static void main(String[] arguments) throws Exception {
      Properties before = (Properties) System.getProperties().clone();
      AgentThreads threads = new AgentThreads("test", System.out::println);
      ExecutorService workers = Executors.newCachedThreadPool(threads);
      Set<Thread> running;
      try (CpuMetrics cpu = new CpuMetrics(threads);
          MemoryMetrics memory = new MemoryMetrics();
          DiskMetrics disk = new DiskMetrics(workers, DiskSettings.SCHEMA.defaults())) {
        while (Samples.from(cpu).keySet().stream()
            .noneMatch(key -> key.startsWith("cpu_percent"))) {
          Thread.onSpinWait();
        }
        System.out.println("memory: " + !Samples.from(memory).isEmpty());
        Samples.from(disk);
        running = Thread.getAllStackTraces().keySet();
      } finally {
        workers.shutdownNow();
      }
      Properties after = (Properties) System.getProperties().clone();
      Map<Object, Object> set = new HashMap<>(after);
      set.entrySet().removeAll(before.entrySet());
      before.keySet().removeAll(after.keySet());
      System.out.println("properties set: " + set);
      System.out.println("properties removed: " + before.keySet());
      System.out.println(
          "forked: " + running.stream().anyMatch(t -> t.getName().startsWith("process reaper")));
      System.out.println(
          "not daemons: "
              + running.stream().filter(t -> !t.isDaemon()).map(Thread::getName).toList());
    }
  }

  /** Creates all sources. */
  static final class Creating {
    private Creating() {}

    public static void main(String[] arguments) {
      AgentThreads threads = new AgentThreads("test", System.out::println);
      List<Source> sources =
          List.of(
              new CpuMetrics(threads),
              new MemoryMetrics(),
              new DiskMetrics(
                  Executors.newCachedThreadPool(threads), DiskSettings.SCHEMA.defaults()));
      System.out.println("created " + sources.size());
    }
  }

  /** Asks OSHI as on other systems until the processor times have changed. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] arguments) throws Exception {
      OshiHost host = new OshiHost(Oshi.ofJna());
      long before = total(host);
      while (total(host) <= before) {
        Thread.onSpinWait();
      }
      System.out.println("fresh");
      System.out.println("memory: " + (host.memory().available() > 0));
      System.out.println(
          "mounts: "
              + host.listMounts().stream().anyMatch(mount -> mount.mountpoint().equals("/")));
    }

    private static long total(Host host) throws Exception {
      return host.cpuTimes().values().stream().flatMapToLong(Arrays::stream).sum();
    }
  }
}
