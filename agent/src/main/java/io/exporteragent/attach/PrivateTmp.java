package io.exporteragent.attach;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A {@code /tmp} of the target's own, as services with systemd's PrivateTmp and debug containers
 * have, seen from a process that shares the process ids with it.
 *
 * <p>JDK-8327114: with equal ids the JDK takes {@code /tmp} for shared and never finds the socket
 * there. Seen in 17.0.21, not in 25; older releases than 24 are therefore not asked, but Byte
 * Buddy's emulation is, which can be told where to look and needs no native access granted there.
 */
final class PrivateTmp {
  private static final int FIRST_RELEASE_WITHOUT_NEED = 24;

  private PrivateTmp() {}

  /** The directory of the target as we can reach it; null where the JDK finds it by itself. */
  static @Nullable Path of(LinuxProcess target, LinuxProcess own) {
    boolean needed = !JvmConnection.isJdk() || release() < FIRST_RELEASE_WITHOUT_NEED;
    return needed && !target.sharesFilesWith(own) && !target.isInOtherPidNamespace()
        ? target.inTarget("/tmp")
        : null;
  }

  /** For instance 8 of 1.8, 17 of 17. */
  private static int release() {
    String version = System.getProperty("java.specification.version", "8");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }
}
