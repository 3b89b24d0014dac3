package io.exporteragent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextBufferTest {
  private final TextBuffer text = new TextBuffer(1);

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        9,
        10,
        -1,
        -10,
        99,
        100,
        12_345,
        999_999_999_999_999_999L,
        1_000_000_000_000_000_000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
      })
  void integer_isWrittenInDecimal(long integer) {
    text.append('[').append(integer).append(']');

    assertThat(string()).isEqualTo("[" + integer + "]");
  }

  @Test
  void text_isUtf8_withQuestionMarksForHalfCharacters() {
    text.append("\u00e9\u20ac\uD83D\uDE00\uD83D").appendEscaped("\uDE00\"\n\\\u00e9", true);

    assertThat(string()).isEqualTo("\u00e9\u20ac\uD83D\uDE00??\\\"\\n\\\\\u00e9");
  }

  @Test
  void labels_areSeparatedByCommas() {
    text.append("x{");
    int start = text.length();
    text.appendLabel(start, "a", "1").appendLabel(start, "b", "\"");

    assertThat(string()).isEqualTo("x{a=\"1\",b=\"\\\"\"");
  }

  @Test
  void truncated_isGone() {
    text.append("abc").truncate(1);

    assertThat(string()).isEqualTo("a");
  }

  private String string() {
    return new String(text.array(), 0, text.length(), StandardCharsets.UTF_8);
  }
}
