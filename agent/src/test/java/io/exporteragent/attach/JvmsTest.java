package io.exporteragent.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.exporteragent.attach.AttachException.Reason;
import io.exporteragent.attach.linux.Fifo;
import io.exporteragent.attach.linux.ProcTree;
import io.exporteragent.config.ArgumentGrammar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One process that is laid out to harm whoever looks at it, beside one that is not. */
@EnabledOnOs(OS.LINUX)
class JvmsTest {
  private static final Tool TOOL =
      new Tool(Path.of("/opt/exporter-agent.jar"), "1", new ArgumentGrammar(List.of()));
  private static final String LIBJVM = "7f00-7f01 r-xp 0 fe:00 1 /jdk/lib/server/libjvm.so\n";

  @TempDir private Path proc;
  private ProcTree tree;
  private Path hostile;

  @BeforeEach
  void addProcesses() throws IOException {
    tree = new ProcTree(proc);
    tree.add(1, "java", "R", ProcTree.HANDLES_SIGQUIT, LIBJVM);
    Files.createSymbolicLink(proc.resolve("self"), Path.of("1"));
    hostile = add(2);
    add(3);
  }

  private Path add(long pid) throws IOException {
    Path process = tree.add(pid, "java", "S", ProcTree.HANDLES_SIGQUIT, LIBJVM);
    Files.createDirectory(process.resolve("fd"));
    Files.createSymbolicLink(process.resolve("exe"), Path.of("/jdk/bin/java"));
    Path home = Files.createDirectories(process.resolve("root/jdk"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
    return process;
  }

  @Test
  void processWhoseFilesCannotBeUnderstood_doesNotEndTheList() throws Exception {
    Files.writeString(hostile.resolve("root/jdk/release"), "JAVA_VERSION=\\u00zz\n");
    List<Jvm.Description> jvms = Fifo.notOpenedBy(() -> jvms().describe(PageAccess.ANYBODY));
    assertThat(jvms)
        .extracting(Jvm.Description::javaVersion, Jvm.Description::obstacle)
        .containsExactly(tuple(null, null), tuple("17.0.9", null));
  }

  @Test
  void processThatMakesThisCommandFail_doesNotEndTheList() throws Exception {
    Path status = hostile.resolve("status");
    Files.writeString(status, Files.readString(status).replaceAll("SigCgt:.*", "SigCgt: none"));
    List<Jvm.Description> jvms = Fifo.notOpenedBy(() -> jvms().describe(PageAccess.ANYBODY));
    assertThat(jvms).hasSize(2);
    assertThat(jvms.get(0).obstacle())
        .startsWith("this command failed on it: java.lang.NumberFormatException");
    assertThat(jvms.get(1).obstacle()).isNull();
  }

  @Test
  void processThatBlocksWhoeverLooksAtIt_isListedByItsName() throws Exception {
    Files.delete(hostile.resolve("cmdline"));
    Fifo.in(hostile, "cmdline");
    List<Jvm.Description> jvms = Fifo.notOpenedBy(() -> jvms().describe(PageAccess.ANYBODY));
    assertThat(jvms).extracting(jvm -> jvm.jvm().main()).containsExactly("java", "shop.jar");
    assertThat(jvms.get(0).obstacle()).isEqualTo("its files cannot be read within 5s");
    assertThat(jvms.get(1).obstacle()).isNull();
  }

  @Test
  void processThatBlocksWhoeverLooksAtIt_isGivenUpInTime() throws Exception {
    Jvms jvms = jvms();
    Jvm jvm = jvms.of(2);
    Files.delete(hostile.resolve("maps"));
    Fifo.in(hostile, "maps");
    for (String verb : List.of("attach", "status", "detach")) {
      Attachment attachment = jvms.attachment(jvm, verb, "", Duration.ofMillis(100));
      assertThatExceptionOfType(AttachException.class)
          .isThrownBy(() -> Fifo.notOpenedBy(() -> run(attachment, verb)))
          .withMessage(
              "its files cannot be read within 100ms; give it more time: java -jar /opt/exporter-agent.jar %s 2 --timeout 1m",
              verb)
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SERVING));
    }
  }

  private static Object run(Attachment attachment, String verb) throws AttachException {
    return switch (verb) {
      case "attach" -> attachment.attach(PageAccess.ANYBODY);
      case "status" -> Optional.ofNullable(attachment.status(PageAccess.ANYBODY));
      default -> attachment.detach();
    };
  }

  private Jvms jvms() {
    return new Jvms(proc, TOOL);
  }
}
