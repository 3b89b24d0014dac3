package io.exporteragent.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A small jar with a core, written by the build's own packer; its numbers can be made to lie. */
final class CoreJar {
  static final String ENTRY = "agent/core";
  private static final Path PACKER =
      Path.of(System.getProperty("basedir", ""), "src/build/java/PackCore.java");

  private final ByteBuffer bytes;

  private CoreJar(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Packs files in a directory that must not exist yet. */
  static CoreJar pack(Path directory, Map<String, byte[]> files)
      throws IOException, InterruptedException {
    Path content = directory.resolve("content");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = content.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Path jar = directory.resolve("packed.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), new Manifest())) {
      out.putNextEntry(new ZipEntry("Visible.class"));
      out.write("visible".getBytes(UTF_8));
    }
    Process packer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                PACKER.toString(),
                jar.toString(),
                content.toString(),
                "2026-01-01T00:00:00Z")
            .redirectErrorStream(true)
            .start();
    String output = new String(packer.getInputStream().readAllBytes(), UTF_8);
    assertThat(packer.waitFor()).as(output).isZero();
    return new CoreJar(Files.readAllBytes(jar));
  }

  CoreJar copy() {
    return new CoreJar(bytes.array().clone());
  }

  byte[] bytes() {
    return bytes.array();
  }

  int length() {
    return bytes.capacity();
  }

  Path writeTo(Path file) throws IOException {
    return Files.write(file, bytes.array());
  }

  /** Changes a number of the archive, all of which are big-endian. */
  CoreJar put(int position, int number) {
    bytes.order(ByteOrder.BIG_ENDIAN).putInt(position, number);
    return this;
  }

  int get(int position) {
    return bytes.order(ByteOrder.BIG_ENDIAN).getInt(position);
  }

  /** Changes a number of the ZIP format, all of which are little-endian. */
  CoreJar putZip(int position, int number) {
    bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(position, number);
    return this;
  }

  CoreJar putZipShort(int position, int number) {
    bytes.order(ByteOrder.LITTLE_ENDIAN).putShort(position, (short) number);
    return this;
  }

  int getZip(int position) {
    return bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(position);
  }

  /** Returns where the record at the end of the jar begins. */
  int end() {
    return bytes.capacity() - 22;
  }

  /** Returns where the header of the core in the central directory begins. */
  int central() {
    return new String(bytes.array(), ISO_8859_1).lastIndexOf(ENTRY) - 46;
  }

  /** Returns where the header before the core begins. */
  int local() {
    return getZip(central() + 42);
  }

  /** Returns where the core begins. */
  int start() {
    return local() + 30 + ENTRY.length();
  }

  /** Returns where in the index the offset of a file stands. */
  int offset(String name) {
    int hash = start() + 4;
    int count = get(start());
    while (!isNamed(start() + get(hash + 4 * count), name)) {
      hash += 4;
    }
    return hash + 4 * count;
  }

  private boolean isNamed(int file, String name) {
    return new String(bytes.array(), file + 2, name.length(), ISO_8859_1).equals(name);
  }

  /** Returns where a file of the core begins, with the length of its name. */
  int file(String name) {
    return start() + get(offset(name));
  }

  /** Returns where the length of a file stands; that of its compressed content comes next. */
  int size(String name) {
    return file(name) + 2 + name.length();
  }

  /** Says whether a byte of the jar belongs to the compressed content of a file. */
  boolean isContent(String name, int position) {
    int content = size(name) + 8;
    return position >= content && position < content + get(content - 4);
  }
}
