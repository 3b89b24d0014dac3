package io.exporteragent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import oshi.hardware.CentralProcessor.TickType;

class CpuTicksTest {

  @Test
  void modes_areOshisColumns() {
    assertThat(CpuTicks.MODES)
        .containsExactlyElementsOf(
            Arrays.stream(TickType.values())
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .toList());
    assertThat(CpuTicks.IDLE).isEqualTo(TickType.IDLE.getIndex());
    assertThat(CpuTicks.IOWAIT).isEqualTo(TickType.IOWAIT.getIndex());
  }

  @Test
  void rows_areThoseOfTheProcessorsOnline() {
    long[][] rows = {{1, 2}, {3, 4}, {5, 6}, {0, 0}};

    SortedMap<Integer, long[]> ticks = CpuTicks.byNumber(List.of(0, 2, 3), rows);

    assertThat(ticks).containsOnlyKeys(0, 2, 3);
    assertThat(ticks.get(2)).containsExactly(3, 4);
    assertThat(ticks.get(3)).containsExactly(5, 6);
  }

  @Test
  void rowsBeyondTheProcessorsOnline_areLeftOut() {
    assertThat(CpuTicks.byNumber(List.of(4), new long[][] {{1}, {2}})).containsOnlyKeys(4);
  }

  @Test
  void rowsOfZeros_areLeftOut() {
    assertThat(CpuTicks.byNumber(List.of(0, 1), new long[][] {{1, 0}, {0, 0}})).containsOnlyKeys(0);
  }

  @Test
  void rows_areCopies() {
    long[][] rows = {{1}};
    CpuTicks.byNumber(List.of(0), rows).get(0)[0] = 99;

    assertThat(rows[0]).containsExactly(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void onlineListChanges_numbersFollow(@TempDir Path directory) throws Exception {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    Path online = Files.writeString(directory.resolve("online"), "5\n");
    CpuTicks ticks = new CpuTicks(new HostSystem(), online.toString());
    assertThat(ticks.read()).containsOnlyKeys(5);

    Files.writeString(online, "0,7-63\n");
    assertThat(ticks.read()).containsKeys(0, 7).doesNotContainKeys(1, 5);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noOnlineList_numbersAreOshis(@TempDir Path directory) throws Exception {
    CpuTicks ticks = new CpuTicks(new HostSystem(), directory.resolve("missing").toString());

    assertThat(ticks.read()).containsKey(0);
  }
}
