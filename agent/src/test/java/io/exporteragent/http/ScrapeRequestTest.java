package io.exporteragent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
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
    Predicate<String> names = ScrapeRequest.matching(List.of("other", requested));
    assertThat(names).accepts("a", "other").rejects("b", "a_b", "");
  }

  @Test
  void noNames_matchesEverything() {
    assertThat(ScrapeRequest.matching(List.of())).accepts("a", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name[]=a&name%5B%5D=b | a b
          name[]=a+b&x          | a b
          name=a&name[]         |
          name[]=%C3%A4&&       | \u00e4
          a=b                   |
          name[]==              | =
          """)
  void names_areReadFromTheQuery(String query, String names) throws BadRequest {
    assertThat(String.join(" ", ScrapeRequest.names(query))).isEqualTo(names == null ? "" : names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name[]=%", "name[]=%4", "name[]=%zz", "%=1", "a=1&name[]=%-1"})
  void malformedQuery_isRefused(String query) {
    assertThatThrownBy(() -> ScrapeRequest.names(query)).isInstanceOf(BadRequest.class);
  }
}
