package io.exporteragent.source.host;

import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import java.util.regex.Pattern;

/**
 * Settings of the section {@code disk}: which file systems are left out. The defaults are those of
 * node_exporter's {@code --collector.filesystem.mount-points-exclude} and {@code
 * --collector.filesystem.fs-types-exclude}.
 */
public final class DiskSettings extends Settings {
  private static final Key<Pattern> MOUNTPOINTS_EXCLUDE =
      Key.of(
          "mountpoints_exclude",
          Schema.pattern(),
          Pattern.compile(
              "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)"),
          "found in the mount points to leave out");
  private static final Key<Pattern> FS_TYPES_EXCLUDE =
      Key.of(
          "fs_types_exclude",
          Schema.pattern(),
          Pattern.compile(
              "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs"
                  + "|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs"
                  + "|squashfs|erofs|sysfs|tracefs)$"),
          "found in the types of file systems to leave out");

  static final Mapping<DiskSettings> SCHEMA =
      Schema.mapping(DiskSettings::new, MOUNTPOINTS_EXCLUDE, FS_TYPES_EXCLUDE);

  private DiskSettings(Values values) {
    super(values);
  }

  /** Creates settings without a file. */
  static DiskSettings of(Pattern mountpointsExclude, Pattern fsTypesExclude) {
    return SCHEMA
        .builder()
        .with(MOUNTPOINTS_EXCLUDE, mountpointsExclude)
        .with(FS_TYPES_EXCLUDE, fsTypesExclude)
        .build();
  }

  /** Returns the pattern of mount points to leave out, those it is found in. */
  public Pattern mountpointsExclude() {
    return values().get(MOUNTPOINTS_EXCLUDE);
  }

  /** Returns the pattern of file system types to leave out, those it is found in. */
  public Pattern fsTypesExclude() {
    return values().get(FS_TYPES_EXCLUDE);
  }

  /** Returns whether a mount is included. */
  boolean includes(Mount mount) {
    return !mountpointsExclude().matcher(mount.mountpoint()).find()
        && !fsTypesExclude().matcher(mount.type()).find();
  }
}
