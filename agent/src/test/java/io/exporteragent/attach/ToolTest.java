package io.exporteragent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.testing.Finished;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTest {

  @Test
  void command_canBePastedIntoAShell() {
    assertThat(
            new Tool(Path.of("/opt/agent.jar"), "1", new ArgumentGrammar(List.of()))
                .commandLine("attach", "42", ""))
        .isEqualTo("java -jar /opt/agent.jar attach 42");
    assertThat(
            new Tool(Path.of("/o p/it's.jar"), "1", new ArgumentGrammar(List.of()))
                .commandLine("attach", "42", "0:/a b.yml"))
        .isEqualTo("java -jar '/o p/it'\\''s.jar' attach 42 '0:/a b.yml'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(id)",
        "`id`",
        "it's",
        "\"; id; \"",
        "a\\b",
        "~root",
        "a\nb",
        "*",
        "!!",
        "#1001"
      })
  void quotedWord_isThatWordToAShell(String word) {
    assertThat(Finished.run("sh", "-c", "printf %s " + Tool.quoted(word)).output()).isEqualTo(word);
  }
}
