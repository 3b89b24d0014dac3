package io.exporteragent.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.attach.linux.LinuxProcess;
import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ServerSettings;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TargetTest {
  private static final Tool TOOL =
      new Tool(Path.of("/opt/exporter-agent.jar"), "1", new ArgumentGrammar(List.of()));

  private final long pid = ProcessHandle.current().pid();
  private final Tool.Command command = new Tool.Command(TOOL, "attach", pid, "");
  private final Target target = new Target(command);

  @Test
  @EnabledOnOs(OS.LINUX)
  void portInUse_isReportedWithItsOwner() throws IOException {
    Path proc = Path.of("/proc");
    LinuxProcess own = requireNonNull(LinuxProcess.read(proc, pid));
    Target onLinux = new LinuxTarget(proc, own, own, command);
    int port;
    try (ServerSocket taken = Ports.taken()) {
      port = taken.getLocalPort();
      String owner = "port %d is in use by pid %d (java)".formatted(port, pid);
      assertThat(onLinux.obstacle(ServerSettings.of("127.0.0.1", port))).isEqualTo(owner);
      assertThat(onLinux.obstacle(ServerSettings.of("0.0.0.0", port))).isEqualTo(owner);
      assertThat(new LinuxTarget(Path.of("/none"), own, own, command).owner(port)).isEmpty();
      assertThat(target.obstacle(ServerSettings.of("127.0.0.1", port)))
          .isEqualTo("port %d is in use".formatted(port));
    }
    assertThat(onLinux.obstacle(ServerSettings.of("127.0.0.1", port))).isNull();
  }

  @Test
  void otherTroubles_areLeftToTheTarget() {
    assertThat(target.obstacle(ServerSettings.of("127.0.0.1", 0))).isNull();
    assertThat(target.obstacle(ServerSettings.of("192.0.2.1", 8000))).isNull();
    assertThat(target.obstacle(ServerSettings.of("nowhere.invalid", 8000))).isNull();
  }
}
