package io.exporteragent.source.module.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTrustTest {
  @TempDir private Path temporary;

  private Path parent;
  private Path directory;
  private Path file;

  @BeforeEach
  void create() throws IOException {
    parent = Modes.createDirectory(temporary.resolve("parent"));
    directory = Modes.createDirectory(parent.resolve("metrics"));
    file = Modes.write(directory.resolve("Queue.java"), "");
  }

  @Test
  void ownFile_isTrusted() throws IOException {
    assertThat(objection()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-", "rw-rw-rw-"})
  void fileThatOthersCanWrite_isNot(String mode) throws IOException {
    Modes.set(file, mode);
    assertThat(objection())
        .isEqualTo(
            file
                + " can be written by others, who could run code in this JVM: run chmod go-w "
                + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
  void fileInADirectoryThatOthersCanWrite_isNot(String mode) throws IOException {
    Modes.set(parent, mode);
    assertThat(objection()).endsWith("run chmod go-w " + parent);
  }

  @Test
  void stickyParent_passes() throws IOException {
    Modes.set(parent, "rwxrwxrwx");
    Modes.addSticky(parent);
    assertThat(objection()).isNull();
  }

  @Test
  void stickyFolderItself_doesNot() throws IOException {
    Modes.set(directory, "rwxrwxrwx");
    Modes.addSticky(directory);
    assertThat(new FileTrust().objectionTo(directory)).endsWith("run chmod go-w " + directory);
  }

  @Test
  void somebodyElsesFile_isNot() throws IOException {
    Modes.giveAway(file);
    assertThat(objection())
        .isEqualTo(
            file
                + " belongs to 12345, who could run code in this JVM: run chown "
                + ProcessUser.current()
                + " "
                + file);
  }

  @Test
  void fileInSomebodyElsesDirectory_isNot() throws IOException {
    Modes.giveAway(parent);
    assertThat(objection()).startsWith(parent + " belongs to 12345");
  }

  @Test
  void targetOfALink_andWhatIsOnTheWayToIt_counts() throws IOException {
    Path elsewhere = Modes.createDirectory(temporary.resolve("elsewhere"));
    Files.move(file, elsewhere.resolve("Queue.java"));
    Files.createSymbolicLink(temporary.resolve("stop"), elsewhere);
    Files.createSymbolicLink(file, temporary.resolve("stop").resolve("Queue.java"));
    assertThat(objection()).isNull();
    Modes.set(elsewhere, "rwxrwxrwx");
    assertThat(objection()).endsWith("run chmod go-w " + elsewhere);
    Modes.set(elsewhere, "rwxr-xr-x");
    Modes.set(elsewhere.resolve("Queue.java"), "rw-rw-rw-");
    assertThat(objection()).endsWith("run chmod go-w " + temporary.resolve("stop/Queue.java"));
  }

  @Test
  void directoryOfALink_counts() throws IOException {
    Path links = Modes.createDirectory(temporary.resolve("links"));
    Path link = Files.createSymbolicLink(links.resolve("Queue.java"), file);
    assertThat(new FileTrust().objectionTo(link)).isNull();
    Modes.set(links, "rwxrwxrwx");
    assertThat(new FileTrust().objectionTo(link)).endsWith("run chmod go-w " + links);
  }

  @Test
  void somebodyElsesLink_isNotTrusted() throws IOException {
    Path link = Files.createSymbolicLink(parent.resolve("link"), file);
    Modes.giveAway(link);
    assertThat(new FileTrust().objectionTo(link)).contains("run chown -h ").endsWith(" " + link);
  }

  @Test
  void linksInACircle_end() throws IOException {
    Path one = parent.resolve("one");
    Path two = Files.createSymbolicLink(parent.resolve("two"), one);
    Files.createSymbolicLink(one, two);
    assertThat(new FileTrust().objectionTo(one)).contains("too many symbolic links");
  }

  @Test
  void readOnlyMount_passes_asThatOfAConfigMap() throws IOException {
    Modes.set(directory, "rwxrwxrwx");
    assertThat(new FileTrust(directory::equals).objectionTo(directory)).isNull();
    assertThat(new FileTrust(directory::equals).objectionTo(file)).isNull();
  }

  @Test
  void command_canBePastedIntoAShell() throws IOException {
    Path odd = Modes.write(directory.resolve("it's a queue.java"), "");
    Modes.set(odd, "rw-rw-rw-");
    assertThat(new FileTrust().objectionTo(odd))
        .endsWith("run chmod go-w '" + directory + "/it'\\''s a queue.java'");
  }

  private String objection() throws IOException {
    return new FileTrust().objectionTo(file);
  }
}
