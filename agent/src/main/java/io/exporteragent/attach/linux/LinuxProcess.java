package io.exporteragent.attach.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.config.BoundedRead;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A process as Linux shows it in {@code /proc/<pid>}, see proc(5). The status is that of the time
 * of reading; everything else is read when it is asked for, and may block if the process lies in a
 * file system of its own making. Immutable.
 */
public final class LinuxProcess {
  /** Signals count from 1, bits from 0. */
  private static final long SIGQUIT_BIT = 1L << (3 - 1);

  /** By default Linux limits the arguments of a program to 2 MiB. */
  private static final int MAX_BYTES = 1 << 21;

  private static final int MAX_RELEASE_BYTES = 1 << 16;

  private final Path directory;
  private final long pid;
  private final Map<String, String> status;

  private LinuxProcess(Path directory, long pid, Map<String, String> status) {
    this.directory = directory;
    this.pid = pid;
    this.status = status;
  }

  /**
   * Reads the status of a process; null if there is none with this id.
   *
   * @param proc {@code /proc}
   */
  public static @Nullable LinuxProcess read(Path proc, long pid) {
    Path directory = proc.resolve(Long.toString(pid));
    try {
      Map<String, String> status = new HashMap<>();
      for (String line : text(directory.resolve("status")).split("\n", -1)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          status.put(line.substring(0, colon), line.substring(colon + 1).trim());
        }
      }
      return new LinuxProcess(directory, pid, status);
    } catch (IOException e) {
      return null;
    }
  }

  /** Lists the ids of all processes, ascending; empty on other systems than Linux. */
  public static List<Long> all(Path proc) {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path entry : entries) {
        pids.add(Long.valueOf(String.valueOf(entry.getFileName())));
      }
    } catch (IOException e) {
      return pids;
    }
    Collections.sort(pids);
    return pids;
  }

  public long pid() {
    return pid;
  }

  /** Returns the name of the executable, cut to 15 bytes. */
  public String name() {
    return status.getOrDefault("Name", "?");
  }

  /** Returns whether it is a zombie: those keep their directory until their parent has waited. */
  public boolean hasEnded() {
    return stateIsAnyOf("ZX");
  }

  /** Returns whether SIGSTOP or a debugger has stopped it, so that it cannot answer. */
  public boolean isStopped() {
    return stateIsAnyOf("Tt");
  }

  private boolean stateIsAnyOf(String letters) {
    String state = status.getOrDefault("State", "");
    return !state.isEmpty() && letters.indexOf(state.charAt(0)) >= 0;
  }

  /** Returns the process that this is a thread of, or its own id: threads have directories too. */
  public long process() {
    return Long.parseLong(status.getOrDefault("Tgid", Long.toString(pid)));
  }

  /** Returns the effective user id, by which the kernel and the JVM decide who may attach. */
  public long user() {
    return Long.parseLong(status.getOrDefault("Uid", "-1 -1").split("\\s+", -1)[1]);
  }

  /** Returns its user as {@code sudo -u} takes it: a name, or {@code #} and a number. */
  public String userName() {
    try {
      String owner = Files.getOwner(directory).getName();
      Object id = Files.getAttribute(directory, "unix:uid");
      // The directory of a process that must not be dumped belongs to root.
      boolean isNamed = id.equals((int) user()) && !owner.matches("\\d+");
      return isNamed ? owner : "#" + user();
    } catch (IOException | UnsupportedOperationException e) {
      return "#" + user();
    }
  }

  /** Returns the id within its innermost namespace, by which HotSpot names its files. */
  private String innermostPid() {
    String all = status.getOrDefault("NSpid", Long.toString(pid));
    return all.substring(all.lastIndexOf('\t') + 1);
  }

  /** Returns whether its own id for itself differs from ours. */
  public boolean isInOtherPidNamespace() {
    return !innermostPid().equals(Long.toString(pid));
  }

  /** Returns where a HotSpot has the socket on which it listens to tools, as we name the file. */
  public Path socket() {
    return inTarget("/tmp/.java_pid" + innermostPid());
  }

  /**
   * Returns whether it has a JVM loaded: HotSpot's library, which OpenJ9 has too.
   *
   * @throws IOException if we are not permitted to see that
   */
  public boolean isJvm() throws IOException {
    // File names may contain any bytes, and this charset accepts all of them.
    try (BufferedReader maps = Files.newBufferedReader(directory.resolve("maps"), ISO_8859_1)) {
      String line = maps.readLine();
      while (line != null && !line.contains("/libjvm.so")) {
        line = maps.readLine();
      }
      return line != null;
    }
  }

  /**
   * Returns whether a HotSpot is ready to be attached to: it has a handler for SIGQUIT, without
   * which that signal would kill it, or its socket, which makes the signal needless.
   */
  public boolean isReadyForAttach() {
    long caught = Long.parseUnsignedLong(status.getOrDefault("SigCgt", "0"), 16);
    return (caught & SIGQUIT_BIT) != 0 || Files.exists(socket(), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Returns whether another user's socket, or a link to one, is in the place of its own. A JVM that
   * was killed leaves its socket behind; the next one with that id removes it, but cannot if it
   * belongs to another user.
   */
  public boolean isSocketOfOthers() {
    try {
      Object owner = Files.getAttribute(socket(), "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return !owner.equals((int) user()) || Files.isSymbolicLink(socket());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns whether it has our jar open, in any version and under any name, or hides its open
   * files. If not, it has no agent; otherwise it may have one, have had one, or run the jar itself.
   */
  public boolean mayHoldOurJar() {
    return OpenFiles.mayHoldOurJar(directory.resolve("fd"));
  }

  /**
   * Returns its main class, jar or module/class as given; the executable as called if that is not
   * known.
   */
  public String main() {
    List<String> words = words("cmdline");
    String main = JvmCommandLine.parse(words).main();
    return main != null ? main : words.isEmpty() ? name() : words.get(0);
  }

  /** Returns whether it was started with a HotSpot flag on, or by default has it on. */
  public boolean isOn(String flag, boolean byDefault) {
    return JvmCommandLine.parse(words("cmdline")).isOn(flag, byDefault, environment());
  }

  /** Returns its environment variables, none if we are not permitted to read them. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (String variable : words("environ")) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }

  private List<String> words(String file) {
    try {
      String content = text(directory.resolve(file));
      return content.isEmpty()
          ? Collections.emptyList()
          : Arrays.asList(content.replaceFirst("\0+$", "").split("\0", -1));
    } catch (IOException e) {
      return Collections.emptyList();
    }
  }

  /** Returns the version that its Java home states, null if that cannot be read. */
  public @Nullable String javaVersion() {
    try {
      Path java = Files.readSymbolicLink(directory.resolve("exe"));
      Path release = java.resolve("../../release").normalize();
      String content = new String(content(release, MAX_RELEASE_BYTES), UTF_8);
      Properties properties = new Properties();
      properties.load(new StringReader(content));
      String version = properties.getProperty("JAVA_VERSION");
      return version == null ? null : version.replace("\"", "");
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Reads a file of the process, for somebody who may read more than the process may: follows no
   * link and opens nothing but regular files. May block, see {@link TargetFiles}.
   *
   * @param file as the process names it
   * @throws IOException if it is not a regular file, is empty or has more bytes than the limit
   */
  public byte[] content(Path file, int limit) throws IOException {
    return TargetFiles.read(this, file, limit);
  }

  /** Returns where we find a file that the process knows by this name, absolute or relative. */
  public Path inTarget(String file) {
    return file.startsWith("/")
        ? directory.resolve("root").resolve(file.substring(1))
        : directory.resolve("cwd").resolve(file);
  }

  Path root() {
    return directory.resolve("root");
  }

  /** Returns whether both have the same ports. */
  public boolean sharesNetworkWith(LinuxProcess other) {
    return sharesNamespaceWith(other, "ns/net");
  }

  /** Returns whether both have the same files. */
  public boolean sharesFilesWith(LinuxProcess other) {
    return sharesNamespaceWith(other, "ns/mnt");
  }

  private boolean sharesNamespaceWith(LinuxProcess other, String namespace) {
    try {
      return Files.readSymbolicLink(directory.resolve(namespace))
          .equals(Files.readSymbolicLink(other.directory.resolve(namespace)));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads the beginning of a file in {@code /proc}, which the process can make as long as it likes.
   */
  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(BoundedRead.beginning(in, MAX_BYTES), UTF_8);
    }
  }
}
