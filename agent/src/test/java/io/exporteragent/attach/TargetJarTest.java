package io.exporteragent.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The target's files are those below the directory {@code 2/root} of a made-up {@code /proc}. */
@EnabledOnOs(OS.LINUX)
class TargetJarTest {
  @TempDir private Path directory;
  private Path jar;
  private Path root;
  private TargetJar target;

  @BeforeEach
  void createTarget() throws IOException {
    ProcTree tree = new ProcTree(directory.resolve("proc"));
    tree.add(1, "java", "R", ProcTree.HANDLES_SIGQUIT, "");
    root = tree.add(2, "java", "S", ProcTree.HANDLES_SIGQUIT, "").resolve("root");
    Files.createDirectories(root.resolve("tmp"));
    jar = Files.writeString(directory.resolve("agent.jar"), "not quite a jar");
    target = new TargetJar(tree.process(2), tree.process(1), jar);
  }

  @Test
  void sameFile_isUsedInPlace() throws IOException {
    Path seen = root.resolve(jar.toString().substring(1));
    Files.createDirectories(seen.getParent());
    Files.createLink(seen, jar);
    assertThat(target.share("/nowhere")).isEqualTo(jar);
  }

  @Test
  void hiddenJar_isCopied_andTheCopyUsedAgain() throws IOException {
    Path name = target.share("/tmp");
    assertThat(name.toString()).matches("/tmp/exporter-agent-[0-9a-f]{16}\\.jar");
    Path copy = inTarget(name);
    assertThat(copy).hasSameBinaryContentAs(jar);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-r--r--");
    Object inode = Files.getAttribute(copy, "unix:ino");

    assertThat(target.share("/tmp")).isEqualTo(name);
    assertThat(Files.getAttribute(copy, "unix:ino")).isEqualTo(inode);
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void whatIsNotOurCopy_isReplaced() throws IOException {
    Path copy = inTarget(target.share("/tmp"));
    Files.writeString(copy, "not what it was");
    target.share("/tmp");
    assertThat(copy).hasSameBinaryContentAs(jar);

    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-rw-rw-"));
    target.share("/tmp");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-r--r--");

    Path elsewhere = Files.copy(jar, directory.resolve("elsewhere.jar"));
    Files.delete(copy);
    Files.createSymbolicLink(copy, elsewhere);
    target.share("/tmp");
    assertThat(copy).isRegularFile();
    assertThat(Files.isSymbolicLink(copy)).isFalse();
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void directoryThatIsALink_isNotEntered() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(root.resolve("var"), elsewhere);
    assertThatIOException().isThrownBy(() -> target.share("/var"));
    assertThatIOException().isThrownBy(() -> target.share("/nowhere"));
    assertThat(elsewhere).isEmptyDirectory();
  }

  private Path inTarget(Path name) {
    return root.resolve(name.toString().substring(1));
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("tmp"))) {
      return files.count();
    }
  }
}
