package io.exporteragent.source.host;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Types of file systems on a disk or in memory of this machine. A type missing here is only read in
 * a slower way; a remote type listed here could hang the scrape.
 */
final class LocalTypes {
  private static final Set<String> NAMES =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "apfs",
                  "bcachefs",
                  "btrfs",
                  "devtmpfs",
                  "efivarfs",
                  "erofs",
                  "exfat",
                  "ext2",
                  "ext3",
                  "ext4",
                  "f2fs",
                  "fat",
                  "fat32",
                  "hfs",
                  "hfsplus",
                  "iso9660",
                  "jfs",
                  "msdos",
                  "nilfs2",
                  "ntfs",
                  "ntfs3",
                  "ramfs",
                  "refs",
                  "reiserfs",
                  "rootfs",
                  "squashfs",
                  "tmpfs",
                  "udf",
                  "ufs",
                  "vfat",
                  "xfs",
                  "zfs")));

  private LocalTypes() {}

  static boolean contains(String type) {
    return NAMES.contains(type.toLowerCase(Locale.ROOT));
  }
}
