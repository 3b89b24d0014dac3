package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The example is the reference of the configuration, so it must be right and complete. */
class ExampleTest {
  private static final String UNKNOWN = "unheard_of";

  @Test
  void example_isUnderstoodWithoutAnyEnvironment() throws ConfigurationException {
    Settings settings = parse(ConfigurationFile.example());
    assertThat(settings.server()).isEqualTo(ServerSettings.DEFAULT);
    assertThat(settings.collectors()).isEqualTo(CollectorSettings.ALL);
    assertThat(settings.probes())
        .extracting(ProbeSettings::name)
        .containsExactly("app", "billing", "search", "mail");
    assertThat(settings.methods())
        .extracting(MethodRule::id)
        .containsExactly(
            "com.shop.OrderService#place(java.lang.String, ..)", "@com.shop.Timed *#*");
    assertThat(settings.modules())
        .isEqualTo(
            ModuleSettings.builder(Path.of("metrics"))
                .classPath(ModuleSettings.ClassPath.APPLICATION)
                .applicationClass("com.example.Main")
                .build());
  }

  /**
   * Puts an unknown key into every mapping in turn: the error tells which keys are known there, and
   * each must be in the example.
   */
  @Test
  void everyKey_isInTheExample() throws ConfigurationException {
    String example = ConfigurationFile.example();
    Map<String, Set<String>> given = new TreeMap<>();
    Map<String, Set<String>> known = new TreeMap<>();
    collect(YamlDocument.read(example, "example.yml"), "", example, given, known);
    assertThat(given).isEqualTo(known);
    assertThat(known)
        .containsKeys(
            "", ".server", ".probes[]", ".probes[].tls", ".probes[].metrics[]", ".methods[]");
  }

  private static void collect(
      YamlNode node,
      String path,
      String example,
      Map<String, Set<String>> given,
      Map<String, Set<String>> known) {
    if (node.items != null) {
      node.items.forEach(item -> collect(item, path + "[]", example, given, known));
    }
    if (node.entries == null) {
      return;
    }
    Set<String> keys = knownKeys(node, example);
    for (YamlNode.Entry entry : node.entries) {
      if (!keys.isEmpty()) {
        given.computeIfAbsent(path, p -> new TreeSet<>()).add(entry.key.scalar);
        known.computeIfAbsent(path, p -> new TreeSet<>()).addAll(keys);
      }
      collect(entry.value, path + "." + entry.key.scalar, example, given, known);
    }
  }

  /** Empty where the user chooses the keys. */
  private static Set<String> knownKeys(YamlNode mapping, String example) {
    List<String> lines = new ArrayList<>(example.lines().toList());
    String line = lines.get(mapping.line - 1);
    int start = mapping.column - 1;
    if (line.charAt(start) == '{') {
      lines.set(
          mapping.line - 1,
          line.substring(0, start + 1) + UNKNOWN + ": 1, " + line.substring(start + 1));
    } else {
      lines.set(mapping.line - 1, line.substring(0, start) + UNKNOWN + ": 1");
      lines.add(mapping.line, " ".repeat(start) + line.substring(start));
    }
    Throwable thrown = catchThrowable(() -> parse(String.join("\n", lines)));
    if (thrown == null) {
      return Set.of();
    }
    assertThat(thrown).hasMessageContaining("unknown key \"unheard_of\"");
    String message = thrown.getMessage();
    String keys = message.substring(message.indexOf("known keys: ") + "known keys: ".length());
    return new TreeSet<>(List.of(keys.split(", ", -1)));
  }

  private static Settings parse(String text) throws ConfigurationException {
    return ConfigurationFile.parse(text, "example.yml", Map.of());
  }
}
