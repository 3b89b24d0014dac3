package io.exporteragent.source.host.container;

import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of this process, found by {@code /proc/self/cgroup} and {@code
 * /proc/self/mountinfo} ({@code cgroups(7)}): each controller of version 1 may have another one,
 * and those of version 2 have one together. Immutable.
 */
final class ControlGroups {
  /** The name of what is no controller of version 1. */
  private static final String VERSION_2 = "";

  private final Map<String, ControlGroup> byController = new HashMap<>();

  private ControlGroups() {}

  /**
   * Finds them.
   *
   * @param root the root directory, another one only in tests
   * @throws IOException if they cannot be read, on another system than Linux for instance
   */
  static ControlGroups find(File root) throws IOException {
    Map<String, String> paths = new HashMap<>();
    try (ProcFile file = new ProcFile(new File(root, "proc/self/cgroup"))) {
      for (file.read(); file.hasLine(); file.nextLine()) {
        String[] line = file.field().split(":", 3);
        if (line.length == 3) {
          for (String controller : line[1].split(",", -1)) {
            paths.put(controller, line[2]);
          }
        }
      }
    }
    ControlGroups groups = new ControlGroups();
    try (ProcFile file = new ProcFile(new File(root, "proc/self/mountinfo"))) {
      for (file.read(); file.hasLine(); file.nextLine()) {
        groups.add(file, paths, root);
      }
    }
    return groups;
  }

  /** Adds what is mounted by a line of {@code mountinfo}. */
  private void add(ProcFile line, Map<String, String> paths, File root) {
    line.field();
    line.field();
    line.field();
    String mountRoot = line.field();
    File mountPoint = new File(root, line.field());
    String field = line.field();
    while (!field.isEmpty() && !field.equals("-")) {
      field = line.field();
    }
    String type = line.field();
    line.field();
    boolean isVersion2 = type.equals("cgroup2");
    if (!isVersion2 && !type.equals("cgroup")) {
      return;
    }
    for (String controller :
        isVersion2 ? Arrays.asList(VERSION_2) : Arrays.asList(line.field().split(",", -1))) {
      String path = paths.get(controller);
      if (path != null && !byController.containsKey(controller)) {
        File directory = directory(mountPoint, mountRoot, path);
        byController.put(controller, new ControlGroup(directory, mountPoint, isVersion2));
      }
    }
  }

  /**
   * Returns the directory of a group. Where the path is not below what is mounted, as in a
   * container that sees the path on the host, it is the end of the path, or the mount itself.
   */
  private static File directory(File mountPoint, String mountRoot, String path) {
    boolean isBelow = path.equals(mountRoot) || path.startsWith(mountRoot + "/");
    String rest = isBelow ? path.substring(mountRoot.length()) : path;
    while (!rest.isEmpty()) {
      File directory = new File(mountPoint, rest);
      if (!rest.contains("..") && directory.isDirectory()) {
        return directory;
      }
      int next = rest.indexOf('/', 1);
      rest = next < 0 ? "" : rest.substring(next);
    }
    return mountPoint;
  }

  /** Returns the group of a controller; null if there is none, or it is the root. */
  @Nullable ControlGroup of(String controller) {
    ControlGroup group = byController.get(controller);
    if (group == null) {
      group = byController.get(VERSION_2);
    }
    return group == null || !group.isOwn() ? null : group;
  }

  /** Returns the group of version 2; null if there is none, or it is the root. */
  @Nullable ControlGroup ofVersion2() {
    return of(VERSION_2);
  }
}
