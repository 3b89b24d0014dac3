package io.exporteragent.source.host.container;

import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** The directory of a control group, in a hierarchy of version 1 or of version 2. Immutable. */
final class ControlGroup {
  private final File directory;
  private final File mountPoint;
  private final boolean isVersion2;

  /**
   * @param mountPoint where its hierarchy is mounted; the same directory or one above
   */
  ControlGroup(File directory, File mountPoint, boolean isVersion2) {
    this.directory = directory;
    this.mountPoint = mountPoint;
    this.isVersion2 = isVersion2;
  }

  boolean isVersion2() {
    return isVersion2;
  }

  /**
   * Returns whether it is not the root of its hierarchy, which limits nothing and counts what the
   * whole machine does. Seen by files that the kernel makes in the root alone, or everywhere else:
   * within a container the path is that of a root, too.
   */
  boolean isOwn() {
    return isVersion2 ? has("cgroup.events") : !has("cgroup.sane_behavior");
  }

  boolean has(String file) {
    return new File(directory, file).exists();
  }

  ProcFile file(String name) {
    return new ProcFile(new File(directory, name));
  }

  /** Returns this group and those above it, as far as they are visible: each of them limits it. */
  List<ControlGroup> lineage() {
    List<ControlGroup> lineage = new ArrayList<>();
    lineage.add(this);
    File at = directory;
    while (at != null && !at.equals(mountPoint)) {
      at = at.getParentFile();
      if (at != null) {
        lineage.add(new ControlGroup(at, mountPoint, isVersion2));
      }
    }
    return lineage;
  }

  /** Two are equal if they are the same directory. */
  boolean isSame(ControlGroup other) {
    return directory.equals(other.directory);
  }
}
