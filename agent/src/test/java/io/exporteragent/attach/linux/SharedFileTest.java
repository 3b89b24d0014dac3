package io.exporteragent.attach.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The target's files are those below the directory {@code 2/root} of a made-up {@code /proc}. */
@EnabledOnOs(OS.LINUX)
class SharedFileTest {
  @TempDir private Path directory;
  private Path root;
  private ProcTree tree;

  @BeforeEach
  void createTarget() throws IOException {
    tree = new ProcTree(directory.resolve("proc"));
    int owner = (int) Files.getAttribute(directory, "unix:uid");
    for (long pid = 1; pid <= 2; pid++) {
      root = tree.add(pid, pid, "java", "S", owner, ProcTree.HANDLES_SIGQUIT, "").resolve("root");
    }
    Files.createDirectories(root.resolve("tmp"));
  }

  @Test
  void file_isPrivate_andGoneWhenClosed() throws IOException {
    try (SharedFile file = SharedFile.in(tree.process(2), tree.process(1), "/tmp")) {
      assertThat(file.path().getParent()).isEqualTo(Path.of("/tmp"));
      requirePrivate(file, root.resolve("tmp").resolve(file.path().getFileName()));
    }
    assertThat(root.resolve("tmp")).isEmptyDirectory();
    try (SharedFile file = SharedFile.inOwn(root.resolve("tmp").toString())) {
      requirePrivate(file, file.path());
    }
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  private static void requirePrivate(SharedFile file, Path there) throws IOException {
    file.channel().write(ByteBuffer.wrap("question".getBytes(UTF_8)));
    assertThat(there).hasContent("question");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatTheTargetPutsInItsPlace_isNotRead() throws IOException {
    try (SharedFile file = SharedFile.in(tree.process(2), tree.process(1), "/tmp")) {
      Path there = root.resolve("tmp").resolve(file.path().getFileName());
      Files.delete(there);
      Files.createSymbolicLink(there, Files.writeString(directory.resolve("secret"), "secret"));
      assertThat(file.channel().position(0).read(ByteBuffer.allocate(10))).isEqualTo(-1);
    }
    assertThat(directory.resolve("secret")).hasContent("secret");
  }

  @Test
  void directory_thatIsALink_orNotTheTargets_isRefused() throws IOException {
    Path trap = Files.createDirectory(directory.resolve("trap"));
    Files.createSymbolicLink(root.resolve("link"), trap);
    for (String name : new String[] {"/link", "/nowhere", "tmp", "/tmp/../tmp"}) {
      assertThatIOException()
          .as(name)
          .isThrownBy(() -> SharedFile.in(tree.process(2), tree.process(1), name).close());
    }
    assertThat(trap).isEmptyDirectory();
  }
}
