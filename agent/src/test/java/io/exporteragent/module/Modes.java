package io.exporteragent.module;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Changes modes and owners, on systems that have them. */
final class Modes {
  private static final int STICKY = 01000;

  private Modes() {}

  /** Creates a directory that only its owner can write to, whatever the umask. */
  static Path createDirectory(Path directory) throws IOException {
    return withMode(Files.createDirectory(directory), "rwxr-xr-x");
  }

  /** Writes a file that only its owner can write to. */
  static Path write(Path file, String content) throws IOException {
    return withMode(Files.writeString(file, content), "rw-r--r--");
  }

  private static Path withMode(Path path, String mode) throws IOException {
    return hasModes(path)
        ? Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode))
        : path;
  }

  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /**
   * @param mode for instance {@code rw-r--r--}
   */
  static void set(Path file, String mode) throws IOException {
    assumeTrue(hasModes(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  static void addSticky(Path directory) throws IOException {
    int mode = (Integer) Files.getAttribute(directory, "unix:mode");
    Files.setAttribute(directory, "unix:mode", mode | STICKY);
  }

  /** Gives a file, or a link itself, to somebody else, which takes root to do. */
  static void giveAway(Path file) throws IOException {
    assumeTrue(hasModes(file));
    assumeTrue("root".equals(System.getProperty("user.name")));
    Files.setAttribute(file, "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
  }
}
