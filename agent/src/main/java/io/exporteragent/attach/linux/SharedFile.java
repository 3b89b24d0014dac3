package io.exporteragent.attach.linux;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A new file in the temporary directory of a target, which only its user and root can read, and
 * which is gone when it is closed. It stays open, so that what is read is this file, whatever the
 * target puts under its name; the directory of a target with other files or of another user is
 * treated as {@link TargetJar} does.
 */
public final class SharedFile implements Closeable {
  private static final Set<OpenOption> OPTIONS =
      TargetFiles.options(CREATE_NEW, READ, WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final FileAttribute<?>[] PRIVATE = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  private final Path path;
  private final SeekableByteChannel channel;
  private final Removal removal;

  private interface Removal {
    void run() throws IOException;
  }

  private SharedFile(Path path, SeekableByteChannel channel, Removal removal) {
    this.path = path;
    this.channel = channel;
    this.removal = removal;
  }

  /**
   * Makes a file for a target of our user that has our files.
   *
   * @param directory the temporary directory of the target
   * @throws IOException if it cannot be made
   */
  public static SharedFile inOwn(String directory) throws IOException {
    Path path = path(directory).resolve(name());
    boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes = isPosix ? PRIVATE : new FileAttribute<?>[0];
    SeekableByteChannel channel = Files.newByteChannel(path, OPTIONS, attributes);
    return new SharedFile(path, channel, () -> Files.deleteIfExists(path));
  }

  /**
   * Makes a file for any target.
   *
   * @param directory the temporary directory of the target, as it names it
   * @throws IOException if it cannot be made
   */
  @SuppressWarnings("MustBeClosedChecker") // closed with the file
  public static SharedFile in(LinuxProcess target, LinuxProcess own, String directory)
      throws IOException {
    Path parent = path(directory);
    Path name = Paths.get(name());
    SecureDirectoryStream<Path> open = TargetFiles.open(target, parent);
    boolean isMade = false;
    try {
      TargetFiles.requireOpenTo(target, open, parent);
      SharedFile file =
          new SharedFile(
              parent.resolve(name),
              open.newByteChannel(name, OPTIONS, PRIVATE),
              () -> {
                open.deleteFile(name);
                open.close();
              });
      isMade = true;
      if (target.user() != own.user()) {
        file.giveTo(target.user());
      }
      return file;
    } finally {
      if (!isMade) {
        open.close();
      }
    }
  }

  private void giveTo(long user) throws IOException {
    boolean isGiven = false;
    try {
      Files.setAttribute(TargetFiles.descriptor(path.getFileName()), "unix:uid", (int) user);
      isGiven = true;
    } finally {
      if (!isGiven) {
        close();
      }
    }
  }

  private static String name() {
    return "exporter-agent-" + UUID.randomUUID() + ".ask";
  }

  private static Path path(String name) throws IOException {
    try {
      return Paths.get(name);
    } catch (InvalidPathException e) {
      throw new IOException("not a file name", e);
    }
  }

  /** Returns its name as the target knows it. */
  public Path path() {
    return path;
  }

  /** Returns its content. */
  public SeekableByteChannel channel() {
    return channel;
  }

  /** Closes and removes it. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      removal.run();
    }
  }
}
