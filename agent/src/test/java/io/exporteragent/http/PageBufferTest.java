package io.exporteragent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageBufferTest {
  private static final int LIMIT = 1 << 20;

  private final AnswerMemory memory = new AnswerMemory(LIMIT);
  private final PageBuffer.Pieces pieces = new PageBuffer.Pieces();

  @Test
  void bytes_comeOutAsTheyWentIn() throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[200_000];
    random.nextBytes(bytes);

    for (int page = 0; page < 3; page++) {
      PageBuffer buffer = new PageBuffer(pieces, claim());
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
    PageBuffer buffer = new PageBuffer(pieces, claim());
    byte[] bytes = new byte[32 * 1024];

    buffer.write(bytes, 0, bytes.length);

    assertThat(content(buffer)).isEqualTo(bytes);
  }

  @Test
  void releasedPage_leavesNothingToTheNext() throws IOException {
    PageBuffer first = new PageBuffer(pieces, claim());
    first.write(new byte[] {1, 2, 3}, 0, 3);
    first.release();
    PageBuffer second = new PageBuffer(pieces, claim());
    second.write(4);

    assertThat(first.size()).isZero();
    assertThat(content(first)).isEmpty();
    assertThat(content(second)).containsExactly(4);
  }

  @Test
  void sharedPage_isReleasedByTheLastOne() throws IOException {
    PageBuffer page = new PageBuffer(pieces, claim());
    page.write(7);
    page.close();
    page.share();

    page.release();
    assertThat(content(page)).containsExactly(7);
    assertThat(memory.heldBytes()).isEqualTo(16 * 1024);

    page.release();
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void pageThatFindsNoRoom_saysWhatItNeeds() throws IOException {
    PageBuffer first = new PageBuffer(pieces, claim());
    first.write(new byte[LIMIT - 1], 0, LIMIT - 1);
    PageBuffer second = new PageBuffer(pieces, claim());

    assertThatThrownBy(() -> second.write(1))
        .isInstanceOfSatisfying(
            NoRoomException.class, e -> assertThat(e.neededBytes()).isEqualTo(16 * 1024));
    first.release();
    second.write(1);
    assertThat(content(second)).containsExactly(1);
  }

  @Test
  void pageAlone_mayBeOfAnySize() throws IOException {
    PageBuffer page = new PageBuffer(pieces, claim());
    page.write(new byte[3 * LIMIT], 0, 3 * LIMIT);

    assertThat(memory.admit(memory.new Claim(), 1)).isFalse();
    page.release();
    assertThat(memory.admit(memory.new Claim(), 3 * LIMIT)).isTrue();
  }

  private AnswerMemory.Claim claim() {
    AnswerMemory.Claim claim = memory.new Claim();
    assertThat(memory.admit(claim, 0)).isTrue();
    return claim;
  }

  private static byte[] content(PageBuffer page) {
    byte[] content = new byte[(int) page.size()];
    ByteBuffer to = ByteBuffer.allocate(20_000);
    for (int at = 0; at < content.length; at += to.limit()) {
      to.clear();
      page.copyTo(at, to);
      to.flip();
      to.get(content, at, to.limit());
    }
    return content;
  }
}
