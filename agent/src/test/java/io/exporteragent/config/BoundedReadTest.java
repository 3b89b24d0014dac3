package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedReadTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 100_000})
  void contentOfTheLimit_isRead_andOneByteMoreIsNot(int length) throws IOException {
    byte[] content = content(length);
    Path file = Files.write(directory.resolve("file"), content);
    assertThat(BoundedRead.all(file, length)).isEqualTo(content);
    assertThat(BoundedRead.all(file, length - 1)).isNull();
  }

  @Test
  void streamThatIsTooLong_isLeftBehindOneByteAfterTheLimit() throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(content(100));
    assertThat(BoundedRead.all(in, 10)).isNull();
    assertThat(in.available()).isEqualTo(89);
  }

  @Test
  void beginning_isCutOffAtTheLimit() throws IOException {
    byte[] content = content(20_000);
    assertThat(BoundedRead.beginning(new ByteArrayInputStream(content), 10_000))
        .isEqualTo(Arrays.copyOf(content, 10_000));
    assertThat(BoundedRead.beginning(new ByteArrayInputStream(content), Integer.MAX_VALUE))
        .isEqualTo(content);
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) i;
    }
    return content;
  }
}
