package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The built jar taken apart, and put together again as another would be. */
final class AgentJar {
  static final String CORE = "agent/core";

  private static final Path PACKER =
      Program.AGENT.resolve("../../../bootstrap/src/build/java/PackCore.java").normalize();

  private AgentJar() {}

  /** What lies within the entry {@link #CORE}, by name. */
  static Map<String, byte[]> core() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (JarFile jar = new JarFile(Program.AGENT.toFile());
        DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(CORE)))) {
      int count = in.readInt();
      in.skipNBytes(2L * Integer.BYTES * count);
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        int length = in.readInt();
        byte[] deflated = in.readNBytes(in.readInt());
        files.put(name, inflate(deflated, length));
      }
      assertThat(in.read()).isEqualTo(-1);
    }
    return files;
  }

  private static byte[] inflate(byte[] deflated, int length) throws IOException {
    Inflater inflater = new Inflater(true);
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
      byte[] content = in.readAllBytes();
      assertThat(content).hasSize(length);
      return content;
    } finally {
      inflater.end();
    }
  }

  /** Writes a jar that differs in its manifest and its core. */
  static Path rewritten(Path to, Consumer<Manifest> manifest, Consumer<Map<String, byte[]>> core)
      throws IOException {
    withoutCore(to, manifest);
    Map<String, byte[]> files = core();
    core.accept(files);
    Path directory = Files.createTempDirectory(to.getParent(), "core");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Jdk.all()
        .get(0)
        .run(
            "java", PACKER.toString(), to.toString(), directory.toString(), "2026-01-01T00:00:00Z");
    return to;
  }

  /** Writes a jar of the bootstrap alone. */
  static Path withoutCore(Path to, Consumer<Manifest> changes) throws IOException {
    try (JarFile jar = new JarFile(Program.AGENT.toFile())) {
      Manifest manifest = jar.getManifest();
      changes.accept(manifest);
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
        for (JarEntry entry : jar.stream().toList()) {
          if (!entry.getName().equals(CORE) && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            out.putNextEntry(new JarEntry(entry.getName()));
            jar.getInputStream(entry).transferTo(out);
          }
        }
      }
    }
    return to;
  }
}
