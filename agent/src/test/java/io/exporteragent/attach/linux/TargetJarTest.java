package io.exporteragent.attach.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The target's files are those below the directory {@code 2/root} or {@code 3/root} of a made-up
 * {@code /proc}.
 */
@EnabledOnOs(OS.LINUX)
class TargetJarTest {
  @TempDir private Path directory;
  private Path jar;
  private Path root;
  private TargetJar target;
  private TargetJar ofOwner;

  @BeforeEach
  void createTarget() throws IOException {
    ProcTree tree = new ProcTree(directory.resolve("proc"));
    jar = Files.writeString(directory.resolve("agent.jar"), "not quite a jar");
    int owner = (int) Files.getAttribute(jar, "unix:uid");
    addProcess(tree, 1, owner);
    root = addProcess(tree, 2, owner + 1).resolve("root");
    Files.setAttribute(Files.createDirectories(root.resolve("tmp")), "unix:mode", 01777);
    target = new TargetJar(tree.process(2), tree.process(1), jar);
    addProcess(tree, 3, owner);
    Files.createSymbolicLink(directory.resolve("proc/3/root"), root);
    ofOwner = new TargetJar(tree.process(3), tree.process(1), jar);
  }

  private static Path addProcess(ProcTree tree, long pid, int user) throws IOException {
    return tree.add(pid, pid, "java", "S", user, ProcTree.HANDLES_SIGQUIT, "");
  }

  @Test
  void sameFile_isUsedInPlace() throws IOException {
    Path seen = root.resolve(jar.toString().substring(1));
    Files.createDirectories(seen.getParent());
    Files.createLink(seen, jar);
    assertThat(ofOwner.share("/nowhere")).isEqualTo(jar);
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

  @Test
  void directoryOfAnotherUser_isWrittenTo_onlyIfStickyAndOpenToAll() throws IOException {
    Path closed = Files.createDirectory(root.resolve("closed"));
    for (int mode : new int[] {0755, 0777, 01755, 01775}) {
      Files.setAttribute(closed, "unix:mode", mode);
      assertThatIOException()
          .isThrownBy(() -> target.share("/closed"))
          .withMessage("it belongs to another user and is not sticky and open to all");
      assertThat(closed).isEmptyDirectory();
    }
    assertThat(inTarget(ofOwner.share("/closed"))).hasSameBinaryContentAs(jar);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tmp/../tmp", "/tmp/..", "/../tmp", "/./tmp", "tmp", "", "/tmp\0"})
  void nameThatIsNotStraight_isRefused(String name) {
    assertThatIOException().isThrownBy(() -> target.share(name));
    assertThat(root.resolve("tmp")).isEmptyDirectory();
    assertThat(root).isDirectoryNotContaining("glob:**.jar");
  }

  @Test
  void fifoInThePlaceOfTheCopy_isReplaced() throws Exception {
    Path copy = inTarget(target.share("/tmp"));
    Files.delete(copy);
    Fifo.in(root.resolve("tmp"), String.valueOf(copy.getFileName()));
    share();
    assertThat(copy).hasSameBinaryContentAs(jar);
  }

  private void share() throws Exception {
    Fifo.notOpenedBy(
        () -> {
          try {
            return target.share("/tmp");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
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
