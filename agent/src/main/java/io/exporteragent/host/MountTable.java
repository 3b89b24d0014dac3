package io.exporteragent.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import oshi.software.common.os.linux.LinuxFileSystem;
import oshi.software.os.FileSystem;
import oshi.software.os.OSFileStore;

/**
 * Lists what is mounted, as this process sees it, through OSHI.
 *
 * <p>Takes milliseconds, because OSHI runs {@code lsblk} for labels. On Linux no file system is
 * touched; elsewhere OSHI asks each for its size and may block where one hangs.
 */
final class MountTable {
  /**
   * Types that live on a disk or in memory of this machine. A type that is missing here is only
   * read in a slower way; one that is here wrongly could hang the scrape.
   */
  private static final Set<String> LOCAL_TYPES =
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

  private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

  private final HostSystem host;

  MountTable(HostSystem host) {
    this.host = host;
  }

  /** Every mountpoint once: where several file systems lie on it, the last covers the others. */
  List<Mount> list() throws IOException {
    List<OSFileStore> stores =
        host.ask(
            system -> {
              FileSystem files =
                  host.isLinux()
                      ? new UnmeasuredFileSystem()
                      : system.getOperatingSystem().getFileSystem();
              return files.getFileStores();
            });
    if (stores.isEmpty()) {
      throw new IOException("OSHI lists no file systems; on Linux, is /proc/mounts readable?");
    }
    Map<String, Mount> byMountpoint = new LinkedHashMap<>();
    for (OSFileStore store : stores) {
      Mount mount = mount(store);
      byMountpoint.put(mount.mountpoint(), mount);
    }
    return new ArrayList<>(byMountpoint.values());
  }

  private Mount mount(OSFileStore store) {
    String mountpoint = host.isLinux() ? unescape(store.getMount()) : store.getMount();
    // A drive of another Windows machine has the type it has there; OSHI knows that it is remote.
    boolean local =
        store.isLocal() && LOCAL_TYPES.contains(store.getType().toLowerCase(Locale.ROOT));
    return new Mount(mountpoint, store.getType(), local, new FileStoreSpace(mountpoint));
  }

  /**
   * Undoes what the kernel does to white space, backslash and # but OSHI undoes for a blank only.
   */
  static String unescape(String mountpoint) {
    Matcher octal = OCTAL.matcher(mountpoint);
    StringBuffer plain = new StringBuffer();
    while (octal.find()) {
      char character = (char) Integer.parseInt(octal.group(1), 8);
      octal.appendReplacement(plain, Matcher.quoteReplacement(String.valueOf(character)));
    }
    return octal.appendTail(plain).toString();
  }

  /**
   * OSHI's reading of {@code /proc/mounts} without {@code statvfs}, which blocks for ever on a
   * network mount whose server is gone and would take all other mounts with it.
   */
  private static final class UnmeasuredFileSystem extends LinuxFileSystem {
    private static final long ANY = 1;

    @Override
    protected long @Nullable [] queryStatvfs(String path) {
      return new long[] {ANY, ANY, ANY, ANY, ANY};
    }
  }
}
