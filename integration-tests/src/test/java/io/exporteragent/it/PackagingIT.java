package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar as a contract: what the application sees of it, and what it may weigh. */
class PackagingIT {
  private static final long SIZE_BUDGET = 12L << 20;

  @Test
  void manifest_namesTheEntryPoints() throws IOException {
    try (JarFile jar = new JarFile(Program.AGENT.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      for (String entry : List.of("Premain-Class", "Main-Class")) {
        assertThat(manifest.getValue(entry)).isEqualTo("io.exporteragent.bootstrap.AgentMain");
      }
      assertThat(manifest.getValue("Agent-Class"))
          .isEqualTo("io.exporteragent.bootstrap.AttachMain");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
      assertThat(manifest.getValue("Launcher-Agent-Class")).isNull();
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
    }
  }

  @Test
  void onlyBootstrapIsVisible() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("io/exporteragent/bootstrap/"));
    assertThat(entries())
        .filteredOn(name -> !name.endsWith("/"))
        .allMatch(
            name ->
                name.equals(AgentJar.CORE)
                    || name.startsWith("META-INF/")
                    || name.startsWith("io/exporteragent/bootstrap/"));
    assertThat(entries()).noneMatch(name -> name.startsWith("META-INF/services/"));
    assertThat(entries()).noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"));
  }

  @Test
  void everyClassRunsOnJava8() throws IOException {
    Map<String, byte[]> files = AgentJar.core();
    try (JarFile jar = new JarFile(Program.AGENT.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        files.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    files.keySet().removeIf(name -> !name.endsWith(".class"));
    assertThat(files).hasSizeGreaterThan(1000);
    files.forEach(
        (name, content) -> {
          ByteBuffer classFile = ByteBuffer.wrap(content);
          assertThat(classFile.getInt()).as(name).isEqualTo(0xCAFEBABE);
          assertThat(classFile.getInt() & 0xFFFF).as(name).isLessThanOrEqualTo(52);
        });
  }

  @Test
  void everyLibraryBringsItsLicence() throws IOException {
    assertThat(entries())
        .contains("META-INF/LICENSE")
        .contains("META-INF/licenses/client_java/LICENSE", "META-INF/licenses/client_java/NOTICE")
        .contains("META-INF/licenses/oshi/LICENSE")
        .contains("META-INF/licenses/jna/LICENSE", "META-INF/licenses/jna/AL2.0")
        .contains("META-INF/licenses/slf4j/LICENSE")
        .contains("META-INF/licenses/snakeyaml-engine/LICENSE")
        .contains("META-INF/licenses/picocli/LICENSE")
        .contains("META-INF/licenses/asm/LICENSE")
        .contains("META-INF/licenses/byte-buddy/LICENSE", "META-INF/licenses/byte-buddy/NOTICE")
        .contains("META-INF/licenses/bcrypt/LICENSE")
        .contains("META-INF/licenses/json-path/LICENSE")
        .contains("META-INF/licenses/json-smart/LICENSE")
        .contains("META-INF/licenses/protobuf/LICENSE")
        .contains("META-INF/licenses/schubfach/LICENSE");
    assertThat(AgentJar.core().keySet())
        .as("a library whose licence nobody has looked up")
        .filteredOn(name -> name.endsWith(".class"))
        .allMatch(
            name ->
                name.matches(
                    "(io/exporteragent|io/prometheus/metrics|oshi|com/sun/jna|org/slf4j|org/snakeyaml/engine|com/jayway/jsonpath|com/fasterxml/jackson/core/io/schubfach|picocli|at/favre/lib/crypto|at/favre/lib/bytes|net/minidev|net/bytebuddy)/.*"));
  }

  @Test
  void weighsLessThanItsBudget() throws IOException {
    assertThat(Files.size(Program.AGENT)).isLessThan(SIZE_BUDGET);
  }

  @Test
  void runAsAProgram_tellsHowItIsUsed() {
    try (Program jar =
        Program.command(Jdk.all().get(0).tool("java"))
            .with("-jar", Program.AGENT.toString())
            .start()) {
      assertThat(jar.exitCode()).isZero();
      assertThat(jar.output()).contains("-javaagent:exporter-agent.jar=8000");
      assertThat(jar.error()).isEmpty();
    }
  }

  @Test
  void buildRecordsVersionAndRevision() throws IOException {
    byte[] build = AgentJar.core().get("io/exporteragent/build.properties");
    assertThat(new String(build, UTF_8))
        .doesNotContain("${")
        .containsPattern("version=\\d+\\.\\d+")
        .containsPattern("revision=(unknown|[0-9a-f]{7,})");
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(Program.AGENT.toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }
}
