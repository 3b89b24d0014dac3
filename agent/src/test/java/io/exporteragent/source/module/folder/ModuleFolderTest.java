package io.exporteragent.source.module.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleFolderTest {
  @TempDir private Path parent;

  private Path directory;
  private ModuleFolder folder;

  @BeforeEach
  void create() throws IOException {
    directory = Modes.createDirectory(parent.resolve("metrics"));
    folder = new ModuleFolder(directory);
  }

  @Test
  void file_settlesWhenTwoLooksAgree() throws IOException {
    write("Queue.java", "half");
    assertChanging("Queue.java");
    write("Queue.java", "half and more");
    assertChanging("Queue.java");
    FolderScan scan = folder.scan();
    assertThat(scan.changing()).isEmpty();
    assertThat(scan.files())
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.name()).isEqualTo("Queue");
              assertThat(file.fileName()).isEqualTo("Queue.java");
              assertThat(file.kind()).isEqualTo(ModuleFile.Kind.SOURCE);
              assertThat(file.bytes()).asString(UTF_8).isEqualTo("half and more");
              assertThat(file.hash())
                  .isEqualTo("997f6fbe344f5e45693fe63f5ed16e1a6dc0d94c8042819304b7f3b60f6aac68");
            });
    assertThat(folder.scan().files()).isEqualTo(scan.files());
  }

  @Test
  void change_isSeenThoughSizeAndTimeAreTheSame() throws IOException {
    Path file = write("Queue.java", "aaaa");
    settle();
    var time = Files.getLastModifiedTime(file);
    Files.writeString(file, "bbbb");
    Files.setLastModifiedTime(file, time);
    assertChanging("Queue.java");
    assertThat(contentOf(settle())).containsExactly("bbbb");
  }

  @Test
  void deletedFile_isGoneWhenTwoLooksAgree() throws IOException {
    Path file = write("Queue.java", "1");
    settle();
    Files.delete(file);
    assertChanging("Queue.java");
    assertThat(folder.scan().changing()).isEmpty();
    assertThat(folder.scan().files()).isEmpty();
  }

  @Test
  void fileThatAnEditorReplaces_isNeverGone() throws IOException {
    Path file = write("Queue.java", "1");
    settle();
    Files.delete(file);
    assertChanging("Queue.java");
    write("Queue.java", "1");
    assertChanging("Queue.java");
    assertThat(contentOf(folder.scan())).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Queue.java~",
        ".Queue.java.swp",
        ".#Queue.java",
        "#Queue.java#",
        "._Queue.java",
        ".java",
        "4913",
        "Queue.java.bak",
        "Queue.java.tmp",
        "Queue.JAVA",
        "README.md",
        "queue.war"
      })
  void leftovers_arePassedOver(String name) throws IOException {
    write(name, "");
    FolderScan scan = settle();
    assertThat(scan.files()).isEmpty();
    assertThat(scan.refused()).isEmpty();
    assertThat(scan.changing()).isEmpty();
  }

  @Test
  void directories_arePassedOver() throws IOException {
    Modes.createDirectory(directory.resolve("Queue.java"));
    FolderScan scan = settle();
    assertThat(scan.files()).isEmpty();
    assertThat(scan.refused()).isEmpty();
  }

  @Test
  void missingFolder_isAProblem_untilItAppears() throws IOException {
    Files.delete(directory);
    FolderScan missing = folder.scan();
    assertThat(missing.problem())
        .isEqualTo(directory + " does not exist: create it, or set modules.directory");
    assertThat(missing.files()).isEmpty();
    Modes.createDirectory(directory);
    write("Queue.java", "1");
    assertThat(contentOf(settle())).containsExactly("1");
  }

  @Test
  void folderThatGoes_takesItsModulesAlong_whenTwoLooksAgree() throws IOException {
    write("Queue.java", "1");
    settle();
    Files.move(directory, parent.resolve("old"));
    FolderScan gone = folder.scan();
    assertThat(gone.changing()).containsExactly("Queue.java");
    assertThat(gone.problem()).contains("does not exist");
    assertThat(folder.scan().changing()).isEmpty();
  }

  @Test
  void replacedFolder_isReadAnew() throws IOException {
    write("Queue.java", "1");
    settle();
    Files.move(directory, parent.resolve("old"));
    Modes.createDirectory(directory);
    write("Queue.java", "2");
    assertThat(contentOf(settle())).containsExactly("2");
  }

  @Test
  void kubernetesLinks_areFollowed() throws IOException {
    Modes.write(Modes.createDirectory(directory.resolve("..1")).resolve("Queue.java"), "1");
    Modes.write(Modes.createDirectory(directory.resolve("..2")).resolve("Queue.java"), "2");
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(directory.resolve("Queue.java"), Path.of("..data", "Queue.java"));
    assertThat(contentOf(settle())).containsExactly("1");
    Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
    Files.move(
        directory.resolve("..data_tmp"),
        directory.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE);
    assertThat(contentOf(settle())).containsExactly("2");
  }

  @Test
  void deadLink_isRefused() throws IOException {
    Files.createSymbolicLink(directory.resolve("Queue.java"), Path.of("nowhere"));
    assertThat(folder.scan().refused())
        .containsEntry("Queue.java", "it is not a file, nor a link to one");
  }

  @Test
  void fileThatIsNoFile_isAProblem() throws IOException {
    Path file = write("Queue.java", "1");
    assertThat(new ModuleFolder(file).scan().problem()).contains("is not a directory");
  }

  @Test
  void largeFile_isRefused() throws IOException {
    Path file = write("Queue.java", "1");
    settle();
    Files.writeString(file, " ".repeat((1 << 20) + 1));
    FolderScan scan = folder.scan();
    assertThat(scan.refused())
        .containsEntry("Queue.java", "it is larger than the 1 MiB that are read");
    assertThat(scan.files()).isEmpty();
  }

  @Test
  void compiledModule_takesThePlaceOfItsSource() throws IOException {
    write("Queue.java", "source");
    settle();
    write("Queue.jar", "jar");
    assertChanging("Queue.jar", "Queue.java");
    FolderScan scan = folder.scan();
    assertThat(contentOf(scan)).containsExactly("jar");
    assertThat(scan.refused())
        .containsEntry("Queue.java", "Queue.jar takes its place; remove one of them");
  }

  @Test
  void moduleWithoutAFileThatCanBeUsed_isRefusedForOneReason() throws IOException {
    Modes.set(write("Queue.java", "source"), "rw-rw-r--");
    Modes.set(write("Queue.jar", "jar"), "rw-rw-r--");
    assertThat(settle().refused()).containsOnlyKeys("Queue.jar");
    Modes.set(directory.resolve("Queue.java"), "rw-r--r--");
    FolderScan scan = settle();
    assertThat(contentOf(scan)).containsExactly("source");
    assertThat(scan.refused()).containsOnlyKeys("Queue.jar");
  }

  @Test
  void nestedClasses_belongToTheirClass() throws IOException {
    write("Queue.class", "outer");
    String alone = settle().files().get(0).hash();
    write("Queue$1.class", "inner");
    assertChanging("Queue.class");
    ModuleFile module = folder.scan().files().get(0);
    assertThat(module.fileName()).isEqualTo("Queue.class");
    assertThat(module.nested()).containsOnlyKeys("Queue$1.class");
    assertThat(module.hash()).isNotEqualTo(alone);
    Files.delete(directory.resolve("Queue$1.class"));
    assertChanging("Queue.class");
    assertThat(folder.scan().files().get(0).hash()).isEqualTo(alone);
  }

  @Test
  void nestedClassesAlone_areRefused() throws IOException {
    write("Queue$1.class", "inner");
    assertThat(settle().refused())
        .containsEntry("Queue.class", "it is missing, but for its nested classes: add Queue.class");
  }

  @Test
  void fileThatOthersCanWrite_isRefused_andTheOthersAreNot() throws IOException {
    Path file = write("Queue.java", "1");
    write("Stock.java", "2");
    settle();
    Modes.set(file, "rw-rw-r--");
    FolderScan scan = folder.scan();
    assertThat(scan.refused().get("Queue.java")).contains("run chmod go-w " + file);
    assertThat(contentOf(scan)).containsExactly("2");
    Modes.set(file, "rw-r--r--");
    assertThat(contentOf(settle())).containsExactly("1", "2");
  }

  @Test
  void folderThatOthersCanWrite_isAProblem_andChangesNothing() throws IOException {
    write("Queue.java", "1");
    settle();
    Modes.set(directory, "rwxrwxrwx");
    FolderScan scan = folder.scan();
    assertThat(scan.problem()).contains("run chmod go-w " + directory);
    assertThat(scan.files()).isEmpty();
    assertThat(scan.changing()).containsExactly("Queue.java");
  }

  private Path write(String name, String content) throws IOException {
    return Modes.write(directory.resolve(name), content);
  }

  private FolderScan settle() {
    folder.scan();
    return folder.scan();
  }

  private void assertChanging(String... names) {
    FolderScan scan = folder.scan();
    assertThat(scan.changing()).containsExactly(names);
    assertThat(scan.files()).isEmpty();
    assertThat(scan.refused()).isEmpty();
  }

  private static List<String> contentOf(FolderScan scan) {
    return scan.files().stream().map(file -> new String(file.bytes(), UTF_8)).toList();
  }
}
