package io.exporteragent.source.mbean.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PackRestTest {
  private static final long CHEAP = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long COSTLY = CHEAP + 1;

  private final AtomicLong clock = new AtomicLong(-5);
  private final PackRest rest = new PackRest(clock::get);

  @Test
  void oneCostlyScrape_provesNothing() {
    assertThat(rest.spent(COSTLY, false)).isFalse();
    assertThat(rest.spent(CHEAP, false)).isFalse();
    assertThat(rest.spent(COSTLY, false)).isFalse();
    assertThat(rest.isResting()).isFalse();
  }

  @Test
  void twoCostlyScrapesInARow_areARestOfAMinute() {
    rest.spent(COSTLY, false);
    assertThat(rest.spent(COSTLY, false)).isTrue();

    assertThat(rest.isResting()).isTrue();
    clock.addAndGet(TimeUnit.SECONDS.toNanos(60) - 1);
    assertThat(rest.isResting()).isTrue();
    clock.addAndGet(1);
    assertThat(rest.isResting()).isFalse();
  }

  @Test
  void scrapesThatBuildPlans_countHalf() {
    assertThat(rest.spent(COSTLY, true)).isFalse();
    assertThat(rest.spent(COSTLY, false)).isFalse();
    assertThat(rest.spent(COSTLY, true)).isTrue();
  }

  @Test
  void afterARest_oneCostlyScrapeIsEnough() {
    rest.spent(COSTLY, false);
    rest.spent(COSTLY, false);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(60));
    assertThat(rest.isResting()).isFalse();
    assertThat(rest.spent(COSTLY, false)).isTrue();

    clock.addAndGet(TimeUnit.SECONDS.toNanos(60));
    assertThat(rest.isResting()).isFalse();
    assertThat(rest.spent(CHEAP, false)).isFalse();
    assertThat(rest.spent(COSTLY, false)).isFalse();
  }
}
