package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.exporteragent.it.fixtures.Obedient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM of nobody's can lay out for root, who lists it and attaches to it. */
class HostileTargetIT {
  private static final Jdk JDK = Jdk.all().get(0);

  @TempDir private Path directory;

  @BeforeEach
  void requireRoot() throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root may do this");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Jdk.Each
  void itsFilesAndNames_neitherStopTheList_norCommandTheTerminal(Jdk jdk) throws IOException {
    Path bin = Path.of(JDK.tool("java")).toRealPath().getParent();
    Path home = Files.createDirectory(directory.resolve("jdk"));
    Files.createSymbolicLink(home.resolve("lib"), bin.resolveSibling("lib"));
    Path java =
        Files.copy(bin.resolve("java"), Files.createDirectory(home.resolve("bin")).resolve("java"));
    Path jar = Files.copy(Program.DEMO, directory.resolve("a\033[2J\nb.jar"));
    String fifos =
        "cd %s && mkfifo jdk/release trap.jar && exec 8<>trap.jar 7<trap.jar 8>&- && exec \"$@\""
            .formatted(directory);
    try (Program honest = Program.java(jdk).fixture(Obedient.class).start();
        Program hostile =
            Program.command("sh")
                .with("-c", fifos, "sh", "setpriv")
                .with(AttachAcrossIT.NOBODY)
                .with(java.toString(), "-jar", jar.toString(), "--status-port=0")
                .start()) {
      honest.awaitOutput(compile("ready"));
      hostile.awaitOutput(compile("status at"));
      try (Program list = Program.commandLine(jdk, "list").start()) {
        assertThat(list.exitCode()).isZero();
        assertThat(list.error()).isEmpty();
        assertThat(list.output())
            .containsPattern("(?m)^" + hostile.pid() + " +- .* yes .*/a\\?\\[2J\\?b\\.jar$")
            .containsPattern("(?m)^" + honest.pid() + " .* yes +" + Obedient.class.getName())
            .doesNotContain("\033");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"private", "sticky/../private"})
  void directoryThatItCouldNotWriteTo_getsNoJar(String temporary) throws IOException {
    Path secret = Files.createDirectory(directory.resolve("private"));
    Files.createDirectory(directory.resolve("sticky"));
    try (Program program = hostile("-Djava.io.tmpdir=" + directory.resolve(temporary));
        Program attach =
            Program.java(JDK)
                .with("-jar", privateJar().toString())
                .with("attach", Long.toString(program.pid()), "localhost:0")
                .start()) {
      assertThat(attach.exitCode()).isEqualTo(1);
      assertThat(attach.errorLines()).singleElement().asString().contains("no copy can be made");
      assertThat(secret).isEmptyDirectory();
      program.runsOn();
    }
  }

  private Path privateJar() throws IOException {
    Path jar = Files.copy(Program.AGENT, directory.resolve("exporter-agent.jar"));
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));
    return jar;
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "http://localhost:8000@192.0.2.1/", "\033[2Jx"})
  void urlThatItPublishes_isFetchedOnlyFromThisHost_andPrintedPlain(String url) throws IOException {
    try (Program tool = Program.commandLine(JDK, "--version").start()) {
      assertThat(tool.exitCode()).isZero();
      String version = tool.output().trim().split(" ", 2)[1];
      try (Program program =
              hostile(
                  "-Dexporter.agent=" + version + ";serving;" + url + ";;", "-cp", classPath());
          Program attach = AttachIT.attach(JDK, program)) {
        assertThat(attach.exitCode()).isEqualTo(8);
        assertThat(attach.output()).isEmpty();
        assertThat(attach.errorLines())
            .containsExactly(
                "exporter-agent: process %d: it says that it serves %s, which is no page of this host; this was not fetched; see what that process is before you trust it"
                    .formatted(program.pid(), url.replaceAll("\\p{Cntrl}", "?")));
        try (Program status =
            Program.commandLine(JDK, "status", Long.toString(program.pid())).start()) {
          assertThat(status.exitCode()).as(status.error()).isZero();
          assertThat(status.output())
              .isEqualTo("serving %s %s\n".formatted(version, url.replaceAll("\\p{Cntrl}", "?")));
        }
      }
    }
  }

  /** Has our jar open, as a JVM with an agent has. */
  private static String classPath() {
    return Program.AGENT.toAbsolutePath() + ":" + Program.classPath();
  }

  private static Program hostile(String... options) {
    Program program =
        Program.command("setpriv")
            .with(AttachAcrossIT.NOBODY)
            .with(JDK.tool("java"))
            .with(options)
            .environment("CLASSPATH", Program.classPath())
            .with(Obedient.class.getName())
            .start();
    program.awaitOutput(compile("ready"));
    return program;
  }
}
