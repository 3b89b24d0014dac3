package io.exporteragent.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.exporteragent.testing.Finished;
import java.util.Arrays;

/** A JVM that sees other files than the rest of the machine does, where the kernel permits that. */
final class MountNamespace {
  private static final String[] UNSHARE = {"unshare", "--mount", "--map-root-user", "sh", "-c"};

  private MountNamespace() {}

  /** Returns the command line of a JVM after these commands of mount; skips the test if denied. */
  static Program.Command java(Jdk jdk, String mounts) {
    assumeTrue(
        Finished.run(words(mounts)).exit() == 0, "other mounts for a process are denied here");
    return Program.command(UNSHARE[0])
        .with(Arrays.copyOfRange(UNSHARE, 1, UNSHARE.length))
        .with(mounts + " && exec \"$0\" \"$@\"", jdk.tool("java"));
  }

  private static String[] words(String mounts) {
    String[] words = Arrays.copyOf(UNSHARE, UNSHARE.length + 1);
    words[UNSHARE.length] = mounts;
    return words;
  }
}
