package io.exporteragent.source.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes are loaded without end, and the page is scraped ten times a second. */
class SearchBudgetTest {
  private static final int SCRAPES_IN_A_MINUTE = 600;

  private final AtomicLong time = new AtomicLong(-17);
  private final AtomicLong cpu = new AtomicLong(42);
  private final SearchBudget budget = new SearchBudget(time::get, cpu::get);

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 10, 30, 100})
  void atMostHalfAPercentOfAMinute_andATenthOfTenMinutes_areSpent(long costMillis) {
    List<Integer> looks = looksInMinutes(30, costMillis);
    for (int start = 0; start < 20 * SCRAPES_IN_A_MINUTE; start += 10) {
      assertThat(spent(looks, costMillis, start, start + SCRAPES_IN_A_MINUTE))
          .as("ms of the minute from %d on", start)
          .isLessThanOrEqualTo(300);
      assertThat(spent(looks, costMillis, start, start + 10 * SCRAPES_IN_A_MINUTE))
          .as("ms of the ten minutes from %d on", start)
          .isLessThanOrEqualTo(600);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 10})
  void looks_areAtMostASecondApart_whileAnApplicationStarts(long costMillis) {
    List<Integer> looks = looksInMinutes(1, costMillis);
    for (int i = 1; looks.get(i) < 200; i++) {
      assertThat(looks.get(i) - looks.get(i - 1)).isLessThanOrEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 10})
  void applicationThatComesToRest_isLookedAtSoonWhenItLoadsClassesAgain(long costMillis) {
    looksInMinutes(1, costMillis);
    time.addAndGet(TimeUnit.MINUTES.toNanos(10));
    List<Integer> looks = looksInMinutes(1, costMillis);
    assertThat(looks.get(0)).isZero();
    assertThat(looks.get(1)).isLessThanOrEqualTo(10);
  }

  /** At which scrapes there is a look. */
  private List<Integer> looksInMinutes(int minutes, long costMillis) {
    List<Integer> looks = new ArrayList<>();
    for (int scrape = 0; scrape < minutes * SCRAPES_IN_A_MINUTE; scrape++) {
      if (budget.allows()) {
        looks.add(scrape);
        budget.begin();
        cpu.addAndGet(TimeUnit.MILLISECONDS.toNanos(costMillis));
        budget.end();
      }
      time.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    }
    return looks;
  }

  private static long spent(List<Integer> looks, long costMillis, int from, int to) {
    return costMillis * looks.stream().filter(look -> look >= from && look < to).count();
  }
}
