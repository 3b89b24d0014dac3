package io.exporteragent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherJvmsTest {

  @Test
  void whatCanBeSeen_staysAsItIs() {
    String text = "com.acme.Shop /opt/caf\u00e9 \u5e97.jar \ud83d\ude00 ~'\"$(id)";
    assertThat(OtherJvms.plain(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b", "\n", "\r", "\t", "\b", "\u0000", "\u007f", // C0
        "\u0080", "\u0085", "\u009b",
        "\u009f", // C1: the second last begins sequences as ESC [ does
        "\u202e", "\u2066", "\u200b", "\u200f", "\ufeff", "\u00ad", // directions, not to be seen
        "\u2028", "\u2029", "\ud83d", "\ude00"
      })
  void whatATerminalMayObey_orHide_isReplaced(String character) {
    assertThat(OtherJvms.plain("a" + character + "b")).isEqualTo("a?b");
  }
}
