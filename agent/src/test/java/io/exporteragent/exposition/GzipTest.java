package io.exporteragent.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "x-gzip",
        "gzip;q=0.5",
        "gzip; q=1.0",
        "deflate, gzip",
        "gzip, identity",
        "gzip;q=0.8, identity;q=0.8",
        "*",
        "*;q=0.1",
        "br;q=1.0, gzip;q=0.8, *;q=0.1",
        "identity;q=0, *",
      })
  void gzip(String header) {
    assertThat(Gzip.isAccepted(List.of(header))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "deflate",
        "gzip;q=0",
        "gzip;q=0.0",
        "gzip;q=0, *",
        "*;q=0",
        "identity;q=1, gzip;q=0.5",
        "identity, *;q=0.5",
        "gzip;q=x",
        "gzipped",
        ";;,,=",
      })
  void plain(String header) {
    assertThat(Gzip.isAccepted(List.of(header))).isFalse();
  }

  @Test
  void absent_isPlain() {
    assertThat(Gzip.isAccepted(null)).isFalse();
  }
}
