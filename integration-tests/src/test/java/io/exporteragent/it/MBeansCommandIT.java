package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.exporteragent.it.fixtures.Explained;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command {@code mbeans}: what it tells of a running JVM, and what it leaves there: nothing.
 */
class MBeansCommandIT {
  private static final Jdk JDK = Jdk.all().get(0);

  @TempDir private Path directory;
  @TempDir private Path temporary;
  private Path rules;

  @BeforeEach
  void writeRules() throws IOException {
    rules =
        Files.writeString(
            directory.resolve("shop.yml"),
            """
            includeObjectNames: ["shop:*"]
            rules:
              - pattern: "shop<type=Orders><>(Accepted)"
                name: shop_orders_total
                type: COUNTER
                labels: {of: "$1"}
              - pattern: "shop<type=Orders><>Accepted: 42"
                name: never_seen
              - pattern: "shop<type=Returns>"
            """);
  }

  @Jdk.Each
  void everyValue_isExplained_andNothingIsLeftBehind(Jdk jdk) throws IOException {
    try (Program program = application(jdk)) {
      tell(program, "register");
      for (int round = 1; round <= 3; round++) {
        assertThat(mbeans(jdk, program, rules.toString()))
            .contains(
                "shop<type=Orders><>Accepted: 42",
                "  line 3: shop_orders_total{of=\"Accepted\"} 42.0 (counter)",
                "shop<type=Orders><>State: RUNNING",
                "  none: no rule matches",
                "shop<type=Orders><>Sizes:",
                "  none: neither a number nor text: an array",
                "java.lang:type=Memory",
                "  none: not read because of includeObjectNames, none of which matches it",
                "MBeans read: 1, values: 2, samples: 1");
        tell(program, "reads " + round);
        assertThat(program.output()).contains("read " + round + " times");
        requireNothingLeft(program, round);
      }
      assertThat(new Attachment(program).state().state()).isEmpty();
      assertThat(program.errorLines()).noneMatch(line -> line.startsWith("exporter-agent:"));
    }
  }

  @Test
  void options_narrowTheAnswer_andWriteJson() throws IOException {
    try (Program program = application(JDK)) {
      tell(program, "register");
      String file = rules.toString();
      assertThat(mbeans(JDK, program, file, "--grep", "orders_total\\{"))
          .containsExactly(
              "shop<type=Orders><>Accepted: 42",
              "  line 3: shop_orders_total{of=\"Accepted\"} 42.0 (counter)",
              "MBeans read: 1, values: 2, samples: 1");
      assertThat(mbeans(JDK, program, file, "--grep", "State", "--json"))
          .containsExactly(
              """
              {"bean":"shop:type=Orders","text":"shop<type=Orders><>State: RUNNING","line":null,"reason":"no rule matches"}\
              """,
              """
              {"note":"MBeans read: 1, values: 2, samples: 1"}\
              """);
      assertThat(mbeans(JDK, program, file, "--unused"))
          .containsExactly(
              "line 7 is shadowed: of the 1 values it matches, line 3 takes 1",
              "  shop<type=Orders><>Accepted: 42",
              "line 9 matches nothing",
              "  shop<type=Returns>",
              "MBeans read: 1, values: 2, samples: 1");
      requireNothingLeft(program, 1);
    }
  }

  @Test
  void withoutAFile_packsAreExplained_andWhatNobodyExports() throws IOException {
    Path pack =
        Files.writeString(
            directory.resolve("pack.yml"),
            """
            name: shop
            help: The shop.
            beans:
              - object: shop:type=Orders
                metrics:
                  - {attribute: State, name: shop_running, type: gauge, help: Runs., values: {RUNNING: 1}}
            """);
    Path own = Files.writeString(directory.resolve("own.yml"), "mbeans: {packs: [" + pack + "]}\n");
    try (Program program = application(JDK)) {
      tell(program, "register");
      List<String> unexported = List.of("shop:type=Orders Accepted", "  none: exported by nobody");
      assertThat(mbeans(JDK, program)).containsSubsequence(unexported);
      assertThat(mbeans(JDK, program, own.toString()))
          .containsSubsequence(
              "shop:type=Orders State: RUNNING",
              "  shop, line 6: shop_running 1.0 (gauge)",
              "pack \"shop\": MBeans read: 1, samples: 1")
          .containsSubsequence(unexported);
      tell(program, "reads");
      assertThat(program.output()).contains("read 0 times");
    }
  }

  @Test
  void whatCannotBeDone_isSaidInOneLine() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.yml"), "rules: [{pattern: \"(\"}]\n");
    try (Program program = application(JDK)) {
      assertThat(mbeans(JDK, program, rules.toString()))
          .containsExactly(
              "the application has made no platform MBean server, so there are no MBeans to read");
      tell(program, "register");
      refused(program, 1, "broken.yml:1:19: \"(\" at rules[0].pattern", broken.toString());
      refused(program, 1, "no such file", directory.resolve("none.yml").toString());
      refused(program, 2, "--grep \"(\" is not a regular expression", "--grep", "(");
      requireNothingLeft(program, 1);
    }
  }

  @Test
  void getterThatHangs_isLeft_andTheOthersAreExplained() throws IOException {
    try (Program program = application(JDK)) {
      tell(program, "register");
      tell(program, "hang");
      assertThat(mbeans(JDK, program, rules.toString()))
          .contains(
              "shop<type=Orders><>Accepted: 42",
              "shop:type=Queue Size",
              "  none: the MBean gives no value, or does not answer")
          .anyMatch(line -> line.contains("shop:type=Queue does not answer"));
      tell(program, "answer");
      requireNothingLeft(program, 1);
    }
  }

  @Jdk.Each
  void agentThatRuns_staysAsItIs(Jdk jdk) throws IOException {
    try (Program program =
        Program.java(jdk)
            .with("-Djava.io.tmpdir=" + temporary)
            .agent("localhost:0")
            .fixture(Explained.class)
            .start()) {
      requireSameAgent(jdk, program, rules);
    }
  }

  @Test
  void agentOfAnOlderJar_whichKnowsNoQuestions_staysAsItIs() throws IOException {
    Path older = withoutQuestions(directory.resolve("older.jar"));
    try (Program program =
        Program.java(JDK)
            .with("-Djava.io.tmpdir=" + temporary, "-javaagent:" + older + "=localhost:0")
            .fixture(Explained.class)
            .start()) {
      requireSameAgent(JDK, program, rules);
    }
  }

  private void requireSameAgent(Jdk jdk, Program program, Path file) throws IOException {
    program.serving();
    program.awaitOutput(compile("ready"));
    tell(program, "register");
    Attachment attachment = new Attachment(program);
    Attachment.State before = attachment.state();
    List<String> said = ofAgent(program);
    assertThat(mbeans(jdk, program, file.toString())).contains("shop<type=Orders><>Accepted: 42");
    assertThat(attachment.state()).isEqualTo(before);
    assertThat(ofAgent(program)).isEqualTo(said);
    assertThat(Page.metrics(before.server()).status()).isEqualTo(200);
    assertThat(temporary).isEmptyDirectory();
    assertThat(attachment.load("detach").state()).isEqualTo("stopped");
    requireNothingLeft(program, 1);
  }

  private static List<String> ofAgent(Program program) {
    return program.errorLines().stream()
        .filter(line -> line.startsWith("exporter-agent:"))
        .toList();
  }

  @Jdk.Each
  void root_asksJvmsOfOthers(Jdk jdk) throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root may do this");
    Files.setAttribute(temporary, "unix:mode", 01777);
    try (Program program =
        Program.command("setpriv")
            .with(AttachAcrossIT.NOBODY)
            .with(jdk.tool("java"), "-Djava.io.tmpdir=" + temporary)
            .fixture(Explained.class)
            .start()) {
      program.awaitOutput(compile("ready"));
      tell(program, "register");
      assertThat(mbeans(jdk, program, rules.toString()))
          .contains("  line 3: shop_orders_total{of=\"Accepted\"} 42.0 (counter)");
      try (Stream<Path> left = Files.list(temporary)) {
        assertThat(left).noneMatch(file -> file.toString().endsWith(".ask"));
      }
    }
  }

  private Program application(Jdk jdk) {
    Program program =
        Program.java(jdk).with("-Djava.io.tmpdir=" + temporary).fixture(Explained.class).start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  private static void tell(Program program, String command) {
    DetachIT.tell(program, command);
  }

  private void requireNothingLeft(Program program, int round) throws IOException {
    assertThat(temporary).isEmptyDirectory();
    tell(program, "loaders " + round);
    assertThat(program.output()).contains("collected").doesNotContain("still there");
    tell(program, "threads " + round);
    assertThat(program.output()).doesNotContain("thread exporter-agent-");
  }

  /** What the command prints, once it has succeeded. */
  private static List<String> mbeans(Jdk jdk, Program program, String... more) {
    try (Program command = command(jdk, program, more)) {
      assertThat(command.exitCode()).as(command.error()).isZero();
      assertThat(command.error()).isEmpty();
      return command.output().lines().toList();
    }
  }

  private static void refused(Program program, int exitCode, String message, String... more) {
    try (Program command = command(JDK, program, more)) {
      assertThat(command.exitCode()).isEqualTo(exitCode);
      assertThat(command.output()).isEmpty();
      assertThat(command.errorLines())
          .singleElement()
          .asString()
          .startsWith("exporter-agent: ")
          .contains(message);
    }
  }

  private static Program command(Jdk jdk, Program program, String... more) {
    return Program.commandLine(jdk, "mbeans", Long.toString(program.pid()))
        .with("--timeout", "1m")
        .with(more)
        .start();
  }

  /** Writes the built jar as it was before there were questions. */
  private static Path withoutQuestions(Path to) throws IOException {
    try (JarFile jar = new JarFile(Program.AGENT.toFile())) {
      Manifest manifest = jar.getManifest();
      manifest
          .getMainAttributes()
          .putValue("Agent-Class", manifest.getMainAttributes().getValue("Premain-Class"));
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
        for (JarEntry entry : jar.stream().toList()) {
          if (entry.getName().endsWith("MANIFEST.MF")
              || entry.getName().matches(".*/bootstrap/(AttachMain|Question)\\.class")) {
            continue;
          }
          out.putNextEntry(new JarEntry(entry));
          jar.getInputStream(entry).transferTo(out);
          out.closeEntry();
        }
      }
    }
    return to;
  }
}
