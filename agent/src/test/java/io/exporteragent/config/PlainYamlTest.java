package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the library reads, or nothing. */
class PlainYamlTest {
  @ParameterizedTest
  @ValueSource(strings = {"presets.yml", "pools.yml"})
  void filesOfTheJar_areReadAsTheLibraryReadsThem(String file) throws Exception {
    Class<?> beside = Class.forName("io.exporteragent.source.signal.SignalSection");
    String text = ConfigurationFile.resource(beside, file);

    assertThat(shown(PlainYaml.parse(text)))
        .isEqualTo(shown(YamlDocument.of(text, file).root()))
        .contains("class");
  }

  @Test
  void blocksWithinBlocks_areReadAsTheLibraryReadsThem() throws Exception {
    String text =
        """
        # first
        one: 1
        two:
          - a

          # between
          - b: c d
            e:
              f:  https://example.com/x?y=-1
          - g.h("i")
        three:
          four: ~
        """;

    assertThat(shown(PlainYaml.parse(text)))
        .isEqualTo(shown(YamlDocument.of(text, "test.yml").root()))
        .contains("https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "one",
        "one:",
        "one: 'two'",
        "one: \"two\"",
        "one: [two]",
        "one: {two: three}",
        "one: |\n  two",
        "one: &two three",
        "one: *two",
        "one: !two three",
        "one: two # three",
        "one: two: three",
        "one: - two",
        "one: two\n  three: four",
        "one: two\n three",
        "- one\n- - two",
        "-  one",
        "one: two\n- three",
        "one:\n- two",
        " one: two",
        "---\none: two",
      })
  void anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> PlainYaml.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String shown(YamlNode node) {
    StringBuilder shown = new StringBuilder().append(node.line).append(':').append(node.column);
    if (node.scalar != null) {
      shown.append('=').append(node.scalar).append(node.plain);
    }
    if (node.items != null) {
      node.items.forEach(each -> shown.append("[").append(shown(each)).append("]"));
    }
    if (node.entries != null) {
      node.entries.forEach(
          each ->
              shown
                  .append("{")
                  .append(shown(each.key))
                  .append(" ")
                  .append(shown(each.value))
                  .append("}"));
    }
    return shown.append("\n").toString();
  }
}
