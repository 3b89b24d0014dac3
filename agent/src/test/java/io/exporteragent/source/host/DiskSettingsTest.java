package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "/, ext4, true",
    "/home, xfs, true",
    "/developer, xfs, true",
    "/run, tmpfs, true",
    "/mnt/share, nfs4, true",
    "/mnt/disk, fuseblk, true",
    "/var/lib/docker, ext4, true",
    "'C:\\', NTFS, true",
    "/dev, ext4, false",
    "/dev/shm, tmpfs, false",
    "/sys/fs/cgroup, tmpfs, false",
    "/proc/sys/fs, ext4, false",
    "/run/credentials/systemd-sysusers.service, ramfs, false",
    "/var/lib/docker/overlay2/x/merged, ext4, false",
    "/var/lib/containers/storage/overlay, ext4, false",
    "/, overlay, false",
    "/snap/core/1, squashfs, false",
    "/x, cgroup2, false",
    "/x, erofs, false",
  })
  void byDefault_acceptsWhatNodeExporterAccepts(String mountpoint, String type, boolean accepted) {
    DiskSettings filter = DiskSettings.SCHEMA.defaults();

    assertThat(filter.includes(mount(mountpoint, type))).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({"/, overlay, true", "/data, ext4, false", "/home, tmpfs, false"})
  void patterns_canBeOthers(String mountpoint, String type, boolean accepted) {
    DiskSettings filter = DiskSettings.of(Pattern.compile("^/data"), Pattern.compile("tmpfs"));

    assertThat(filter.includes(mount(mountpoint, type))).isEqualTo(accepted);
  }

  private static Mount mount(String mountpoint, String type) {
    return new Mount("/dev/vda", mountpoint, type, true, () -> new DiskSpace(1, 1, 1));
  }
}
