package io.exporteragent.source.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0s, 0",
    "500ms, 0.5",
    "1.5s, 1.5",
    "1h2m3s, 3723",
    "1y2w3d, 33004800",
    "12us, 0.000012",
    "12µs, 0.000012",
    "7ns, 0.000000007",
    "-1m, -60",
    "PT1M30S, 90",
    "P1DT0.5S, 86400.5",
    "-PT1S, -1"
  })
  void duration_isInSeconds(String text, double seconds) {
    assertThat(DurationText.parse(text)).isCloseTo(seconds, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "5", "s", "1s ", "1 s", "1x", "1s2", "--1s", "P", "PT", "1.s", "1,5s"})
  void whatIsNoDuration_isNaN(String text) {
    assertThat(DurationText.parse(text)).isNaN();
  }
}
