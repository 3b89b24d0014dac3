package io.exporteragent.attach.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LinuxProcessTest {
  private static final String LIBJVM =
      "7f00-7f01 r-xp 00000000 fe:00 1 /usr/lib/jvm/lib/server/libjvm.so\n";

  @TempDir private Path directory;
  private ProcTree tree;

  @BeforeEach
  void createTree() {
    tree = new ProcTree(directory);
  }

  @Test
  void thisTest_isAJvmThatCanBeAttachedTo() throws IOException {
    Path proc = Path.of("/proc");
    long pid = ProcessHandle.current().pid();
    LinuxProcess own = new ProcTree(proc).process(pid);
    assertThat(LinuxProcess.all(proc)).contains(pid);
    assertThat(own.isJvm()).isTrue();
    assertThat(own.isReadyForAttach()).isTrue();
    assertThat(own.hasEnded() || own.isStopped()).isFalse();
    assertThat(own.process()).isEqualTo(pid);
    assertThat((int) own.user()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    assertThat(own.javaVersion()).isEqualTo(System.getProperty("java.version"));
    assertThat(own.environment()).containsEntry("PATH", System.getenv("PATH"));
    assertThat(own.sharesFilesWith(own) && own.sharesNetworkWith(own)).isTrue();
    assertThat(own.inTarget("/etc/hostname").resolveSibling("../etc")).isDirectory();
  }

  @Test
  void nobodyThere_isNull() {
    assertThat(LinuxProcess.read(directory, 4)).isNull();
    assertThat(LinuxProcess.all(directory.resolve("none"))).isEmpty();
  }

  @Test
  void states_areToldApart() throws IOException {
    for (String state : new String[] {"S (sleeping)", "R (running)", "D (disk sleep)"}) {
      tree.add(1, "java", state, ProcTree.DOES_NOT, "");
      assertThat(tree.process(1).hasEnded() || tree.process(1).isStopped()).isFalse();
    }
    tree.add(1, "java", "Z (zombie)", ProcTree.DOES_NOT, "");
    assertThat(tree.process(1).hasEnded()).isTrue();
    for (String state : new String[] {"T (stopped)", "t (tracing stop)"}) {
      tree.add(1, "java", state, ProcTree.DOES_NOT, "");
      assertThat(tree.process(1).isStopped()).isTrue();
    }
  }

  @Test
  void jvm_isToldByItsLibrary_andNotByItsName() throws IOException {
    tree.add(1, "java", "S", ProcTree.DOES_NOT, "7f00-7f01 r-xp 0 fe:00 1 /usr/bin/java\n");
    tree.add(2, "shop", "S", ProcTree.DOES_NOT, LIBJVM);
    assertThat(tree.process(1).isJvm()).isFalse();
    assertThat(tree.process(2).isJvm()).isTrue();
  }

  @Test
  void readyForAttach_isHandlerOrSocket() throws IOException {
    tree.add(1, "java", "S", ProcTree.HANDLES_SIGQUIT, LIBJVM);
    assertThat(tree.process(1).isReadyForAttach()).isTrue();
    Path process = tree.add(2, "java", "S", "0000000181005ccb", LIBJVM);
    assertThat(tree.process(2).isReadyForAttach()).isFalse();
    Path tmp = Files.createDirectories(process.resolve("root/tmp"));
    Files.createFile(tmp.resolve(".java_pid7"));
    assertThat(tree.process(2).isReadyForAttach()).isTrue();
  }

  @Test
  void ourJar_isToldByWhatIsInIt() throws IOException {
    Path ours = jar("metrics-3.jar", "io/exporteragent/bootstrap/AgentMain.class");
    Path other = jar("exporter-agent.jar", "com/acme/Main.class");
    Path noJar = Files.writeString(directory.resolve("broken.jar"), "no jar");
    Path open =
        Files.createDirectory(tree.add(1, "java", "S", ProcTree.DOES_NOT, "").resolve("fd"));
    assertThat(tree.process(1).mayHoldOurJar()).isFalse();
    Files.createSymbolicLink(open.resolve("0"), Path.of("socket:[4711]"));
    Files.createFile(open.resolve("1"));
    Files.createSymbolicLink(open.resolve("3"), other);
    Files.createSymbolicLink(open.resolve("4"), noJar);
    Files.createSymbolicLink(open.resolve("5"), directory.resolve("gone.jar"));
    assertThat(tree.process(1).mayHoldOurJar()).isFalse();
    Files.createSymbolicLink(open.resolve("6"), ours);
    assertThat(tree.process(1).mayHoldOurJar()).isTrue();
    tree.add(2, "java", "S", ProcTree.DOES_NOT, "");
    assertThat(tree.process(2).mayHoldOurJar()).as("not to be known").isTrue();
  }

  @Test
  void jarThatIsAFifo_isNotOpened() throws Exception {
    Path fifo = Fifo.in(directory, "trap.jar");
    Path open =
        Files.createDirectory(tree.add(1, "java", "S", ProcTree.DOES_NOT, "").resolve("fd"));
    Files.createSymbolicLink(open.resolve("3"), fifo);
    LinuxProcess process = tree.process(1);
    assertThat(Fifo.notOpenedBy(process::mayHoldOurJar)).isFalse();
  }

  @Test
  void jarWhoseTableClaimsToBeLarge_costsNothing() throws IOException {
    Path jar = directory.resolve("large.jar");
    long size = 1L << 31;
    int table = Integer.MAX_VALUE - 64;
    ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt(0x06054b50).putInt(0).putShort((short) 1).putShort((short) 1).putInt(table);
    end.putInt((int) (size - 22 - table)).putShort((short) 0).flip();
    try (FileChannel out = FileChannel.open(jar, CREATE_NEW, WRITE, SPARSE)) {
      out.write(end, size - 22);
    }
    Path open =
        Files.createDirectory(tree.add(1, "java", "S", ProcTree.DOES_NOT, "").resolve("fd"));
    Files.createSymbolicLink(open.resolve("3"), jar);
    assertThat(tree.process(1).mayHoldOurJar()).isFalse();
  }

  @Test
  void javaVersion_isReadFromTheFileOfItsHome() throws IOException {
    Files.writeString(release(), "JAVA_VERSION=\"17.0.9\"\n");
    assertThat(tree.process(1).javaVersion()).isEqualTo("17.0.9");
  }

  @Test
  void releaseThatIsAFifo_isNotOpened() throws Exception {
    Path release = release();
    Fifo.in(Path.of(String.valueOf(release.getParent())), "release");
    assertThat(javaVersion()).isEmpty();
  }

  @Test
  void releaseThatLeadsElsewhere_isNotRead() throws Exception {
    Path release = release();
    for (Path end : List.of(Path.of("/dev/zero"), secret())) {
      Files.createSymbolicLink(release, end);
      assertThat(javaVersion()).isEmpty();
      Files.delete(release);
    }
    Path home = Path.of(String.valueOf(release.getParent()));
    Files.delete(home);
    Files.createSymbolicLink(home, directory.resolve("secret"));
    assertThat(javaVersion()).isEmpty();
  }

  @Test
  void releaseThatIsLargeOrMalformed_isNotUnderstood() throws IOException {
    Path release = release();
    Files.writeString(release, "JAVA_VERSION=17\n" + "#".repeat(1 << 16));
    assertThat(tree.process(1).javaVersion()).isNull();
    Files.writeString(release, "JAVA_VERSION=\\u00zz\n");
    assertThat(tree.process(1).javaVersion()).isNull();
  }

  private Optional<String> javaVersion() throws Exception {
    LinuxProcess process = tree.process(1);
    return Fifo.notOpenedBy(() -> Optional.ofNullable(process.javaVersion()));
  }

  /** A file not of the target, which a link in its root may name. */
  private Path secret() throws IOException {
    Path secret = Files.createDirectory(directory.resolve("secret")).resolve("release");
    return Files.writeString(secret, "JAVA_VERSION=1\n");
  }

  /** Where the process 1 has its version; not there yet. */
  private Path release() throws IOException {
    Path process = tree.add(1, "java", "S", ProcTree.DOES_NOT, "");
    Files.createSymbolicLink(process.resolve("exe"), Path.of("/jdk/bin/java"));
    return Files.createDirectories(process.resolve("root/jdk")).resolve("release");
  }

  @Test
  void commandLineThatIsLong_isCutOff() throws IOException {
    Path process = tree.add(1, "java", "S", ProcTree.DOES_NOT, "");
    Files.writeString(process.resolve("cmdline"), "java\0Shop\0" + "x".repeat(1 << 23));
    assertThat(tree.process(1).main()).isEqualTo("Shop");
    Files.writeString(process.resolve("cmdline"), "x".repeat(1 << 23));
    assertThat(tree.process(1).main()).hasSizeLessThan(1 << 22);
  }

  @Test
  void namesOfAnyBytes_mayBeAmongItsLibraries() throws IOException {
    Path process = tree.add(1, "java", "S", ProcTree.DOES_NOT, "");
    byte[] maps = ("7f00-7f01 r--s 0 fe:00 1 /tmp/\u00ff\n" + LIBJVM).getBytes(ISO_8859_1);
    Files.write(process.resolve("maps"), maps);
    assertThat(tree.process(1).isJvm()).isTrue();
  }

  private Path jar(String name, String entry) throws IOException {
    Path jar = directory.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry(entry));
    }
    return jar;
  }

  @Test
  void effectiveUser_isTheOneThatCounts_andUnknownOnesAreNumbers() throws IOException {
    tree.add(1, 1, "java", "S", 4_000_000_000L, ProcTree.DOES_NOT, "");
    assertThat(tree.process(1).user()).isEqualTo(4_000_000_000L);
    assertThat(tree.process(1).userName()).isEqualTo("#4000000000");
  }

  @Test
  void namespaces_areSeenInTheIds() throws IOException {
    tree.add(1, "java", "S", ProcTree.DOES_NOT, "");
    assertThat(tree.process(1).isInOtherPidNamespace()).isTrue();
    assertThat(tree.process(1).socket()).isEqualTo(directory.resolve("1/root/tmp/.java_pid7"));
    assertThat(tree.process(1).sharesFilesWith(tree.process(1))).isFalse();
  }
}
