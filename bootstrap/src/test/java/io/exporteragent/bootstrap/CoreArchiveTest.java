package io.exporteragent.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300) // for what would never end
class CoreArchiveTest {
  private static final String PLAIN = "a/Plain.class";
  private static final Map<String, byte[]> FILES = new TreeMap<>();

  @TempDir static Path shared;
  private static CoreJar good;

  @TempDir Path directory;

  @BeforeAll
  static void pack() throws IOException, InterruptedException {
    byte[] plain = "a class of an agent, more or less. ".repeat(20).getBytes(UTF_8);
    FILES.put(PLAIN, plain);
    FILES.put("empty", new byte[0]);
    FILES.put("zeros", new byte[5000]);
    // Two names with the same hash code, which C# has too.
    FILES.put("Aa", "one".getBytes(UTF_8));
    FILES.put("BB", "the other".getBytes(UTF_8));
    good = CoreJar.pack(shared.resolve("good"), FILES);
  }

  @Test
  void filesOfThePacker_areReadAsTheyWere() throws IOException {
    try (CoreArchive archive = open(good)) {
      for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
        assertThat(archive.has(file.getKey())).isTrue();
        assertThat(archive.read(file.getKey())).isEqualTo(file.getValue());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/Plain", "agent/core", "Visible.class", "C#"})
  void otherNames_areAbsent(String name) throws IOException {
    try (CoreArchive archive = open(good)) {
      assertThat(archive.has(name)).isFalse();
      assertThat(archive.read(name)).isNull();
    }
  }

  @Test
  void filesLargerThanAnyBuffer_areReadAsTheyWere() throws IOException, InterruptedException {
    Map<String, byte[]> files = new TreeMap<>();
    for (int size : new int[] {8192, 65_535, 65_536, 65_537, 300_000, 1 << 20}) {
      byte[] random = new byte[size];
      new Random(size).nextBytes(random);
      files.put("random" + size, random);
      files.put("zeros" + size, new byte[size]);
    }
    try (CoreArchive archive = open(CoreJar.pack(directory.resolve("large"), files))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        assertThat(archive.read(file.getKey())).as(file.getKey()).isEqualTo(file.getValue());
      }
    }
  }

  @Test
  void emptyArchive_hasNothing() throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("none/content"));
    try (CoreArchive archive = open(CoreJar.pack(directory.resolve("none"), Map.of()))) {
      assertThat(archive.has(PLAIN)).isFalse();
    }
  }

  @Test
  void truncatedAnywhere_isRefusedInWords() throws IOException {
    Path jar = good.writeTo(directory.resolve("truncated.jar"));
    for (int length = good.length() - 1; length >= 0; length--) {
      try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
        file.setLength(length);
      }
      assertRefused(jar, "it is not a jar, or not all of one");
    }
  }

  /** Whatever one byte of the jar becomes, the outcome is an exception, absence or what was. */
  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x7F, 0x80, 0xFF, -1})
  void anyByteChanged_leavesNoOtherOutcome(int value) throws IOException {
    for (int i = 0; i < good.length(); i++) {
      CoreJar bad = good.copy();
      bad.bytes()[i] = (byte) (value < 0 ? good.bytes()[i] ^ 1 : value);
      assertOutcome(bad, i);
    }
  }

  private void assertOutcome(CoreJar bad, int changed) throws IOException {
    try (CoreArchive archive = open(bad)) {
      for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
        String name = file.getKey();
        byte[] content = readOrNull(archive, name);
        if (content != null) {
          assertThat(content).as("%s, byte %d", name, changed).hasSameSizeAs(file.getValue());
          // The format has no checksum: that of the content itself may be another.
          if (!good.isContent(name, changed)) {
            assertThat(content).as("%s, byte %d", name, changed).isEqualTo(file.getValue());
          }
        }
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).as("byte %d", changed).matches("cannot read .*: it.* .*");
    }
  }

  private static byte[] readOrNull(CoreArchive archive, String name) {
    try {
      return archive.read(name);
    } catch (IOException e) {
      assertThat(e).hasMessageEndingWith("was changed while it was in use");
      return null;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 29, 1 << 17, 1000, 200})
  void lyingCount_isRefused_andTakesNoMemory(int count) throws IOException {
    Path jar = good.copy().put(good.start(), count).writeTo(directory.resolve("bad.jar"));
    long before = allocated();
    assertRefused(jar, "its entry agent/core is damaged");
    assertThat(allocated() - before).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 100, 1 << 20})
  void lyingOffset_isAnException(int offset) throws IOException {
    assertChanged(good.copy().put(good.offset(PLAIN), offset), PLAIN);
  }

  @Test
  void offsetAtTheVeryEnd_isAnException() throws IOException {
    int length = good.central() - good.start();
    for (int before = -1; before < 12; before++) {
      assertChanged(good.copy().put(good.offset(PLAIN), length - before), PLAIN);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, -1",
    "0, 0",
    "0, 699",
    "0, 701",
    "0, 60000000",
    "0, 70000000",
    "0, 2147483647",
    "4, -1",
    "4, 0",
    "4, 1",
    "4, 10000",
    "4, 2147483647"
  })
  void lyingLengths_areAnException_andTakeNoMemory(int which, int length) throws IOException {
    assertThat(FILES.get(PLAIN)).hasSize(700);
    CoreJar bad = good.copy().put(good.size(PLAIN) + which, length);
    long before = allocated();
    assertChanged(bad, PLAIN);
    assertThat(allocated() - before).isLessThan(2 << 20);
  }

  @Test
  void lengthOfAnEmptyFile_thatLies_isAnException() throws IOException {
    assertChanged(good.copy().put(good.size("empty"), 1), "empty");
    assertChanged(good.copy().put(good.size("zeros"), 0), "zeros");
  }

  /** Two places of the index that mean one file, and a file within another. */
  @Test
  void overlappingFiles_areReadAsOne_orAreAnException() throws IOException {
    CoreJar twice = good.copy();
    twice.put(good.offset("BB"), good.get(good.offset("Aa")));
    try (CoreArchive archive = open(twice)) {
      assertThat(archive.read("Aa")).isEqualTo(FILES.get("Aa"));
      assertThat(archive.read("BB")).isNull();
    }
    assertChanged(good.copy().put(good.offset(PLAIN), good.get(good.offset(PLAIN)) + 4), PLAIN);
  }

  @Test
  void jarThatShrinks_isAnException_atWhateverLength() throws IOException {
    for (int length = 0; length < good.length(); length += 7) {
      Path jar = good.writeTo(directory.resolve("shrinking.jar"));
      try (CoreArchive archive = new CoreArchive(jar.toFile());
          RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
        file.setLength(length);
        assertChanged(archive, jar, PLAIN);
        assertThat(archive.has("other")).isFalse();
      }
    }
  }

  @Test
  void jarOverwrittenByZeros_isAnException() throws IOException {
    Path jar = good.writeTo(directory.resolve("overwritten.jar"));
    try (CoreArchive archive = new CoreArchive(jar.toFile())) {
      Files.write(jar, new byte[good.length()]);
      assertChanged(archive, jar, PLAIN);
    }
  }

  @Test
  void jarOverwrittenByALaterOne_isAnException_evenWhereTheSameFileBeginsAtTheSamePlace()
      throws IOException, InterruptedException {
    Map<String, byte[]> files = new TreeMap<>(FILES);
    files.put(PLAIN, "another class".getBytes(UTF_8));
    // The first file that is packed, whose place nothing before it can change.
    files.put("Aa", "a later one".getBytes(UTF_8));
    CoreJar later = CoreJar.pack(directory.resolve("later"), files);
    assertThat(later.file("Aa")).isEqualTo(good.file("Aa"));

    Path jar = good.writeTo(directory.resolve("overwritten.jar"));
    try (CoreArchive archive = new CoreArchive(jar.toFile())) {
      later.writeTo(jar);
      assertChanged(archive, jar, PLAIN);
      assertChanged(archive, jar, "Aa");
    }
  }

  @Test
  void jarReplacedByRename_isReadAsItWas() throws IOException {
    Path jar = good.writeTo(directory.resolve("replaced.jar"));
    try (CoreArchive archive = new CoreArchive(jar.toFile())) {
      Path other = Files.write(directory.resolve("other.jar"), new byte[10]);
      Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
      assertThat(archive.read(PLAIN)).isEqualTo(FILES.get(PLAIN));
    }
  }

  @Test
  void afterAnException_otherFilesAreStillRead() throws IOException {
    try (CoreArchive archive = open(good.copy().put(good.size(PLAIN) + 4, 1))) {
      assertThatThrownBy(() -> archive.read(PLAIN)).isInstanceOf(IOException.class);
      assertThat(archive.read("zeros")).isEqualTo(FILES.get("zeros"));
    }
  }

  @Test
  void onceClosed_nothingIsRead() throws IOException {
    CoreArchive archive = open(good);
    archive.close();
    assertThatThrownBy(() -> archive.read(PLAIN)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> archive.has(PLAIN)).isInstanceOf(IOException.class);
    assertThat(archive.has("other")).isFalse();
    assertThatCode(archive::close).doesNotThrowAnyException();
  }

  private CoreArchive open(CoreJar jar) throws IOException {
    return new CoreArchive(jar.writeTo(directory.resolve("some.jar")).toFile());
  }

  private void assertChanged(CoreJar bad, String name) throws IOException {
    Path jar = bad.writeTo(directory.resolve("bad.jar"));
    try (CoreArchive archive = new CoreArchive(jar.toFile())) {
      assertChanged(archive, jar, name);
    }
  }

  private static void assertChanged(CoreArchive archive, Path jar, String name) {
    assertThatThrownBy(() -> archive.read(name))
        .isInstanceOf(IOException.class)
        .hasMessage(jar + " was changed while it was in use");
  }

  private static void assertRefused(Path jar, String reason) {
    assertThatThrownBy(() -> new CoreArchive(jar.toFile()).close())
        .isInstanceOf(IOException.class)
        .hasMessage("cannot read " + jar + ": " + reason);
  }

  /** Bytes this thread has ever allocated. */
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
