package io.exporteragent.source.host.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which counters each operating system has; what they count is compared with node_exporter. */
class OshiCountersTest {
  private final Oshi oshi = Oshi.ofThisSystem();

  @Test
  void onWindows_whatIsDiscarded_isNoCollision() throws IOException {
    assertThat(keys(new OshiCounters(oshi, "Windows 11").network()))
        .containsExactlyInAnyOrder(
            "receive_bytes",
            "receive_packets",
            "receive_errs",
            "receive_drop",
            "transmit_bytes",
            "transmit_packets",
            "transmit_errs",
            "transmit_drop");
    assertThat(keys(new OshiCounters(oshi, "Mac OS X").network()))
        .contains("transmit_colls")
        .doesNotContain("transmit_drop");
  }

  @Test
  void onMacOs_timeOfRequestsSideBySide_isNotThatOfTheDisk() throws IOException {
    List<DeviceCounters> disks = new OshiCounters(oshi, "Mac OS X").disks();
    assertThat(disks)
        .allSatisfy(
            disk ->
                assertThat(disk.values())
                    .containsOnlyKeys(
                        "reads_completed", "read_bytes", "writes_completed", "written_bytes"));
    assertThat(disks).noneMatch(disk -> disk.device().startsWith("/"));
  }

  private static Set<String> keys(List<DeviceCounters> rows) {
    return rows.stream().flatMap(row -> row.values().keySet().stream()).collect(Collectors.toSet());
  }
}
