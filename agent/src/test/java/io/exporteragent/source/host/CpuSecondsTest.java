package io.exporteragent.source.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CpuSecondsTest {
  private static final int USER = 0;
  private static final int IDLE = CpuModes.IDLE;
  private static final int IOWAIT = CpuModes.IOWAIT;

  private final CpuSeconds seconds = new CpuSeconds();

  @Test
  void firstReading_isTheSumOfAllProcessors() {
    seconds.add(ticks(0, 1_000, 20_000, 30, 1, 2_000, 30_000, 40));

    assertThat(seconds.seconds(USER)).isEqualTo(3.0);
    assertThat(seconds.seconds(IDLE)).isEqualTo(50.0);
    assertThat(seconds.seconds(IOWAIT)).isEqualTo(0.07);
  }

  @Test
  void laterReading_isTheNewSum() {
    seconds.add(ticks(0, 1_000, 20_000, 30, 1, 2_000, 30_000, 40));
    seconds.add(ticks(0, 1_100, 20_900, 30, 1, 2_990, 30_010, 50));

    assertThat(seconds.seconds(USER)).isEqualTo(4.09);
    assertThat(seconds.seconds(IDLE)).isEqualTo(50.91);
    assertThat(seconds.seconds(IOWAIT)).isEqualTo(0.08);
  }

  @Test
  void iowaitDips_staysAndCountsAgainOnceItHasPassedItsFormerHeight() {
    seconds.add(ticks(0, 0, 20_000, 500));
    seconds.add(ticks(0, 0, 20_000, 480));
    assertThat(seconds.seconds(IOWAIT)).isEqualTo(0.5);

    seconds.add(ticks(0, 0, 20_000, 510));
    assertThat(seconds.seconds(IOWAIT)).isEqualTo(0.51);
  }

  @Test
  void idleFallsByLessThanThreeSeconds_isADip() {
    seconds.add(ticks(0, 1_000, 20_000, 0));
    seconds.add(ticks(0, 1_500, 17_001, 0));
    seconds.add(ticks(0, 1_500, 20_010, 0));

    assertThat(seconds.seconds(USER)).isEqualTo(1.5);
    assertThat(seconds.seconds(IDLE)).isEqualTo(20.01);
  }

  @Test
  void idleFallsByThreeSeconds_countsOnFromThere() {
    seconds.add(ticks(0, 1_000, 20_000, 0));
    seconds.add(ticks(0, 10, 17_000, 0));
    assertThat(seconds.seconds(USER)).isEqualTo(1.0);
    assertThat(seconds.seconds(IDLE)).isEqualTo(20.0);

    seconds.add(ticks(0, 60, 17_500, 0));
    assertThat(seconds.seconds(USER)).isEqualTo(1.05);
    assertThat(seconds.seconds(IDLE)).isEqualTo(20.5);
  }

  @Test
  void idleRestarts_butUserGoesOn_countsWhatUserGained() {
    seconds.add(ticks(0, 1_000, 20_000, 0));
    seconds.add(ticks(0, 1_200, 100, 0));

    assertThat(seconds.seconds(USER)).isEqualTo(1.2);
    assertThat(seconds.seconds(IDLE)).isEqualTo(20.0);
  }

  @Test
  void oneProcessorRestarts_othersAreUntouched() {
    seconds.add(ticks(0, 1_000, 20_000, 0, 1, 1_000, 20_000, 0));
    seconds.add(ticks(0, 0, 0, 0, 1, 1_100, 20_100, 0));

    assertThat(seconds.seconds(USER)).isEqualTo(2.1);
    assertThat(seconds.seconds(IDLE)).isEqualTo(40.1);
  }

  @Test
  void processorSwitchedOff_keepsItsShare_andGoesOnWhenBack() {
    seconds.add(ticks(0, 1_000, 20_000, 0, 1, 2_000, 30_000, 0));
    seconds.add(ticks(0, 1_100, 20_100, 0));
    assertThat(seconds.seconds(USER)).isEqualTo(3.1);
    assertThat(seconds.seconds(IDLE)).isEqualTo(50.1);

    seconds.add(ticks(0, 1_100, 20_100, 0, 1, 2_050, 30_050, 0));
    assertThat(seconds.seconds(USER)).isEqualTo(3.15);
    assertThat(seconds.seconds(IDLE)).isEqualTo(50.15);
  }

  @Test
  void newProcessor_bringsItsTimeAlong() {
    seconds.add(ticks(0, 1_000, 20_000, 0));
    seconds.add(ticks(0, 1_000, 20_000, 0, 7, 50, 70, 0));

    assertThat(seconds.seconds(USER)).isEqualTo(1.05);
    assertThat(seconds.seconds(IDLE)).isEqualTo(20.07);
  }

  @Test
  void readings_areNotChanged() {
    SortedMap<Integer, long[]> reading = ticks(0, 1_000, 20_000, 30);
    seconds.add(reading);
    seconds.add(ticks(0, 2_000, 30_000, 40));

    assertThat(reading).containsExactly(Map.entry(0, ticks(0, 1_000, 20_000, 30).get(0)));
  }

  /** Rows of cpu, user, idle, iowait. */
  static SortedMap<Integer, long[]> ticks(long... rows) {
    SortedMap<Integer, long[]> ticks = new TreeMap<>();
    for (int i = 0; i < rows.length; i += 4) {
      long[] row = new long[CpuModes.COUNT];
      row[USER] = rows[i + 1];
      row[IDLE] = rows[i + 2];
      row[IOWAIT] = rows[i + 3];
      ticks.put((int) rows[i], row);
    }
    return ticks;
  }
}
