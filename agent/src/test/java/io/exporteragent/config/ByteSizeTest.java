package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1023, 1023, 1023",
    "1024, 1024, 1KiB",
    "512KiB, 524288, 512KiB",
    "1536KiB, 1572864, 1536KiB",
    "1MiB, 1048576, 1MiB",
    "1GiB, 1073741824, 1GiB"
  })
  void size_isUnderstood(String text, long bytes, String shortest) {
    assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    assertThat(ByteSize.format(bytes)).isEqualTo(shortest);
  }

  @ParameterizedTest
  @CsvSource({"''", "-1", "1MB", "1M", "1mib", "1 MiB", "1.5MiB", "KiB", "9999999999"})
  void anythingElse_isNot(String text) {
    assertThat(ByteSize.parse(text)).isEqualTo(-1);
  }
}
