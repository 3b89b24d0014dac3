package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
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
 * What Linux tells of a process in {@code /proc/<pid>}, see proc(5). The status is that of the time
 * of reading, everything else is read when asked.
 */
final class LinuxProcess {
  /** Signals are counted from 1, bits from 0. */
  private static final long SIGQUIT_BIT = 1L << (3 - 1);

  /** What Linux takes for the arguments of a program by default is 2 MiB at most. */
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
   * Null if there is no such process.
   *
   * @param proc {@code /proc}
   */
  static @Nullable LinuxProcess read(Path proc, long pid) {
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

  /** The ids of all processes there are, ascending; empty on a system that is not Linux. */
  static List<Long> all(Path proc) {
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

  long pid() {
    return pid;
  }

  /** The name of the executable, cut to 15 bytes. */
  String name() {
    return status.getOrDefault("Name", "?");
  }

  /** Zombies have a directory until their parent has asked for their exit code. */
  boolean hasEnded() {
    return stateIsAnyOf("ZX");
  }

  /** Whether it stands still, by SIGSTOP or in a debugger, and so cannot answer anybody. */
  boolean isStopped() {
    return stateIsAnyOf("Tt");
  }

  private boolean stateIsAnyOf(String letters) {
    String state = status.getOrDefault("State", "");
    return !state.isEmpty() && letters.indexOf(state.charAt(0)) >= 0;
  }

  /** The process that this is a thread of, itself if it is none: threads have directories too. */
  long process() {
    return Long.parseLong(status.getOrDefault("Tgid", Long.toString(pid)));
  }

  /** The effective user id, by which the kernel and the JVM decide who may attach. */
  long user() {
    return Long.parseLong(status.getOrDefault("Uid", "-1 -1").split("\\s+", -1)[1]);
  }

  /** As {@code sudo -u} takes it: a name, or a number behind {@code #}. */
  String userName() {
    try {
      String owner = Files.getOwner(directory).getName();
      Object id = Files.getAttribute(directory, "unix:uid");
      // The directory of a process that must not be dumped belongs to root.
      if (id.equals((int) user()) && !owner.matches("\\d+")) {
        return owner;
      }
    } catch (IOException | UnsupportedOperationException e) {
      return "#" + user();
    }
    return "#" + user();
  }

  /** The id within its innermost namespace, by which HotSpot names its files. */
  private String innermostPid() {
    String all = status.getOrDefault("NSpid", Long.toString(pid));
    return all.substring(all.lastIndexOf('\t') + 1);
  }

  /** Whether it knows itself by another id than we do. */
  boolean isInOtherPidNamespace() {
    return !innermostPid().equals(Long.toString(pid));
  }

  /** The name that a HotSpot gives to the socket it listens on for tools. */
  String socket() {
    return "/tmp/.java_pid" + innermostPid();
  }

  /**
   * Whether it has a JVM loaded: HotSpot's library, which OpenJ9 has too.
   *
   * @throws IOException if we are not allowed to know
   */
  boolean isJvm() throws IOException {
    // Any bytes may be in the names of files, and this takes them all.
    try (BufferedReader maps = Files.newBufferedReader(directory.resolve("maps"), ISO_8859_1)) {
      String line = maps.readLine();
      while (line != null && !line.contains("/libjvm.so")) {
        line = maps.readLine();
      }
      return line != null;
    }
  }

  /**
   * Whether a HotSpot expects to be attached to: its handler of SIGQUIT is there, without which
   * that signal would kill it, or its socket is, which makes the signal needless.
   */
  boolean isReadyForAttach() {
    long caught = Long.parseUnsignedLong(status.getOrDefault("SigCgt", "0"), 16);
    return (caught & SIGQUIT_BIT) != 0
        || Files.exists(inTarget(socket()), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Whether another user's socket is in the place of its own, or a link to one. A JVM that was
   * killed leaves its socket behind; the next one with that id removes it, but cannot if it belongs
   * to somebody else.
   */
  boolean isSocketOfOthers() {
    try {
      Path socket = inTarget(socket());
      Object owner = Files.getAttribute(socket, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return !owner.equals((int) user()) || Files.isSymbolicLink(socket);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether it holds our jar open, in whatever version and under whatever name, or does not let us
   * know. If not, it has no agent; otherwise it may have one, have had one, or run the jar itself.
   */
  boolean mayHoldOurJar() {
    return OpenJars.mayHoldOurs(directory.resolve("fd"));
  }

  JvmCommandLine commandLine() {
    return JvmCommandLine.parse(words("cmdline"));
  }

  /** The executable as called, for processes that are no {@code java} launcher. */
  String executable() {
    List<String> words = words("cmdline");
    return words.isEmpty() ? name() : words.get(0);
  }

  /** Empty if we are not allowed to know. */
  Map<String, String> environment() {
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

  /** The version in the file {@code release} of its Java home, null if that cannot be read. */
  @Nullable String javaVersion() {
    try {
      Path java = Files.readSymbolicLink(directory.resolve("exe"));
      Path release = java.resolve("../../release").normalize();
      String content = new String(TargetFiles.read(this, release, MAX_RELEASE_BYTES), UTF_8);
      Properties properties = new Properties();
      properties.load(new StringReader(content));
      String version = properties.getProperty("JAVA_VERSION");
      return version == null ? null : version.replace("\"", "");
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Where we find a file that the process knows by this name, absolute or relative. */
  Path inTarget(String file) {
    return file.startsWith("/")
        ? directory.resolve("root").resolve(file.substring(1))
        : directory.resolve("cwd").resolve(file);
  }

  Path root() {
    return directory.resolve("root");
  }

  /** Whether both see the same ports. */
  boolean sharesNetworkWith(LinuxProcess other) {
    return sharesNamespaceWith(other, "ns/net");
  }

  /** Whether both see the same files. */
  boolean sharesFilesWith(LinuxProcess other) {
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

  /** The beginning of a file of the kernel's, of which the process may determine the length. */
  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      int read = in.read(buffer);
      while (read >= 0 && content.size() < MAX_BYTES) {
        content.write(buffer, 0, read);
        read = in.read(buffer);
      }
      return new String(content.toByteArray(), UTF_8);
    }
  }
}
