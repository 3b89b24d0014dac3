package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.exporteragent.source.host.proc.ProcFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
  @TempDir private Path directory;
  private Path file;
  private MountTable table;

  @BeforeEach
  void createTable() {
    file = directory.resolve("mounts");
    table = new MountTable(new ProcFile(file.toFile()));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void list_isEveryMountpointInProcMounts_once() throws Exception {
    Set<String> expected = new HashSet<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      expected.add(line.split(" ", -1)[1].translateEscapes());
    }

    List<Mount> mounts = new MountTable(new ProcFile(new File("/proc/self/mounts"))).get(0);

    assertThat(mounts).extracting(Mount::mountpoint).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void escapes_areUndone() throws Exception {
    write(
        """
        /dev/my\\040disk /a\\011b\\012c\\134d\\043e\\040f ext4 rw 0 0
        /dev/vdb /price$1/größe xfs rw 0 0
        """);

    assertThat(table.get(0))
        .extracting(Mount::mountpoint)
        .containsExactly("/a\tb\nc\\d#e f", "/price$1/größe");
    assertThat(table.get(0)).extracting(Mount::type).containsExactly("ext4", "xfs");
  }

  @Test
  void mountWithoutDevice_isListed() throws Exception {
    write(" /nameless tmpfs rw 0 0\n");

    assertThat(table.get(0)).extracting(Mount::mountpoint).containsExactly("/nameless");
  }

  @Test
  void severalOnOneMountpoint_theLastCountsAlone() throws Exception {
    write("server:/ /data nfs4 rw 0 0\n/dev/vda / ext4 rw 0 0\n/dev/vdb /data xfs rw 0 0\n");

    assertThat(table.get(0))
        .extracting(Mount::mountpoint, Mount::type, Mount::isLocal)
        .containsExactlyInAnyOrder(tuple("/data", "xfs", true), tuple("/", "ext4", true));
  }

  @Test
  void local_isWhatLiesOnDisksAndInMemory() throws Exception {
    write(
        """
        overlay / overlay rw 0 0
        /dev/vdb /data ext4 rw 0 0
        none /tmp tmpfs rw 0 0
        server:/share /share nfs4 rw 0 0
        tool /home/me/tool fuse.tool rw 0 0
        """);

    assertThat(table.get(0))
        .filteredOn(Mount::isLocal)
        .extracting(Mount::mountpoint)
        .containsExactly("/data", "/tmp");
  }

  @Test
  void diskBelowANetworkFileSystem_isNotLocal_besideItIs() throws Exception {
    write(
        """
        server:/share /net/share nfs4 rw 0 0
        /dev/vdb /net/share/deep/disk ext4 rw 0 0
        /dev/vdc /net/shared ext4 rw 0 0
        /dev/vdd /net ext4 rw 0 0
        """);

    assertThat(table.get(0))
        .filteredOn(Mount::isLocal)
        .extracting(Mount::mountpoint)
        .containsExactly("/net/shared", "/net");
  }

  @Test
  void unchanged_isTheSameList() throws Exception {
    write("/dev/vda / ext4 rw 0 0\n");
    List<Mount> first = table.get(0);

    assertThat(table.get(0)).isSameAs(first);
  }

  @Test
  void changed_whatIsStillThereStaysTheSame_whatWasRemountedIsNew() throws Exception {
    write("/dev/vda / ext4 rw 0 0\n/dev/vdb /data ext4 rw 0 0\n");
    List<Mount> before = table.get(0);

    write("/dev/vda / ext4 rw,noatime 0 0\n/dev/vdc /data ext4 rw 0 0\nnone /new tmpfs rw 0 0\n");
    List<Mount> after = table.get(0);

    assertThat(after).extracting(Mount::mountpoint).containsExactly("/", "/data", "/new");
    assertThat(after.get(0)).isSameAs(before.get(0));
    assertThat(after.get(1)).isNotEqualTo(before.get(1));
  }

  @Test
  void fileWithoutMounts_isReported_andReadOnceThereAreSome() throws Exception {
    write("nonsense\n");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> table.get(0))
          .isInstanceOf(IOException.class)
          .hasMessage(
              file
                  + " does not contain a mounted file system; the kernel's proc file system must be mounted there");
    }

    write("/dev/vda / ext4 rw 0 0\n");
    assertThat(table.get(0)).hasSize(1);
  }

  private void write(String mounts) throws IOException {
    Files.writeString(file, mounts);
  }
}
