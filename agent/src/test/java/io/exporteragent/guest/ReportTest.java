package io.exporteragent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
  private final Report report = new Report("works", time::get);
  private final List<String> messages = new ArrayList<>();

  @Test
  void stateThatLasts_isSaidOnce_theInitialOneNever() {
    for (int i = 0; i < 3; i++) {
      is("works");
    }
    for (int i = 0; i < 3; i++) {
      is("broken");
      time.addAndGet(TimeUnit.HOURS.toNanos(1));
    }
    assertThat(messages).containsExactly("broken");
  }

  @Test
  void subjectThatFlaps_isSpokenOfOnceAMinute_andLastlyOfItsLastState() {
    for (int second = 0; second < 150; second++) {
      is(second % 2 == 0 ? "broken" : "works");
      time.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }
    assertThat(messages).containsExactly("broken", "works", "broken");
    is("works");
    assertThat(messages).hasSize(3);
    time.addAndGet(TimeUnit.MINUTES.toNanos(1));
    is("works");
    assertThat(messages).hasSize(4).last().isEqualTo("works");
  }

  @Test
  void whatIsNoState_changesNone_andCountsForTheMinute() {
    assertThat(report.say(() -> "by the way", messages::add)).isTrue();
    assertThat(report.say(() -> "by the way", messages::add)).isFalse();
    is("broken");
    assertThat(messages).containsExactly("by the way");
    time.addAndGet(TimeUnit.MINUTES.toNanos(1));
    is("works");
    is("broken");
    assertThat(messages).containsExactly("by the way", "broken");
  }

  private void is(String state) {
    report.state(state, () -> state, messages::add);
  }
}
