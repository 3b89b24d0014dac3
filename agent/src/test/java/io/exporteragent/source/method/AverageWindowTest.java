package io.exporteragent.source.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.source.method.AverageWindow.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The window against a model that remembers every call. */
class AverageWindowTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void notedOnTheSecond_hasExactlyTheCallsOfTheWindow() {
    AverageWindow window = new AverageWindow(Duration.ofSeconds(60), 0);
    Random random = new Random(1);
    List<long[]> calls = new ArrayList<>();
    long count = 0;
    long nanos = 0;
    for (long second = 1; second <= 300; second++) {
      for (int n = random.nextInt(4); n > 0; n--) {
        long duration = random.nextInt(1_000_000);
        calls.add(new long[] {second * SECOND - 1 - random.nextInt((int) SECOND - 1), duration});
        count++;
        nanos += duration;
      }
      long now = second * SECOND;
      window.note(now, count, nanos);
      Calls actual = window.until(now, count, nanos);

      assertThat(actual.count()).isEqualTo(within(calls, now).count());
      assertThat(actual.nanos()).isEqualTo(within(calls, now).mapToLong(c -> c[1]).sum());
    }
  }

  @Test
  void askedBetweenNotes_countsUntilNow_fromTheNearestNote() {
    AverageWindow window = new AverageWindow(Duration.ofSeconds(2), 0);
    for (int second = 1; second <= 10; second++) {
      window.note(second * SECOND, second, second * 10L);
    }

    assertThat(window.until(10 * SECOND + SECOND / 4, 11, 117).count()).isEqualTo(11 - 8);
    assertThat(window.until(10 * SECOND + SECOND / 4, 11, 117).nanos()).isEqualTo(117 - 80);
    assertThat(window.until(10 * SECOND + SECOND * 3 / 4, 11, 117).count()).isEqualTo(11 - 9);
  }

  @Test
  void youngerThanTheWindow_countsFromItsBeginning() {
    AverageWindow window = new AverageWindow(Duration.ofSeconds(60), 5 * SECOND);
    window.note(6 * SECOND, 3, 30);

    assertThat(window.until(7 * SECOND, 4, 50).count()).isEqualTo(4);
  }

  @Test
  void nothingNotedForLong_countsFromTheLastNote() {
    AverageWindow window = new AverageWindow(Duration.ofSeconds(60), 0);
    window.note(SECOND, 3, 30);

    assertThat(window.until(1000 * SECOND, 4, 50).count()).isEqualTo(1);
  }

  private static Stream<long[]> within(List<long[]> calls, long now) {
    return calls.stream().filter(call -> call[0] > now - 60 * SECOND && call[0] <= now);
  }
}
