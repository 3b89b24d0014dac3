package io.exporteragent.source.module.folder;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Changes modes and owners, on systems that have them. */
public final class Modes {
  private static final int STICKY = 01000;

  private Modes() {}

  /** Creates a directory that only its owner can write to, whatever the umask. */
  public static Path createDirectory(Path directory) throws IOException {
    return Files.createDirectory(directory, mode(directory, "rwxr-xr-x"));
  }

  /** Writes a file that only its owner can write to, from its first moment on. */
  public static Path write(Path file, String content) throws IOException {
    if (Files.notExists(file)) {
      Files.createFile(file, mode(file, "rw-r--r--"));
    }
    return Files.writeString(file, content);
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    return hasModes(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
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
