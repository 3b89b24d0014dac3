package io.exporteragent.attach;

import static io.exporteragent.attach.linux.ProcTree.DOES_NOT;
import static io.exporteragent.attach.linux.ProcTree.HANDLES_SIGQUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.attach.linux.LinuxProcess;
import io.exporteragent.attach.linux.ProcTree;
import io.exporteragent.config.ArgumentGrammar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PreflightTest {
  private static final Tool TOOL =
      new Tool(Path.of("/opt/exporter-agent.jar"), "1", new ArgumentGrammar(List.of()));
  private static final String LIBJVM = "7f00-7f01 r-xp 0 fe:00 1 /jdk/lib/server/libjvm.so\n";

  @TempDir private Path directory;
  private ProcTree tree;

  @BeforeEach
  void addOwnProcess() throws IOException {
    tree = new ProcTree(directory);
    tree.add(1, "java", "R", HANDLES_SIGQUIT, LIBJVM);
  }

  @Test
  void jvmOfThisUser_mayBeAttachedTo() throws Exception {
    tree.add(2, "java", "S", HANDLES_SIGQUIT, LIBJVM);
    assertThat(check(2).pid()).isEqualTo(2);
  }

  @Test
  void zombie_isNoProcessAnyMore() throws IOException {
    tree.add(2, "java", "Z (zombie)", HANDLES_SIGQUIT, "");
    refused(2, Reason.NO_SUCH_PROCESS, "there is no such process");
  }

  @Test
  void commandItself_isRefused() {
    refused(1, Reason.NOT_PERMITTED, "it is this command itself");
  }

  @Test
  void jvmThatWouldDieOfTheSignal_isNotSentIt() throws IOException {
    tree.add(2, "java", "R", DOES_NOT, LIBJVM);
    refused(2, Reason.NOT_SERVING, "it is still starting");
    tree.add(2, "java", "R", DOES_NOT, "");
    refused(2, Reason.NOT_A_JVM, "it is not a JVM but java");
  }

  @Test
  void otherUser_isRefusedWithTheCommand() throws IOException {
    tree.add(2, 2, "java", "S", 1001, HANDLES_SIGQUIT, LIBJVM);
    refused(
        2,
        Reason.NOT_PERMITTED,
        "it runs as #1001 and not as this user; run: sudo -u '#1001' java -jar /opt/exporter-agent.jar attach 2 8000");
  }

  @Test
  void root_mayGoOn() throws Exception {
    tree.add(1, 1, "java", "R", 0, HANDLES_SIGQUIT, LIBJVM);
    tree.add(2, 2, "java", "S", 1001, HANDLES_SIGQUIT, LIBJVM);
    assertThat(check(2).user()).isEqualTo(1001);
  }

  @Test
  void socketLeftByAJvmOfAnotherUser_isNamed() throws Exception {
    Path process = tree.add(2, 2, "java", "S", 1001, HANDLES_SIGQUIT, LIBJVM);
    Path socket = Files.createDirectories(process.resolve("root/tmp")).resolve(".java_pid7");
    int user = (int) Files.getAttribute(Files.createFile(socket), "unix:uid");
    tree.add(1, 1, "java", "R", 0, HANDLES_SIGQUIT, LIBJVM);
    refused(
        2,
        Reason.FAILED,
        "%s was left by a JVM that was killed, and is in the way of its own; remove it as its owner or root: rm %s"
            .formatted(socket, socket));
    tree.add(2, 2, "java", "S", user, HANDLES_SIGQUIT, LIBJVM);
    assertThat(check(2).pid()).isEqualTo(2);
  }

  @Test
  void disablingOption_isNamed() throws IOException {
    Path process = tree.add(2, "java", "S", HANDLES_SIGQUIT, LIBJVM);
    Files.writeString(process.resolve("cmdline"), "java\0-XX:+DisableAttachMechanism\0Shop\0");
    refused(
        2,
        Reason.DISABLED,
        "it was started with -XX:+DisableAttachMechanism; start it without that option, or with -javaagent:/opt/exporter-agent.jar=8000");
  }

  private LinuxProcess check(long pid) throws AttachException {
    return new Preflight(directory, tree.process(1), new Tool.Command(TOOL, "attach", pid, "8000"))
        .check(TimeLimit.in(Duration.ZERO));
  }

  private void refused(long pid, Reason reason, String message) {
    assertThatExceptionOfType(AttachException.class)
        .isThrownBy(() -> check(pid))
        .withMessageStartingWith(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
