package io.exporteragent.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300) // for what would never end
class StoredEntryTest {
  private static final String DAMAGED = "it is damaged";
  private static final String NOT_A_JAR = "it is not a jar, or not all of one";

  @TempDir static Path shared;
  private static CoreJar good;

  @TempDir Path directory;

  @BeforeAll
  static void pack() throws IOException, InterruptedException {
    good = CoreJar.pack(shared.resolve("good"), Map.of("file", "content".getBytes(UTF_8)));
  }

  @Test
  void entryOfThePacker_isFound() throws IOException {
    StoredEntry entry = find(good.bytes(), CoreJar.ENTRY);
    assertThat(entry.start()).isEqualTo(good.start());
    assertThat(entry.length()).isEqualTo(good.getZip(good.central() + 24));
    // The entry is the last one, so the directory follows.
    assertThat(entry.start() + entry.length()).isEqualTo(good.getZip(good.end() + 16));
  }

  @Test
  void entryIsFound_whateverFollowsTheJar() throws IOException {
    byte[] longer = Arrays.copyOf(good.bytes(), good.length() + 60_000);
    assertThat(find(longer, CoreJar.ENTRY).start()).isEqualTo(good.start());
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent/cor", "agent/core/", "agent", ""})
  void otherNames_areRefused(String name) throws IOException {
    assertRefused(good, name, "it has no entry " + name);
  }

  @Test
  void compressedEntry_isRefused() throws IOException {
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(jar)) {
      out.putNextEntry(new ZipEntry(CoreJar.ENTRY));
      out.write(new byte[100]);
    }
    assertThatThrownBy(() -> find(jar.toByteArray(), CoreJar.ENTRY))
        .isInstanceOf(ZipException.class)
        .hasMessage("its entry agent/core is compressed and must be stored");
  }

  @Test
  void whatIsNoJar_isRefused() throws IOException {
    for (int length : new int[] {0, 1, 21, 22, 23, 65_556, 65_557, 65_558, 200_000}) {
      assertThatThrownBy(() -> find(new byte[length], CoreJar.ENTRY))
          .isInstanceOf(ZipException.class)
          .hasMessage(NOT_A_JAR);
    }
  }

  @Test
  void emptyJar_hasNoEntry() throws IOException {
    byte[] end = Arrays.copyOf(new byte[] {'P', 'K', 5, 6}, 22);
    assertThatThrownBy(() -> find(end, CoreJar.ENTRY))
        .isInstanceOf(ZipException.class)
        .hasMessage("it has no entry agent/core");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20, 100_000})
  void lyingLengthOrPlaceOfTheDirectory_isRefused(int number) throws IOException {
    assertRefused(good.copy().putZip(good.end() + 12, number), CoreJar.ENTRY, DAMAGED);
    assertRefused(good.copy().putZip(good.end() + 16, number), CoreJar.ENTRY, DAMAGED);
  }

  @Test
  void directoryCutAnywhere_isRefused() throws IOException {
    int length = good.getZip(good.end() + 12);
    // The extra field of the last entry may be cut off.
    int needed = good.central() + 46 + CoreJar.ENTRY.length() - good.getZip(good.end() + 16);
    assertThat(length).isGreaterThanOrEqualTo(needed);
    for (int cut = 0; cut < needed; cut++) {
      CoreJar bad = good.copy().putZip(good.end() + 12, cut);
      assertThatThrownBy(() -> find(bad.bytes(), CoreJar.ENTRY))
          .isInstanceOf(ZipException.class)
          .message()
          .isIn(DAMAGED, "it has no entry agent/core");
    }
  }

  /** Offsets in the entry's header: the lengths of its name, its extra field and its comment. */
  @ParameterizedTest
  @ValueSource(ints = {28, 30, 32})
  void lyingLengthInTheDirectory_isRefused(int offset) throws IOException {
    int first = good.getZip(good.end() + 16);
    CoreJar bad = good.copy().putZipShort(first + offset, 0xFFFF);
    assertThatThrownBy(() -> find(bad.bytes(), CoreJar.ENTRY)).isInstanceOf(ZipException.class);
  }

  /** Offsets in the entry's header: its length, and the place of the header before its bytes. */
  @ParameterizedTest
  @CsvSource({
    "24, -1",
    "24, 2147483647",
    "24, 100000",
    "42, -1",
    "42, 2147483647",
    "42, 100000",
    "42, 0",
    "42, 1"
  })
  void lyingEntry_isRefused(int offset, int number) throws IOException {
    // Where the jar begins there is a header too, but of another entry.
    CoreJar bad = good.copy().putZip(good.central() + offset, number);
    assertRefused(bad, CoreJar.ENTRY, DAMAGED);
  }

  @Test
  void lyingHeaderBeforeTheEntry_isRefused() throws IOException {
    assertRefused(good.copy().putZipShort(good.local() + 26, 0xFFFF), CoreJar.ENTRY, DAMAGED);
    assertRefused(good.copy().putZipShort(good.local() + 28, 0xFFFF), CoreJar.ENTRY, DAMAGED);
    assertRefused(good.copy().putZip(good.local(), 0x504B0304), CoreJar.ENTRY, DAMAGED);
  }

  @Test
  void twoEntriesOfTheName_areTheFirst() throws IOException {
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(jar)) {
      for (String name : new String[] {"agent/one", "agent/two"}) {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(0);
        entry.setCrc(0);
        out.putNextEntry(entry);
      }
    }
    String same = jar.toString(ISO_8859_1).replace("agent/two", "agent/one");
    StoredEntry found = find(same.getBytes(ISO_8859_1), "agent/one");
    assertThat(found.start()).isEqualTo(find(jar.toByteArray(), "agent/one").start());
  }

  private StoredEntry find(byte[] jar, String name) throws IOException {
    Path file = Files.write(directory.resolve("some.jar"), jar);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
      return StoredEntry.in(opened, name);
    }
  }

  private void assertRefused(CoreJar jar, String name, String reason) {
    assertThatThrownBy(() -> find(jar.bytes(), name))
        .isInstanceOf(ZipException.class)
        .hasMessage(reason);
  }
}
