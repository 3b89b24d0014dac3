package io.exporteragent.source.module.compile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exporteragent.source.module.folder.ModuleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ModuleJarTest {
  private static final String SOURCE =
      """
      // interval: 1m
      // timeout: 2s
      package com.acme;
      public class QueueDepth { class Nested {} }
      """;

  @Test
  void precompiledModule_isReadAsItsSource() throws Exception {
    byte[] jar = ModuleJar.compile("QueueDepth", SOURCE.getBytes(UTF_8), "", null);
    ModuleCode code = read(jar);
    assertThat(code.className()).isEqualTo("com.acme.QueueDepth");
    assertThat(code.classes())
        .containsOnlyKeys("com.acme.QueueDepth", "com.acme.QueueDepth$Nested");
    assertThat(code.resources()).containsOnlyKeys("META-INF/MANIFEST.MF");
    assertThat(code.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(code.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(code.version()).isNull();
    assertThat(ModuleJar.compile("QueueDepth", SOURCE.getBytes(UTF_8), "", null))
        .as("the same again")
        .isEqualTo(jar);
  }

  @Test
  void precompiledModule_isForTheReleaseAskedFor() throws Exception {
    byte[] jar = ModuleJar.compile("QueueDepth", SOURCE.getBytes(UTF_8), "", 8);
    assertThat(read(jar).classes().get("com.acme.QueueDepth")[7]).isEqualTo((byte) 52);
    assertThat(
            catchThrowableOfType(
                ModuleException.class,
                () ->
                    ModuleJar.compile(
                        "A", "public class A { String s = \"\".strip(); }".getBytes(UTF_8), "", 8)))
        .hasMessageContaining("symbol: method strip()");
  }

  @Test
  void release_thatDoesNotExist_isAnErrorOfOneLine() {
    assertThat(
            catchThrowableOfType(
                ModuleException.class,
                () -> ModuleJar.compile("A", SOURCE.getBytes(UTF_8), "", 99)))
        .hasMessageContaining("99")
        .hasMessageNotContaining("\n");
  }

  @Test
  void jar_bringsItsLibrariesResourcesAndVersion() throws Exception {
    ModuleCode code =
        read(
            zip(
                Map.of(
                    "META-INF/MANIFEST.MF",
                    manifest("Metric-Module: com.acme.Queue", "Implementation-Version: 1.2"),
                    "com/acme/Queue.class",
                    aClass(),
                    "org/library/Library.class",
                    aClass(),
                    "META-INF/versions/11/org/library/Library.class",
                    aClass(),
                    "queue.properties",
                    "a=b".getBytes(UTF_8),
                    "directory/",
                    new byte[0])));
    assertThat(code.className()).isEqualTo("com.acme.Queue");
    assertThat(code.version()).isEqualTo("1.2");
    assertThat(code.classes()).containsOnlyKeys("com.acme.Queue", "org.library.Library");
    assertThat(code.resources().get("queue.properties")).asString(UTF_8).isEqualTo("a=b");
    assertThat(code.resources()).doesNotContainKey("directory/");
  }

  @Test
  void jarWithoutTheAttribute_isRefused_withAnExample() throws Exception {
    assertThat(failure(zip(Map.of("a.txt", new byte[0]))))
        .hasMessageContaining("Metric-Module: com.example.QueueDepth");
  }

  @Test
  void jarWithoutItsClass_isRefused() throws Exception {
    assertThat(
            failure(zip(Map.of("META-INF/MANIFEST.MF", manifest("Metric-Module: com.acme.Queue")))))
        .hasMessageContaining("com.acme.Queue", "does not contain");
  }

  @Test
  void manifestWithABadDuration_isRefused() throws Exception {
    byte[] manifest = manifest("Metric-Module: com.acme.Queue", "Metric-Interval: soon");
    assertThat(
            failure(
                zip(Map.of("META-INF/MANIFEST.MF", manifest, "com/acme/Queue.class", aClass()))))
        .hasMessage(
            "Metric-Interval in its manifest must be a duration like 30s or 1m30s, but is \"soon\"");
  }

  @Test
  void damagedJar_isRefused() throws Exception {
    byte[] jar = ModuleJar.compile("QueueDepth", SOURCE.getBytes(UTF_8), "", null);
    byte[] damaged = jar.clone();
    for (int i = 60; i < 90; i++) {
      damaged[i] = (byte) ~damaged[i];
    }
    assertThat(failure(damaged)).hasMessageStartingWith("it is a damaged jar: ");
    assertThat(failure("PK nothing".getBytes(UTF_8))).isNotNull();
  }

  @Test
  void jarThatGrowsWithoutBounds_isRefused() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < 257; i++) {
        zip.putNextEntry(new ZipEntry("a" + i));
        zip.write(nothing);
      }
    }
    assertThat(out.size()).isLessThan(ModuleFile.Kind.JAR.maxBytes());
    assertThat(failure(out.toByteArray())).hasMessage("unpacked it is larger than 256 MiB");
  }

  private static ModuleCode read(byte[] jar) throws ModuleException {
    return ModuleReader.isolated()
        .read(new ModuleFile("a.jar", ModuleFile.Kind.JAR, jar, Map.of()));
  }

  private static ModuleException failure(byte[] jar) {
    return catchThrowableOfType(ModuleException.class, () -> read(jar));
  }

  private static byte[] manifest(String... lines) {
    return ("Manifest-Version: 1.0\n" + String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  private static byte[] aClass() throws IOException {
    try (var in = ModuleJarTest.class.getResourceAsStream("ModuleJarTest.class")) {
      return in.readAllBytes();
    }
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : new LinkedHashMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        ((OutputStream) zip).write(file.getValue());
      }
    }
    return out.toByteArray();
  }
}
