package io.exporteragent.source.mbean.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The packs in the jar, each by the conventions that make them one whole. */
class PackFilesTest {
  private static final Path FOLDER =
      Path.of("src/main/resources/io/exporteragent/source/mbean/pack");

  /** What the names of a pack's metrics may begin with beside its own name. */
  private static final Map<String, List<String>> PREFIXES =
      Map.of(
          "kafka-clients", List.of("kafka_consumer", "kafka_producer"),
          "kafka-connect", List.of("kafka_connect"));

  @Test
  void everyFile_isInTheList() throws IOException {
    try (Stream<Path> files = Files.exists(FOLDER) ? Files.list(FOLDER) : Stream.empty()) {
      assertThat(KnownPacks.ALL)
          .extracting(pack -> pack.name() + ".yml")
          .containsExactlyInAnyOrderElementsOf(
              files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyPack_keepsTheConventions() {
    return KnownPacks.ALL.stream()
        .map(pack -> DynamicTest.dynamicTest(pack.name(), () -> check(pack)));
  }

  private static void check(Pack pack) {
    PackFile file = pack.file();
    assertThat(file.name()).isEqualTo(pack.name());
    assertThat(pack.domains())
        .as("domains in KnownPacks")
        .containsExactlyInAnyOrderElementsOf(file.domains());
    assertSentence(file.help());
    for (PackBean bean : file.beans()) {
      for (PackMetric metric : bean.metrics()) {
        assertSentence(metric.help());
        assertThat(metric.name())
            .as(metric.location())
            .matches("[a-z][a-z0-9_]*")
            .doesNotContain("__")
            .matches(
                name ->
                    PREFIXES.getOrDefault(pack.name(), List.of(pack.name())).stream()
                        .anyMatch(prefix -> name.startsWith(prefix + "_")),
                "begins with the name of the pack");
        assertThat(metric.family())
            .as(metric.location())
            .doesNotMatch(".*_(ms|millis|milliseconds|micros|nanos|minutes|hours|kb|mb|kib|mib)");
      }
    }
  }

  private static void assertSentence(String help) {
    assertThat(help).matches("[A-Z0-9].*[^ .]\\.").doesNotContain("\n");
  }

  @Test
  void noFamily_isInTwoPacks() {
    Map<String, String> packOf = new HashMap<>();
    for (Pack pack : KnownPacks.ALL) {
      for (PackBean bean : pack.file().beans()) {
        for (PackMetric metric : bean.metrics()) {
          String other = packOf.putIfAbsent(metric.family(), pack.name());
          assertThat(other == null || other.equals(pack.name()))
              .as("%s is in pack %s, too", metric.location(), other)
              .isTrue();
        }
      }
    }
  }
}
