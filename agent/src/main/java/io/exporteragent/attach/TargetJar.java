package io.exporteragent.attach;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Our jar where the target can read it: in place, or, for a target in a container or of a user who
 * may not read it, as a copy in its temporary directory. The copy is named after its content and
 * stays, since the agent in the target loads from it.
 *
 * <p>Temporary directories belong to everybody, and a container may have laid links out for us, so
 * no link is followed and no file of others is trusted.
 */
final class TargetJar {
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private final LinuxProcess target;
  private final LinuxProcess own;
  private final Path jar;

  TargetJar(LinuxProcess target, LinuxProcess own, Path jar) {
    this.target = target;
    this.own = own;
    this.jar = jar;
  }

  /**
   * The name by which the target reads the jar.
   *
   * @param temporaryDirectory of the target, as it names it
   * @throws IOException if the jar could not be copied
   */
  Path share(String temporaryDirectory) throws IOException {
    // HotSpot takes what is before the first equals sign for the jar.
    boolean canBeNamed = jar.toString().indexOf('=') < 0;
    if (canBeNamed && isSeenByTarget() && isReadableByTarget()) {
      return jar;
    }
    byte[] content = Files.readAllBytes(jar);
    Path name = Paths.get("exporter-agent-" + sha256(content).substring(0, 16) + ".jar");
    Path directory = Paths.get(temporaryDirectory);
    try (SecureDirectoryStream<Path> open = open(directory)) {
      if (!isOurs(open, name, content)) {
        write(open, name, content);
      }
    }
    return directory.resolve(name);
  }

  private boolean isSeenByTarget() {
    try {
      return Files.isSameFile(target.inTarget(jar.toString()), jar);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether everybody may read it, where the target is not of our user or root. */
  private boolean isReadableByTarget() throws IOException {
    if (target.user() == own.user() || target.user() == 0) {
      return true;
    }
    PosixFilePermission needed = PosixFilePermission.OTHERS_READ;
    for (Path part = jar.toRealPath(); part != null; part = part.getParent()) {
      if (!Files.getPosixFilePermissions(part).contains(needed)) {
        return false;
      }
      needed = PosixFilePermission.OTHERS_EXECUTE;
    }
    return true;
  }

  /** Opens a directory of the target name by name, none of which may be a link. */
  @SuppressWarnings("StreamResourceLeak") // the caller closes what it gets
  private SecureDirectoryStream<Path> open(Path directory) throws IOException {
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

  /** Whether the copy is there, written by us or root, and nobody else may write it. */
  private static boolean isOurs(SecureDirectoryStream<Path> directory, Path name, byte[] content)
      throws IOException {
    PosixFileAttributes attributes;
    try {
      attributes = view(directory, name).readAttributes();
    } catch (NoSuchFileException e) {
      return false;
    }
    UserPrincipal owner = attributes.owner();
    Set<PosixFilePermission> permissions = attributes.permissions();
    return attributes.isRegularFile()
        && (owner.equals(Files.getOwner(Paths.get("/proc/self")))
            || owner.equals(Files.getOwner(Paths.get("/proc"))))
        && permissions.equals(READABLE)
        && attributes.size() == content.length
        && Arrays.equals(read(directory, name, content.length), content);
  }

  private static byte[] read(SecureDirectoryStream<Path> directory, Path name, int length)
      throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    try (SeekableByteChannel in =
        directory.newByteChannel(name, options(READ, LinkOption.NOFOLLOW_LINKS))) {
      while (content.hasRemaining() && in.read(content) >= 0) {
        // Reads on until all is there.
      }
    }
    return content.array();
  }

  /** Whoever sees the name sees all of the content. */
  private static void write(SecureDirectoryStream<Path> directory, Path name, byte[] content)
      throws IOException {
    Path unfinished = Paths.get(name + "." + UUID.randomUUID());
    try {
      try (SeekableByteChannel out =
          directory.newByteChannel(
              unfinished, options(CREATE_NEW, WRITE, LinkOption.NOFOLLOW_LINKS))) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
      }
      // Creating it with these permissions would leave them to our umask.
      view(directory, unfinished).setPermissions(READABLE);
      directory.move(unfinished, directory, name);
    } catch (IOException e) {
      try {
        directory.deleteFile(unfinished);
      } catch (IOException notThere) {
        e.addSuppressed(notThere);
      }
      throw e;
    }
  }

  private static PosixFileAttributeView view(SecureDirectoryStream<Path> directory, Path name) {
    return directory.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static Set<OpenOption> options(OpenOption... options) {
    return new HashSet<>(Arrays.asList(options));
  }

  private static String sha256(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return String.format("%064x", new BigInteger(1, hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
