package io.exporteragent.source.module.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether users other than the JVM's and root could change or replace a file, and so run
 * code in the JVM. Checks owner and mode of the file and of every directory on the way to it,
 * through all symbolic links, as sshd does with its keys. Where the file system has no such modes,
 * every file is trusted.
 *
 * <p>Remembers the directories it trusts: to be used for one look into the folder. For one thread.
 */
final class FileTrust {
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;

  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private final Predicate<Path> readOnly;
  private final ProcessUser user = ProcessUser.current();
  private final Set<Path> trustedParents = new HashSet<>();

  FileTrust() {
    this(FileTrust::isOnReadOnlyFileSystem);
  }

  /**
   * @param readOnly whether a file lies on a file system that is mounted read-only, where its mode
   *     says nothing: Kubernetes mounts a ConfigMap so, with a directory that all may write
   */
  FileTrust(Predicate<Path> readOnly) {
    this.readOnly = readOnly;
  }

  /**
   * Returns null if the file or directory can be trusted, else why not and which command fixes
   * that.
   *
   * @throws IOException if the attributes of it, or of a directory on the way to it, cannot be read
   */
  @Nullable String objectionTo(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return null;
    }
    return objectionTo(file.toAbsolutePath(), false, 0);
  }

  private @Nullable String objectionTo(Path path, boolean isParent, int links) throws IOException {
    if (isParent && trustedParents.contains(path)) {
      return null;
    }
    Path parent = path.getParent();
    String objection = parent == null ? null : objectionTo(parent, true, links);
    if (objection == null) {
      objection = objectionToItself(path, isParent, links);
    }
    if (objection == null && isParent) {
      trustedParents.add(path);
    }
    return objection;
  }

  private @Nullable String objectionToItself(Path path, boolean isParent, int links)
      throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:mode,uid,owner,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
    boolean isLink = Boolean.TRUE.equals(attributes.get("isSymbolicLink"));
    if (!Integer.valueOf(0).equals(attributes.get("uid")) && !user.owns(attributes)) {
      return String.format(
          "%s belongs to %s, who could run code in this JVM: run chown %s%s %s",
          path, attributes.get("owner"), isLink ? "-h " : "", user, quoted(path));
    }
    if (isLink) {
      if (links == MAX_LINKS) {
        return String.format("%s leads through too many symbolic links", path);
      }
      return objectionTo(path.resolveSibling(Files.readSymbolicLink(path)), isParent, links + 1);
    }
    int mode = (Integer) Objects.requireNonNull(attributes.get("mode"));
    boolean isGuarded = isParent && (mode & STICKY) != 0;
    if ((mode & WRITABLE_BY_OTHERS) != 0 && !isGuarded && !readOnly.test(path)) {
      return String.format(
          "%s can be written by others, who could run code in this JVM: run chmod go-w %s",
          path, quoted(path));
    }
    return null;
  }

  private static boolean isOnReadOnlyFileSystem(Path path) {
    try {
      return Files.getFileStore(path).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }

  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w./,:+@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
