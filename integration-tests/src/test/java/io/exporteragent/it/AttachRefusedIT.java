package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be attached to is told so in one line, and is as it was. */
class AttachRefusedIT {
  private static final Jdk JDK = Jdk.all().get(0);

  @TempDir private Path directory;

  @Jdk.Each
  void processThatIsNoJvm_isLeftAlone(Jdk jdk) {
    try (Program sleep = Program.command("sleep").with("300").start()) {
      for (String verb : List.of("attach", "status", "detach")) {
        assertThat(refused(jdk, 4, verb, pid(sleep)))
            .startsWith("exporter-agent: process " + pid(sleep) + ": it is not a JVM but sleep")
            .endsWith("java -jar " + Program.AGENT + " list");
      }
      assertThat(sleep.isAlive()).isTrue();
    }
  }

  @Test
  void processThatIsNoMore_isNotFound() {
    long pid;
    try (Program sleep = Program.command("true").start()) {
      sleep.exitCode();
      pid = sleep.pid();
    }
    assertThat(refused(JDK, 3, "attach", Long.toString(pid))).contains("no such process");
    assertThat(refused(JDK, 3, "attach", "no-such-main-class")).contains("\"no-such-main-class\"");
  }

  @Test
  void threadOfAJvm_isToldFromTheJvm() throws IOException {
    try (Program program = obedient(JDK);
        var threads = Files.list(Path.of("/proc/" + program.pid() + "/task"))) {
      String thread =
          threads
              .map(path -> path.getFileName().toString())
              .filter(id -> !id.equals(pid(program)))
              .findFirst()
              .orElseThrow();
      assertThat(refused(JDK, 3, "attach", thread))
          .contains("it is a thread of process " + program.pid());
      program.runsOn();
    }
  }

  @Jdk.Each
  void attachingDisabled_saysByWhichOption(Jdk jdk) {
    String option = "-XX:+DisableAttachMechanism";
    try (Program program = obedient(jdk, option)) {
      for (String verb : List.of("attach", "status", "detach")) {
        assertThat(refused(jdk, 6, verb, pid(program)))
            .contains("it was started with " + option, "-javaagent:" + Program.AGENT);
      }
      assertThat(program.error()).isEmpty();
      program.runsOn();
    }
  }

  @Jdk.Each
  void loadingDisabled_isSeenBefore_orWhenTheTargetRefuses(Jdk jdk) throws IOException {
    String option = "-XX:-EnableDynamicAgentLoading";
    Path hidden = Files.writeString(directory.resolve("options"), option);
    try (Program shown = obedient(jdk, option);
        Program file = obedient(jdk, "@" + hidden)) {
      for (Program program : List.of(shown, file)) {
        assertThat(refused(jdk, 6, "attach", pid(program), "localhost:0"))
            .contains("it was started with " + option, "=localhost:0");
        assertThat(refused(jdk, 9, "status", pid(program))).contains("it has no agent");
        program.runsOn();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
  void optionOfTheEnvironment_isSeenToo(String variable) {
    try (Program program =
        Program.java(JDK)
            .environment(variable, "-Dx=y -XX:+DisableAttachMechanism")
            .fixture(Obedient.class)
            .start()) {
      program.awaitOutput(compile("ready"));
      assertThat(refused(JDK, 6, "attach", pid(program))).contains("-XX:+DisableAttachMechanism");
      program.runsOn();
    }
  }

  @Jdk.Each
  void jvmThatStandsStill_isNotWaitedFor(Jdk jdk) {
    try (Program program = obedient(jdk)) {
      kill("-STOP", program);
      assertThat(refused(jdk, 8, "attach", pid(program), "0", "--timeout", "10m"))
          .contains("it is stopped", "kill -CONT " + program.pid());
      kill("-CONT", program);
      assertThat(program.error()).isEmpty();
      program.runsOn();
    }
  }

  @Jdk.Each
  void portInUse_isSeenBeforeAnythingIsLoaded(Jdk jdk) throws IOException {
    try (ServerSocket taken = Ports.taken();
        Program program = obedient(jdk)) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(refused(jdk, 7, "attach", pid(program), "127.0.0.1:" + port))
          .contains("port " + port + " is in use by pid " + ProcessHandle.current().pid());
      Files.writeString(
          directory.resolve("exporter.yml"), "server: {host: 127.0.0.1, port: " + port + "}");
      assertThat(
              refused(
                  jdk, 7, "attach", pid(program), "config=" + directory.resolve("exporter.yml")))
          .contains("port " + port);
      assertThat(program.error()).isEmpty();
      program.runsOn();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eighty", "port=8000,prot=1", "detach"})
  void argumentThatIsNotUnderstood_doesNotReachTheTarget(String argument) {
    try (Program program = obedient(JDK)) {
      assertThat(refused(JDK, 2, "attach", pid(program), argument)).contains("agent argument");
      assertThat(program.error()).isEmpty();
      program.runsOn();
    }
  }

  @Test
  void configurationThatIsWrong_leavesTheAgentAsItWas() throws IOException {
    Path config = Files.writeString(directory.resolve("exporter.yml"), "cpus: false\n");
    try (Program program = DetachIT.attached(JDK);
        Program attach = AttachIT.attach(JDK, program, "localhost:0")) {
      URI url = AttachIT.urlOf(attach);
      assertThat(refused(JDK, 1, "attach", pid(program), "localhost:0:" + config))
          .contains("serves as before", config + ":1:1: unknown key \"cpus\"");
      assertThat(Page.get(url).value("orders_total")).isEqualTo(41);
    }
  }

  @Test
  void pathThatIsTooLong_isNotSent() {
    try (Program program = obedient(JDK)) {
      assertThat(refused(JDK, 1, "attach", pid(program), "0:/" + "x".repeat(1024)))
          .contains("and a JVM takes 1024");
      assertThat(program.error()).isEmpty();
      program.runsOn();
    }
  }

  private static Program obedient(Jdk jdk, String... options) {
    Program program = Program.java(jdk).with(options).fixture(Obedient.class).start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  private static void kill(String signal, Program program) {
    Finished.run("kill", signal, pid(program)).succeeded();
  }

  static String pid(Program program) {
    return Long.toString(program.pid());
  }

  /** The one line a refusal consists of. */
  static String refused(Jdk jdk, int exitCode, String... commandLine) {
    try (Program tool = Program.commandLine(jdk, commandLine).start()) {
      assertThat(tool.exitCode()).as(tool.error()).isEqualTo(exitCode);
      assertThat(tool.output()).isEmpty();
      assertThat(tool.errorLines()).hasSize(1);
      return tool.errorLines().get(0);
    }
  }
}
