package io.exporteragent.source.host;

import static io.exporteragent.source.host.CpuSecondsTest.ticks;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CpuWindowTest {
  private static final Offset<Double> TINY = Offset.offset(1e-9);

  @Test
  void busy_isAllButIdleAndIowait() {
    SortedMap<Integer, Double> percent =
        CpuWindow.percent(ticks(3, 1_000, 1_000, 1_000), ticks(3, 1_300, 1_500, 1_200));

    assertThat(percent).containsOnlyKeys(3);
    assertThat(percent.get(3)).isEqualTo(30.0, TINY);
  }

  @Test
  void everyOtherMode_isBusy() {
    for (int mode = 0; mode < CpuModes.COUNT; mode++) {
      SortedMap<Integer, long[]> after = ticks(0, 0, 0, 0);
      after.get(0)[mode] = 500;
      double expected = mode == CpuModes.IDLE || mode == CpuModes.IOWAIT ? 0.0 : 100.0;

      assertThat(CpuWindow.percent(ticks(0, 0, 0, 0), after).get(0))
          .as(CpuModes.NAMES.get(mode))
          .isEqualTo(expected, TINY);
    }
  }

  @Test
  void result_isNotRounded() {
    assertThat(CpuWindow.percent(ticks(0, 0, 0, 0), ticks(0, 1, 2, 0)).get(0))
        .isEqualTo(100.0 / 3, TINY);
  }

  @Test
  void iowaitDips_countsAsNothing() {
    assertThat(CpuWindow.percent(ticks(0, 0, 0, 500), ticks(0, 250, 750, 480)).get(0))
        .isEqualTo(25.0, TINY);
  }

  @Test
  void processorSwitchedOff_isLeftOut() {
    assertThat(CpuWindow.percent(ticks(0, 0, 0, 0, 1, 0, 0, 0), ticks(0, 5, 5, 0)))
        .containsOnlyKeys(0);
  }

  @Test
  void newProcessor_isLeftOutUntilItHasAWindow() {
    assertThat(CpuWindow.percent(ticks(0, 0, 0, 0), ticks(0, 5, 5, 0, 1, 5, 5, 0)))
        .containsOnlyKeys(0);
  }

  @Test
  void processorWhoseTimeStandsStillOrRestarted_isLeftOut() {
    assertThat(
            CpuWindow.percent(
                ticks(0, 5, 5, 5, 1, 5, 5, 5, 2, 5, 5, 5),
                ticks(0, 5, 5, 5, 1, 0, 0, 0, 2, 6, 6, 6)))
        .containsOnlyKeys(2);
  }
}
