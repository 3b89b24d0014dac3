package io.exporteragent.attach.linux;

import static java.nio.file.StandardOpenOption.READ;

import io.exporteragent.config.BoundedRead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads files of a target on behalf of a user who may read more than the target may. The target
 * decides what lies under their names, and when: no link is followed, only regular files are read,
 * and no more of them than is asked for. A file that is replaced after it was looked at and before
 * it is opened may still block, so only for a thread that can be left behind.
 */
final class TargetFiles {
  /** Writable by all, and sticky, so that nobody can remove the files of others. */
  private static final int SHARED = 01002;

  private static final Path DESCRIPTORS = Paths.get("/proc/self/fd");

  private TargetFiles() {}

  /**
   * Opens a directory name by name, none of which may be a link.
   *
   * @param directory as the target names it
   * @throws IOException if it is not there, or its name is relative or has {@code ..} in it
   */
  @SuppressWarnings("StreamResourceLeak") // the caller closes what it gets
  static SecureDirectoryStream<Path> open(LinuxProcess target, Path directory) throws IOException {
    if (!directory.isAbsolute() || !directory.equals(directory.normalize())) {
      throw new IOException("its name is relative or has .. in it");
    }
    SecureDirectoryStream<Path> current = secure(Files.newDirectoryStream(target.root()));
    for (Path name : directory) {
      try (SecureDirectoryStream<Path> parent = current) {
        current = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return current;
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (!(stream instanceof SecureDirectoryStream)) {
      stream.close();
      throw new IOException("this Java cannot open directories safely");
    }
    return (SecureDirectoryStream<Path>) stream;
  }

  /**
   * Refuses a directory that the target could not write to itself. The sticky bit can only be asked
   * for by name, so what is found under the name is compared with what is open.
   */
  static void requireOpenTo(LinuxProcess target, SecureDirectoryStream<Path> open, Path directory)
      throws IOException {
    Map<String, Object> found =
        Files.readAttributes(
            target.inTarget(directory.toString()),
            "unix:fileKey,mode,uid",
            LinkOption.NOFOLLOW_LINKS);
    Object key = open.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
    if (!Objects.equals(found.get("fileKey"), key)) {
      throw new IOException("it was replaced by another meanwhile");
    }
    int mode = (int) Objects.requireNonNull(found.get("mode"));
    long owner = Integer.toUnsignedLong((int) Objects.requireNonNull(found.get("uid")));
    if (owner != target.user() && (mode & SHARED) != SHARED) {
      throw new IOException("it belongs to another user and is not sticky and open to all");
    }
  }

  /**
   * Returns a name for a file that we have open, and not for what has its name by now: the owner of
   * the directory may have put another file of ours there.
   *
   * @throws IOException if the file has no name any more
   */
  static Path descriptor(Path name) throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        if (isOpenAs(descriptor, name)) {
          return descriptor;
        }
      }
    }
    throw new IOException("it was removed while it was written");
  }

  private static boolean isOpenAs(Path descriptor, Path name) {
    try {
      return Files.readSymbolicLink(descriptor).endsWith(name);
    } catch (IOException e) {
      // Closed since the directory was read.
      return false;
    }
  }

  /**
   * Reads a whole file.
   *
   * @param file as the target names it
   * @throws IOException if it is not a regular file, is empty or is larger than the limit
   */
  static byte[] read(LinuxProcess target, Path file, int limit) throws IOException {
    Path directory = file.getParent();
    Path name = file.getFileName();
    if (directory == null || name == null) {
      throw new IOException("not a file name");
    }
    try (SecureDirectoryStream<Path> open = open(target, directory)) {
      return read(open, name, limit);
    }
  }

  /** Does the same in a directory that is open. */
  static byte[] read(SecureDirectoryStream<Path> directory, Path name, int limit)
      throws IOException {
    BasicFileAttributes attributes =
        directory
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    // Files of the kernel look regular and empty; reading some of them blocks or has effects.
    if (!attributes.isRegularFile() || attributes.size() == 0) {
      throw new IOException("not a regular file with content");
    }
    if (attributes.size() > limit) {
      throw new IOException("larger than " + limit + " bytes");
    }
    try (InputStream in =
        Channels.newInputStream(
            directory.newByteChannel(name, options(READ, LinkOption.NOFOLLOW_LINKS)))) {
      return BoundedRead.beginning(in, attributes.size());
    }
  }

  static Set<OpenOption> options(OpenOption... options) {
    return new HashSet<>(Arrays.asList(options));
  }
}
