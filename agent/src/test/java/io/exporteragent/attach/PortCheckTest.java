package io.exporteragent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ServerSettings;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PortCheckTest {
  private final PortCheck check = new PortCheck(Path.of("/proc"));

  @Test
  void portInUse_isToldWithItsOwner() throws IOException {
    int port;
    try (ServerSocket taken = Ports.taken()) {
      port = taken.getLocalPort();
      String owner =
          "port %d is in use by pid %d (java)".formatted(port, ProcessHandle.current().pid());
      assertThat(check.obstacle(ServerSettings.of("127.0.0.1", port))).isEqualTo(owner);
      assertThat(check.obstacle(ServerSettings.of("0.0.0.0", port))).isEqualTo(owner);
      assertThat(new PortCheck(Path.of("/none")).obstacle(ServerSettings.of("127.0.0.1", port)))
          .isEqualTo("port %d is in use".formatted(port));
    }
    assertThat(check.obstacle(ServerSettings.of("127.0.0.1", port))).isNull();
  }

  @Test
  void otherTroubles_areLeftToTheTarget() {
    assertThat(check.obstacle(ServerSettings.of("127.0.0.1", 0))).isNull();
    assertThat(check.obstacle(ServerSettings.of("192.0.2.1", 8000))).isNull();
    assertThat(check.obstacle(ServerSettings.of("nowhere.invalid", 8000))).isNull();
  }
}
