package io.exporteragent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ToolTest {

  @Test
  void command_canBePastedIntoAShell() {
    assertThat(new Tool(Path.of("/opt/agent.jar"), "1").command("attach", "42", ""))
        .isEqualTo("java -jar /opt/agent.jar attach 42");
    assertThat(new Tool(Path.of("/o p/it's.jar"), "1").command("attach", "42", "0:/a b.yml"))
        .isEqualTo("java -jar '/o p/it'\\''s.jar' attach 42 '0:/a b.yml'");
  }
}
