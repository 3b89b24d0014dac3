package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.source.host.oshi.Oshi;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import oshi.hardware.CentralProcessor.TickType;

class OshiHostTest {
  private final OshiHost host = new OshiHost(Oshi.ofJna());

  @Test
  void modes_areOshisColumns() {
    assertThat(CpuModes.NAMES)
        .containsExactlyElementsOf(
            Arrays.stream(TickType.values())
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .toList());
    assertThat(CpuModes.IDLE).isEqualTo(TickType.IDLE.getIndex());
    assertThat(CpuModes.IOWAIT).isEqualTo(TickType.IOWAIT.getIndex());
  }

  @Test
  void cpuTimes_goOn_andBelongToTheCaller() throws Exception {
    SortedMap<Integer, long[]> first = host.cpuTimes();
    long[] copy = first.get(0).clone();
    SortedMap<Integer, long[]> later = host.cpuTimes();
    while (Arrays.equals(later.get(0), copy)) {
      later = host.cpuTimes();
    }

    assertThat(first.get(0)).containsExactly(copy);
    assertThat(later.get(0)[CpuModes.IDLE]).isGreaterThanOrEqualTo(copy[CpuModes.IDLE] - 1000);
  }

  @Test
  void mounts_areListedInTheBackground() throws Exception {
    ExecutorService workers = Executors.newCachedThreadPool();
    try {
      List<Mount> mounts = host.mounts(workers).get(TimeUnit.SECONDS.toNanos(60));

      assertThat(mounts).isNotEmpty();
      assertThat(mounts).extracting(Mount::mountpoint).doesNotHaveDuplicates();
    } finally {
      workers.shutdownNow();
    }
  }
}
