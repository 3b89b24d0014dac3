package io.exporteragent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MountTableTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void list_isEveryMountpointInProcMountsOnce() throws Exception {
    Set<String> expected = new HashSet<>();
    for (String line : Files.readAllLines(Path.of("/proc/mounts"))) {
      expected.add(MountTable.unescape(line.split(" ", -1)[1]));
    }

    List<Mount> mounts = new MountTable(new HostSystem()).list();

    assertThat(mounts).extracting(Mount::mountpoint).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void kernelFileSystems_areNotKnownToBeLocal_memoryIs() throws Exception {
    List<Mount> mounts = new MountTable(new HostSystem()).list();

    assertThat(mounts).filteredOn(m -> m.type().equals("proc")).noneMatch(Mount::isLocal);
    assertThat(mounts).filteredOn(m -> m.type().equals("tmpfs")).allMatch(Mount::isLocal);
  }

  @Test
  void otherSystemsThanLinux_listThroughJna() throws Exception {
    assertThat(new MountTable(new HostSystem(false)).list()).isNotEmpty();
  }

  @Test
  void escapes_areUndone() {
    assertThat(MountTable.unescape("/a\\011b\\012c\\134d\\043e f")).isEqualTo("/a\tb\nc\\d#e f");
    assertThat(MountTable.unescape("/price$1")).isEqualTo("/price$1");
  }
}
