package io.exporteragent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageBufferTest {
  private final PageBuffer.Pieces pieces = new PageBuffer.Pieces();

  @Test
  void bytes_comeOutAsTheyWentIn() throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[200_000];
    random.nextBytes(bytes);

    for (int page = 0; page < 3; page++) {
      PageBuffer buffer = new PageBuffer(pieces);
      buffer.write(bytes[0]);
      int written = 1;
      while (written < bytes.length) {
        int more = Math.min(random.nextInt(40_000), bytes.length - written);
        buffer.write(bytes, written, more);
        written += more;
      }

      assertThat(buffer.size()).isEqualTo(bytes.length);
      assertThat(content(buffer)).isEqualTo(bytes);
      buffer.release();
    }
  }

  @Test
  void wholePieces_areNotFollowedByAnEmptyOne() throws IOException {
    PageBuffer buffer = new PageBuffer(pieces);
    byte[] bytes = new byte[32 * 1024];

    buffer.write(bytes, 0, bytes.length);

    assertThat(content(buffer)).isEqualTo(bytes);
  }

  @Test
  void releasedPage_leavesNothingToTheNext() throws IOException {
    PageBuffer first = new PageBuffer(pieces);
    first.write(new byte[] {1, 2, 3}, 0, 3);
    first.release();
    PageBuffer second = new PageBuffer(pieces);
    second.write(4);

    assertThat(first.size()).isZero();
    assertThat(content(first)).isEmpty();
    assertThat(content(second)).containsExactly(4);
  }

  private static byte[] content(PageBuffer buffer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    buffer.writeTo(out);
    return out.toByteArray();
  }
}
