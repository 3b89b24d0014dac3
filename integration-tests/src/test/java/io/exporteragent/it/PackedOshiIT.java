package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.it.fixtures.PackedOshi;
import io.exporteragent.testing.Finished;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** OSHI and JNA as they are packed leave the JVM as it is. */
class PackedOshiIT {
  /**
   * Would be loaded if a process were started, or a logger of the JDK asked for. The LogManager
   * itself is loaded by the JDK's beans, which do not initialise it.
   */
  private static final List<String> UNTOUCHED =
      List.of(
          "java.lang.ProcessBuilder",
          "java.lang.UNIXProcess",
          "java.lang.ProcessHandleImpl",
          "java.util.logging.LogManager$RootLogger",
          "java.util.logging.LogManager$SystemLoggerContext",
          "java.lang.System$LoggerFinder");

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void onLinux_nothingIsSet_started_orSaid(Jdk jdk) {
    try (Program oshi = ask(jdk, "ofThisSystem")) {
      isAnswered(oshi);
      isUntouched(oshi);
      assertThat(oshi.error()).isEmpty();
      assertThat(oshi.output()).contains(" oshi.").doesNotContain(" com.sun.jna.");
    }
  }

  @ParameterizedTest
  @MethodSource("io.exporteragent.it.Jdk#matrix")
  void withJna_nothingIsSetOrStarted_andTheJvmWarnsFrom24On(Jdk jdk) {
    try (Program oshi = ask(jdk, "ofJna")) {
      isAnswered(oshi);
      isUntouched(oshi);
      assertThat(oshi.output()).contains(" com.sun.jna.");
      if (jdk.feature() < 24) {
        assertThat(oshi.error()).isEmpty();
      } else {
        assertThat(oshi.errorLines())
            .filteredOn(line -> !line.isEmpty())
            .hasSize(4)
            .allMatch(line -> line.startsWith("WARNING: "))
            .anyMatch(line -> line.contains("--enable-native-access=ALL-UNNAMED"));
      }
    }
    if (jdk.feature() >= 24) {
      try (Program oshi = ask(jdk, "ofJna", "--enable-native-access=ALL-UNNAMED")) {
        isAnswered(oshi);
        assertThat(oshi.error()).isEmpty();
      }
    }
  }

  private static Program ask(Jdk jdk, String maker, String... options) {
    Program.Command command = Program.java(jdk).with(options).with("-verbose:class");
    if (jdk.feature() > 8) {
      command.with("--add-opens=java.base/java.util=ALL-UNNAMED");
    }
    return command
        .with("-cp", Program.classPath() + File.pathSeparator + Program.AGENT)
        .with(PackedOshi.class.getName(), Program.AGENT.toString(), maker)
        .start();
  }

  private static void isAnswered(Program oshi) {
    assertThat(oshi.exitCode()).as(oshi.error()).isZero();
    assertThat(said(oshi))
        .anyMatch(line -> line.matches("cpu times: [1-9]\\d*"))
        .anyMatch(line -> line.matches("mounts: [1-9]\\d*"))
        .contains("memory: one")
        .anyMatch(line -> line.matches("network: [1-9]\\d*"))
        .anyMatch(line -> line.matches("disks: \\d+"))
        .anyMatch(line -> line.matches("sensors: \\d+"));
  }

  private static void isUntouched(Program oshi) {
    assertThat(said(oshi)).contains("properties set: {}", "default time zone: null");
    String output = oshi.output();
    assertThat(output).contains(" java.util.TimeZone ", " oshi.util.NoTimeZone ");
    for (String type : UNTOUCHED) {
      assertThat(output).doesNotContain(" " + type + " ");
    }
  }

  private static List<String> said(Program oshi) {
    return Stream.of(oshi.output().split("\n"))
        .filter(line -> line.startsWith("> "))
        .map(line -> line.substring(2))
        .toList();
  }

  /**
   * What {@code RenameInLibraries} is for. That a command is run with a prefix such as sudo is a
   * matter of OSHI's configuration, which the agent clears.
   */
  @Test
  void noOtherClass_forks_logs_orDeterminesTheTimeZone() throws IOException {
    for (Map.Entry<String, byte[]> file : AgentJar.core().entrySet()) {
      String name = file.getKey();
      if (name.matches("(oshi|com/sun/jna)/.*\\.class")) {
        String content = new String(file.getValue(), ISO_8859_1);
        assertThat(content)
            .as(name)
            .doesNotContain("java/util/TimeZone", "java/util/logging/", "java/lang/ProcessBuilder");
        if (!name.equals("oshi/util/PrivilegedUtil.class")) {
          assertThat(content).as(name).doesNotContain("()Ljava/lang/Runtime;");
        }
      }
    }
  }

  @Test
  void libraryThatDoesItElsewhere_stopsTheBuild(@TempDir Path libraries) throws IOException {
    Path parser = libraries.resolve("oshi/util/ParseUtil.class");
    Files.createDirectories(parser.getParent());
    Files.write(parser, AgentJar.core().get("oshi/util/ParseUtil.class"));
    Finished build =
        Finished.run(
            Jdk.all().get(0).tool("java"),
            Program.AGENT
                .resolve("../../../bootstrap/src/build/java/RenameInLibraries.java")
                .normalize()
                .toString(),
            libraries.toString());
    assertThat(build.exit()).isEqualTo(1);
    assertThat(build.output().lines())
        .singleElement()
        .asString()
        .startsWith("RenameInLibraries: java/util/TimeZone is in 0 constants of ")
        .contains("and was in 2");
  }
}
