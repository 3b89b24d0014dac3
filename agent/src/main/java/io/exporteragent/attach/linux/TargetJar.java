package io.exporteragent.attach.linux;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
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
import java.util.Set;
import java.util.UUID;

/**
 * Puts our jar where the target can read it: in place, or, for a target in a container or of a user
 * who may not read it, as a copy in its temporary directory. The copy is named after its content
 * and stays, since the agent in the target loads from it.
 *
 * <p>Everybody may write to temporary directories, a container may contain links that are traps,
 * and a target may name a directory it could not write to itself: no link is followed, no file of
 * others is trusted, and the directory must belong to the target or be open to everybody.
 */
public final class TargetJar {
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private final LinuxProcess target;
  private final LinuxProcess own;
  private final Path jar;

  public TargetJar(LinuxProcess target, LinuxProcess own, Path jar) {
    this.target = target;
    this.own = own;
    this.jar = jar;
  }

  /**
   * Returns the name by which the target can read the jar, which is copied if need be.
   *
   * @param temporaryDirectory of the target, as it names it
   * @throws IOException if the jar could not be copied
   */
  public Path share(String temporaryDirectory) throws IOException {
    // HotSpot takes everything before the first equals sign for the jar.
    boolean canBeNamed = jar.toString().indexOf('=') < 0;
    if (canBeNamed && isSeenByTarget() && isReadableByTarget()) {
      return jar;
    }
    byte[] content = Files.readAllBytes(jar);
    Path name = Paths.get("exporter-agent-" + sha256(content).substring(0, 16) + ".jar");
    Path directory = path(temporaryDirectory);
    try (SecureDirectoryStream<Path> open = TargetFiles.open(target, directory)) {
      TargetFiles.requireOpenTo(target, open, directory);
      if (!isOurs(open, name, content)) {
        write(open, name, content);
      }
    }
    return directory.resolve(name);
  }

  private static Path path(String name) throws IOException {
    try {
      return Paths.get(name);
    } catch (InvalidPathException e) {
      throw new IOException("not a file name", e);
    }
  }

  private boolean isSeenByTarget() {
    try {
      return Files.isSameFile(target.inTarget(jar.toString()), jar);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns whether everybody may read it, unless the target runs as our user or root. */
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

  /** Returns whether the copy exists, was written by us or root, and nobody else may write it. */
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
        && Arrays.equals(TargetFiles.read(directory, name, content.length), content);
  }

  /** Writes under another name first, so that whoever sees the name sees all of the content. */
  private static void write(SecureDirectoryStream<Path> directory, Path name, byte[] content)
      throws IOException {
    Path unfinished = Paths.get(name + "." + UUID.randomUUID());
    try {
      try (SeekableByteChannel out =
          directory.newByteChannel(
              unfinished, TargetFiles.options(CREATE_NEW, WRITE, LinkOption.NOFOLLOW_LINKS))) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        // Permissions given when it is created would be subject to our umask.
        Files.setPosixFilePermissions(TargetFiles.descriptor(unfinished), READABLE);
      }
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

  private static String sha256(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return String.format("%064x", new BigInteger(1, hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
