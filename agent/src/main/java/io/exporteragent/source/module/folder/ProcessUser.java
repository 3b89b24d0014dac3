package io.exporteragent.source.module.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user the JVM runs as: on Linux the effective user id, which the system property {@code
 * user.name} does not give where a container has no such user; elsewhere that name.
 */
final class ProcessUser {
  private static final Path STATUS = Paths.get("/proc/self/status");
  private static final int EFFECTIVE = 2;

  private final boolean isId;
  private final String name;

  private ProcessUser(boolean isId, String name) {
    this.isId = isId;
    this.name = name;
  }

  static ProcessUser current() {
    String id = effectiveId();
    return id == null
        ? new ProcessUser(false, System.getProperty("user.name", ""))
        : new ProcessUser(true, id);
  }

  /** Returns null where there is no such file, which is everywhere but on Linux. */
  private static @Nullable String effectiveId() {
    try {
      for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Uid:")) {
          return line.split("\\s+", -1)[EFFECTIVE];
        }
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Returns whether this user owns a file.
   *
   * @param attributes {@code uid} and {@code owner} of the view {@code unix}
   */
  boolean owns(Map<String, Object> attributes) {
    if (isId) {
      return name.equals(String.valueOf(attributes.get("uid")));
    }
    Object owner = attributes.get("owner");
    return owner instanceof UserPrincipal && name.equals(((UserPrincipal) owner).getName());
  }

  /** Returns the user's id or name, as {@code chown} takes it. */
  @Override
  public String toString() {
    return name;
  }
}
