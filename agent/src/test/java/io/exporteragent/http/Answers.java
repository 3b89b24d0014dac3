package io.exporteragent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers that come over one connection, read one after the other until it is closed. */
final class Answers {
  private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");

  private Answers() {}

  /**
   * How many there are. Fails unless one ends where the next begins.
   *
   * @param toHead for each answer whether it is one without a body
   */
  static int count(InputStream in, List<Boolean> toHead) throws IOException {
    int count = 0;
    for (String head = head(in); !head.isEmpty(); head = head(in)) {
      assertThat(head).startsWith("HTTP/1.1 ");
      Matcher length = LENGTH.matcher(head);
      assertThat(length.find()).isTrue();
      if (count >= toHead.size() || !toHead.get(count)) {
        in.skipNBytes(Integer.parseInt(length.group(1)));
      }
      count++;
    }
    return count;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.append((char) b);
      if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        return head.toString();
      }
    }
    assertThat(head).isEmpty();
    return "";
  }

  /** Whether there is none but the head, of each that should come for these bytes. */
  static List<Boolean> expected(byte[] bytes) {
    RequestReader reader = new RequestReader();
    List<Boolean> toHead = new ArrayList<>();
    try {
      reader.append(ByteBuffer.wrap(bytes));
      for (Request next = reader.next(); next != null; next = reader.next()) {
        toHead.add(next.isHead());
        if (!next.keepsAlive()) {
          break;
        }
      }
    } catch (BadRequest e) {
      toHead.add(false);
    }
    return toHead;
  }
}
