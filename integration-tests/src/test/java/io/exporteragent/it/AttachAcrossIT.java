package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs of other users and of other mount namespaces. Needs to be root, as in a container. */
class AttachAcrossIT {
  private static final Jdk JDK = Jdk.all().get(0);
  static final String[] NOBODY = {"--reuid=65534", "--regid=65534", "--clear-groups"};
  private static final Pattern COPY = compile("exporter-agent-[0-9a-f]{16}\\.jar");

  @TempDir private Path directory;

  @BeforeEach
  void requireRoot() throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root may do this");
  }

  @Jdk.Each
  void root_attachesToEverybody_withACopyWhereTheJarIsPrivate(Jdk jdk, @TempDir Path temporary)
      throws IOException {
    Path jar = Files.copy(Program.AGENT, directory.resolve("exporter-agent.jar"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Files.setAttribute(temporary, "unix:mode", 01777);
    try (Program program = asNobody(jdk, "-Djava.io.tmpdir=" + temporary)) {
      for (String port : List.of("localhost:0", "127.0.0.1:0")) {
        try (Program attach = attach(jdk, jar, program, port)) {
          URI url = AttachIT.urlOf(attach);
          assertThat(Page.get(url).families()).contains("jvm_threads_current");
        }
        Path copy = onlyFileIn(temporary);
        assertThat(copy.getFileName().toString()).matches(COPY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
            .isEqualTo("rw-r--r--");
        assertThat(Files.mismatch(copy, jar)).isEqualTo(-1);
      }
      program.runsOn();
    }
  }

  @Test
  void socketLeftByAKilledJvm_isNamed_andOnceRemovedNotInTheWay() throws IOException {
    Path jar = publicJar();
    try (Program program = asNobody(JDK, "-Xmx64m")) {
      Path left = Files.createFile(Path.of("/tmp/.java_pid" + program.pid()));
      try (Program attach = attach(JDK, jar, program, "localhost:0")) {
        assertThat(attach.exitCode()).isEqualTo(1);
        assertThat(attach.errorLines())
            .containsExactly(
                "exporter-agent: process %1$d: /proc/%1$d/root%2$s was left by a JVM that was killed, and is in the way of its own; remove it as its owner or root: rm /proc/%1$d/root%2$s"
                    .formatted(program.pid(), left));
      }
      Files.delete(left);
      try (Program attach = attach(JDK, jar, program, "localhost:0")) {
        assertThat(Page.get(AttachIT.urlOf(attach)).families()).contains("jvm_threads_current");
      }
      program.runsOn();
    }
  }

  @Jdk.Each
  void somebodyElse_isRefused_withTheCommandThatWouldDo(Jdk jdk) throws IOException {
    Path jar = publicJar();
    try (Program program = Program.java(jdk).fixture(Obedient.class).start()) {
      program.awaitOutput(compile("ready"));
      try (Program attach =
          Program.command("setpriv")
              .with(NOBODY)
              .with(jdk.tool("java"), "-jar", jar.toString(), "attach")
              .with(Long.toString(program.pid()), "localhost:0")
              .start()) {
        assertThat(attach.exitCode()).as(attach.error()).isEqualTo(5);
        assertThat(attach.errorLines())
            .containsExactly(
                "exporter-agent: process %d: it runs as root and not as this user; run: sudo -u root java -jar %s attach %d localhost:0"
                    .formatted(program.pid(), jar, program.pid()));
      }
      try (Program list =
          Program.command("setpriv")
              .with(NOBODY)
              .with(jdk.tool("java"), "-jar", jar.toString(), "list")
              .start()) {
        assertThat(list.exitCode()).isZero();
        assertThat(list.output())
            .containsPattern(
                "(?m)^" + program.pid() + " .* no: it runs as root .* " + Obedient.class.getName());
      }
      assertThat(program.error()).isEmpty();
      program.runsOn();
    }
  }

  @Jdk.Each
  void otherMountNamespace_isGivenACopyInItsTemporaryDirectory(Jdk jdk) throws IOException {
    Path jar = publicJar();
    Path fixtures = Path.of(Program.classPath());
    assumeTrue(!fixtures.startsWith("/tmp"), "the fixtures would be hidden by the test");
    try (Program program = inOwnNamespace(jdk, "mount -t tmpfs tmpfs /tmp", fixtures)) {
      Path temporary = Path.of("/proc/" + program.pid() + "/root/tmp");
      try (Program attach = attach(jdk, jar, program, "localhost:0")) {
        assertThat(Page.get(AttachIT.urlOf(attach)).families()).contains("jvm_threads_current");
      }
      try (Stream<Path> files = Files.list(temporary)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(name -> name.startsWith("exporter-agent"))
            .singleElement()
            .asString()
            .matches(COPY);
      }
      try (Program detach =
          Program.java(jdk)
              .with("-jar", jar.toString(), "detach", Long.toString(program.pid()))
              .start()) {
        assertThat(detach.exitCode()).as(detach.error()).isZero();
      }
      assertThat(Path.of("/tmp/.java_pid" + program.pid())).doesNotExist();
      program.runsOn();
    }
  }

  @Test
  void temporaryDirectoryThatIsALink_isNotFollowed() throws IOException {
    Path jar = publicJar();
    Path fixtures = Path.of(Program.classPath());
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    String trap = "mount -t tmpfs tmpfs /tmp && ln -s " + elsewhere + " /tmp/trap";
    try (Program program = inOwnNamespace(JDK, trap, fixtures, "-Djava.io.tmpdir=/tmp/trap");
        Program attach = attach(JDK, jar, program, "localhost:0")) {
      assertThat(attach.exitCode()).isEqualTo(1);
      assertThat(attach.errorLines())
          .singleElement()
          .asString()
          .contains("it cannot read " + jar, "no copy can be made in its /tmp/trap");
      assertThat(elsewhere).isEmptyDirectory();
      program.runsOn();
    }
  }

  private Path publicJar() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.copy(Program.AGENT, directory.resolve("exporter-agent.jar"));
  }

  private static Program asNobody(Jdk jdk, String option) {
    Program program =
        Program.command("setpriv")
            .with(NOBODY)
            .with(jdk.tool("java"), option)
            .fixture(Obedient.class)
            .start();
    program.awaitOutput(compile("ready"));
    return program;
  }

  private static Program inOwnNamespace(
      Jdk jdk, String preparation, Path fixtures, String... options) {
    Program program =
        Program.command("unshare")
            .with("--mount", "sh", "-c", preparation + " && exec \"$@\"", "sh")
            .with(jdk.tool("java"))
            .with(options)
            .with("-cp", fixtures.toString(), Obedient.class.getName())
            .start();
    await().atMost(30, SECONDS).until(() -> hasBegun(program) || !program.isAlive());
    assumeTrue(hasBegun(program), () -> "namespaces cannot be made here: " + program.error());
    return program;
  }

  private static boolean hasBegun(Program program) {
    return program.output().contains("ready");
  }

  private static Program attach(Jdk jdk, Path jar, Program target, String arguments) {
    return Program.java(jdk)
        .with("-jar", jar.toString(), "attach", Long.toString(target.pid()), arguments)
        .start();
  }

  private static Path onlyFileIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .reduce(
              (one, other) -> {
                throw new AssertionError(one + " and " + other);
              })
          .orElseThrow();
    }
  }
}
