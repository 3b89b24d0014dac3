package io.exporteragent.source.host;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which mounts are of interest: those that neither pattern finds. */
final class MountFilter implements Predicate<Mount> {
  /** The default of node_exporter's {@code --collector.filesystem.mount-points-exclude}. */
  static final Pattern MOUNTPOINTS_EXCLUDED =
      Pattern.compile(
          "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)");

  /** The default of node_exporter's {@code --collector.filesystem.fs-types-exclude}. */
  static final Pattern TYPES_EXCLUDED =
      Pattern.compile(
          "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs"
              + "|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs"
              + "|squashfs|erofs|sysfs|tracefs)$");

  private final Pattern mountpointsExcluded;
  private final Pattern typesExcluded;

  MountFilter(Pattern mountpointsExcluded, Pattern typesExcluded) {
    this.mountpointsExcluded = mountpointsExcluded;
    this.typesExcluded = typesExcluded;
  }

  @Override
  public boolean test(Mount mount) {
    return !mountpointsExcluded.matcher(mount.mountpoint()).find()
        && !typesExcluded.matcher(mount.type()).find();
  }
}
