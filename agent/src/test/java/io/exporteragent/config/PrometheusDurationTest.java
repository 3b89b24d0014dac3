package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S, 0",
    "0s, PT0S, 0",
    "500ms, PT0.5S, 500ms",
    "10s, PT10S, 10s",
    "1m30s, PT1M30S, 1m30s",
    "90s, PT1M30S, 1m30s",
    "1h, PT1H, 1h",
    "1d, P1D, 1d",
    "2w, P14D, 2w",
    "1y, P365D, 1y",
    "1y2w3d4h5m6s7ms, P382DT4H5M6.007S, 1y2w3d4h5m6s7ms"
  })
  void asPrometheusWritesIt_isUnderstood(String text, Duration duration, String shortest) {
    assertThat(PrometheusDuration.parse(text)).isEqualTo(duration);
    assertThat(PrometheusDuration.format(duration)).isEqualTo(shortest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "s",
        "-1s",
        "+1s",
        "1.5s",
        "1s1m",
        "1s1s",
        "1 s",
        " 1s",
        "1S",
        "1us",
        "1m 30s",
        "9999999999y",
        "99999999999999999999ms"
      })
  void anythingElse_isNot(String text) {
    assertThat(PrometheusDuration.parse(text)).isNull();
  }

  @Test
  void longText_isRefusedUnread() {
    assertThat(PrometheusDuration.parse("1".repeat(1 << 20) + "s")).isNull();
  }
}
