package io.exporteragent.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.exporteragent.attach.linux.LinuxProcess;
import io.exporteragent.attach.linux.OpenFiles;
import io.exporteragent.attach.linux.SharedFile;
import io.exporteragent.attach.linux.TargetJar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A target with what {@code /proc} shows of it, also in a container or of another user. */
final class LinuxTarget extends Target {
  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final int FIRST_RELEASE_THAT_FINDS_PRIVATE_TMP = 24;

  private final Path proc;
  private final LinuxProcess own;
  private final LinuxProcess process;

  /**
   * @param proc {@code /proc}
   * @param own this process
   * @param process the target, as {@link Preflight} found it
   */
  LinuxTarget(Path proc, LinuxProcess own, LinuxProcess process, Tool.Command command) {
    super(command);
    this.proc = proc;
    this.own = own;
    this.process = process;
  }

  @Override
  boolean mayHaveAgent() {
    return process.mayHoldOurJar();
  }

  @Override
  void requireLoadable() throws AttachException {
    if (!process.isOn("EnableDynamicAgentLoading", true)) {
      throw command().disabled("-XX:-EnableDynamicAgentLoading");
    }
  }

  @Override
  Session open(TimeLimit limit) throws AttachException {
    Path tmp = privateTmp();
    try {
      return tmp == null
          ? super.open(limit)
          : Session.open(command(), limit, () -> JvmConnection.emulate(command().pid(), tmp));
    } catch (AttachException e) {
      // On Java 8 not even root can attach to a JVM of another user.
      throw own.user() == process.user() ? e : command().notOf(process.userName(), e.problem());
    }
  }

  /**
   * The {@code /tmp} of a target that has one of its own and shares the process ids with us, as
   * services with systemd's PrivateTmp and debug containers do; null where the JDK finds it itself.
   *
   * <p>JDK-8327114: with equal ids the JDK takes {@code /tmp} for shared and never finds the socket
   * there. Seen in 17.0.21, not in 25. Releases before 24 are therefore not asked, but Byte Buddy's
   * emulation is, which can be told where to look and needs no permission for native access there.
   */
  private @Nullable Path privateTmp() {
    boolean isFound = JvmConnection.isJdk() && release() >= FIRST_RELEASE_THAT_FINDS_PRIVATE_TMP;
    return isFound || process.sharesFilesWith(own) || process.isInOtherPidNamespace()
        ? null
        : process.inTarget("/tmp");
  }

  /** The release of this Java: 8 for 1.8, 17 for 17. */
  private static int release() {
    String version = System.getProperty("java.specification.version", "8");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }

  @Override
  Path share(Path jar, String temporaryDirectory) throws IOException {
    return new TargetJar(process, own, jar).share(temporaryDirectory);
  }

  /** A directory of a target that has no more rights than we do, and the same files, is no trap. */
  @Override
  SharedFile questionFile(String temporaryDirectory) throws IOException {
    return process.user() == own.user() && process.sharesFilesWith(own)
        ? super.questionFile(temporaryDirectory)
        : SharedFile.in(process, own, temporaryDirectory);
  }

  @Override
  boolean sharesNetwork() {
    return process.sharesNetworkWith(own);
  }

  @Override
  Map<String, String> environment() {
    return process.environment();
  }

  /** Follows links, as ConfigMaps have them, only if the target may read what we may. */
  @Override
  String configuration(String file) throws ConfigurationException, IOException {
    return own.user() == process.user()
        ? ConfigurationFile.read(process.inTarget(file).toString())
        : new String(process.content(Paths.get(file), MAX_FILE_BYTES), UTF_8);
  }

  @Override
  String owner(int port) {
    LinuxProcess owner = OpenFiles.listeningOn(proc, port);
    return owner == null ? "" : " by pid " + owner.pid() + " (" + owner.name() + ")";
  }
}
