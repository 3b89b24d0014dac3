package io.exporteragent.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A control group of the test's own, in whichever version the machine has, with the controllers for
 * CPU, memory and threads. Skips the test where none can be made.
 */
final class OwnControlGroup implements AutoCloseable {
  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  private static final List<String> CONTROLLERS = List.of("cpu", "cpuacct", "memory", "pids");

  private final boolean isVersion2;
  private final Map<String, Path> directories = new TreeMap<>();

  private OwnControlGroup(boolean isVersion2) {
    this.isVersion2 = isVersion2;
  }

  static OwnControlGroup make() {
    String name = "exporter-agent-it-" + ProcessHandle.current().pid();
    try {
      Map<String, Path> version1 = version1();
      Path version2 = version2();
      boolean hasVersion1 = version1.keySet().containsAll(CONTROLLERS);
      assumeTrue(hasVersion1 || version2 != null, "there are no control groups");
      OwnControlGroup group = new OwnControlGroup(!hasVersion1);
      if (!hasVersion1) {
        Files.writeString(version2.resolve("cgroup.subtree_control"), "+cpu +memory +pids");
      }
      for (String controller : CONTROLLERS) {
        Path mount = hasVersion1 ? version1.get(controller) : version2;
        group.directories.put(controller, mount.resolve(name));
      }
      for (Path directory : group.directories.values()) {
        Files.createDirectories(directory);
      }
      return group;
    } catch (IOException e) {
      assumeTrue(false, "this user may not make control groups: " + e);
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Path> version1() throws IOException {
    Map<String, Path> mounts = new TreeMap<>();
    for (String line : Files.readAllLines(MOUNTS)) {
      String[] fields = line.split(" ", -1);
      if (fields[2].equals("cgroup")) {
        for (String option : fields[3].split(",", -1)) {
          mounts.put(option, Path.of(fields[1]));
        }
      }
    }
    return mounts;
  }

  private static Path version2() throws IOException {
    for (String line : Files.readAllLines(MOUNTS)) {
      String[] fields = line.split(" ", -1);
      if (fields[2].equals("cgroup2")) {
        return Path.of(fields[1]);
      }
    }
    return null;
  }

  boolean isVersion2() {
    return isVersion2;
  }

  /** Lets the group have so much CPU time in each tenth of a second. */
  void limitCpu(int micros) {
    if (isVersion2) {
      write("cpu", "cpu.max", micros + " 100000");
    } else {
      write("cpu", "cpu.cfs_period_us", "100000");
      write("cpu", "cpu.cfs_quota_us", Integer.toString(micros));
    }
  }

  void limitMemory(long bytes) {
    write("memory", isVersion2 ? "memory.max" : "memory.limit_in_bytes", Long.toString(bytes));
  }

  void limitThreads(int threads) {
    write("pids", "pids.max", Integer.toString(threads));
  }

  /** Moves a process into the group. */
  void add(long pid) {
    CONTROLLERS.forEach(controller -> write(controller, "cgroup.procs", Long.toString(pid)));
  }

  /** The files that list the processes of the group. */
  List<Path> processes() {
    return directories.values().stream().distinct().map(d -> d.resolve("cgroup.procs")).toList();
  }

  /** Reads a file that has one number. */
  double number(String controller, String file) {
    return Double.parseDouble(read(controller, file).trim());
  }

  /** Reads the number after a name in a file of lines. */
  double number(String controller, String file, String name) {
    for (String line : read(controller, file).split("\n", -1)) {
      if (line.startsWith(name + " ")) {
        return Double.parseDouble(line.substring(name.length() + 1));
      }
    }
    throw new IllegalStateException(file + " has no " + name);
  }

  private String read(String controller, String file) {
    try {
      return Files.readString(directories.get(controller).resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String controller, String file, String text) {
    try {
      Files.writeString(directories.get(controller).resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the group, whose processes must have ended. */
  @Override
  public void close() {
    directories.values().stream()
        .distinct()
        .sorted(Comparator.reverseOrder())
        .forEach(
            directory -> {
              // The kernel lets go of a process a moment after it has ended.
              await()
                  .ignoreExceptions()
                  .until(() -> Files.deleteIfExists(directory) || !Files.exists(directory));
            });
  }
}
