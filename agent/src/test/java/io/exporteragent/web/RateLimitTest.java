package io.exporteragent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void burst_comesAtOnceAndThenOneEachInterval() {
    RateLimit limit = new RateLimit(Duration.ofSeconds(1), 3, 0);

    assertThat(limit.admits(0)).isTrue();
    assertThat(limit.admits(0)).isTrue();
    assertThat(limit.admits(0)).isTrue();
    assertThat(limit.admits(0)).isFalse();
    assertThat(limit.admits(SECOND - 1)).isFalse();
    assertThat(limit.admits(SECOND)).isTrue();
    assertThat(limit.admits(SECOND)).isFalse();
  }

  @Test
  void pause_savesNoMoreThanTheBurst() {
    RateLimit limit = new RateLimit(Duration.ofSeconds(1), 2, 0);

    assertThat(limit.admits(100 * SECOND)).isTrue();
    assertThat(limit.admits(100 * SECOND)).isTrue();
    assertThat(limit.admits(100 * SECOND)).isFalse();
  }

  @Test
  void noInterval_isNoLimit() {
    RateLimit limit = new RateLimit(Duration.ZERO, 0, 0);

    for (int i = 0; i < 1_000; i++) {
      assertThat(limit.admits(0)).isTrue();
    }
  }

  @Test
  void hugeNumbers_areALimitToo() {
    RateLimit limit = new RateLimit(Duration.ofNanos(Long.MAX_VALUE), Integer.MAX_VALUE, 0);

    assertThat(limit.admits(0)).isTrue();
  }
}
