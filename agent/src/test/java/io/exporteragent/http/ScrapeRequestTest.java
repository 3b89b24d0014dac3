package io.exporteragent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeRequestTest {
  @ParameterizedTest
  @CsvSource({
    "10, 9500",
    "15.000000, 14500",
    "2, 1500",
    "1, 750",
    "0.2, 150",
    "60.5, 60000",
    "3600, 60000",
  })
  void timeout_leavesTimeToSend(String seconds, long millis) {
    assertThat(ScrapeRequest.timeoutNanos(seconds)).isEqualTo(Duration.ofMillis(millis).toNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "-1", "NaN", "Infinity", "-Infinity", "1e999", "10s"})
  void nonsense_isTenSeconds(String seconds) {
    assertThat(ScrapeRequest.timeoutNanos(seconds)).isEqualTo(Duration.ofMillis(9500).toNanos());
  }

  @Test
  void absent_isTenSeconds() {
    assertThat(ScrapeRequest.timeoutNanos(null)).isEqualTo(Duration.ofMillis(9500).toNanos());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a_total",
        "a_created",
        "a_bucket",
        "a_count",
        "a_sum",
        "a_info",
        "a_gcount",
        "a_gsum"
      })
  void name_matchesTheFamilyOfASample(String requested) {
    Predicate<String> names = ScrapeRequest.names(new String[] {"other", requested});
    assertThat(names).accepts("a", "other").rejects("b", "a_b", "");
  }

  @Test
  void noNames_matchesEverything() {
    assertThat(ScrapeRequest.names(null)).accepts("a", "");
    assertThat(ScrapeRequest.names(new String[0])).accepts("a");
  }
}
