package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What snakeyaml makes of the same text, by way of comparison with 2.7. */
class Yaml11Test {

  static Stream<Arguments> scalars() {
    return Stream.of(
        Arguments.of("yes", true),
        Arguments.of("Off", false),
        Arguments.of("ON", true),
        Arguments.of("yEs", "yEs"),
        Arguments.of("y", "y"),
        Arguments.of("'yes'", "yes"),
        Arguments.of("~", null),
        Arguments.of("Null", null),
        Arguments.of("", null),
        Arguments.of("''", ""),
        Arguments.of("0", 0),
        Arguments.of("010", 8),
        Arguments.of("08", "08"),
        Arguments.of("0b1_01", 5),
        Arguments.of("-0x1F", -31),
        Arguments.of("1_000", 1000),
        Arguments.of("1:30", 90),
        Arguments.of("-1:30:00", -5400),
        Arguments.of("1:60", "1:60"),
        Arguments.of("2147483648", 2147483648L),
        Arguments.of("9223372036854775808", new BigInteger("9223372036854775808")),
        Arguments.of("0.001", 0.001),
        Arguments.of("1.", 1.0),
        Arguments.of(".5", 0.5),
        Arguments.of("-1e3", -1000.0),
        Arguments.of("1e", "1e"),
        Arguments.of("1:30.5", 90.5),
        Arguments.of("-.INF", Double.NEGATIVE_INFINITY),
        Arguments.of(".NaN", Double.NaN),
        Arguments.of("nan", "nan"),
        Arguments.of("2024-01-31", date("2024-01-31T00:00:00Z")),
        Arguments.of("2024-1-31", "2024-1-31"),
        Arguments.of("2024-02-30", date("2024-03-01T00:00:00Z")),
        Arguments.of("2024-1-31 1:02:03.5 +1:30", date("2024-01-30T23:32:03.500Z")),
        Arguments.of("2024-01-31T01:02:03Z", date("2024-01-31T01:02:03Z")),
        Arguments.of("!!str 5", "5"),
        Arguments.of("!!float 5", 5.0),
        Arguments.of("! yes", true),
        Arguments.of("a:b", "a:b"));
  }

  private static Date date(String instant) {
    return Date.from(Instant.parse(instant));
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void plainText_isWhatYaml11SaysItIs(String text, Object value) throws Exception {
    Yaml11 root = yaml("k: " + text);
    assertThat(root.entries().get("k").scalar()).isEqualTo(value);
  }

  @Test
  void ofEqualKeys_theLastCounts() throws Exception {
    assertThat(values("{a: 1, 'a': 2, 10: 3, 012: 4}")).isEqualTo(Map.of("a", 2, 10, 4));
  }

  @Test
  void merge_addsWhatIsNotThere_whereverItStands() throws Exception {
    String text =
        """
        a: &a {x: 1, y: 1}
        b: &b {<<: *a, y: 2, z: 2}
        c: {w: 3, <<: [*b, *a], z: 3}
        d: {"<<": 4}
        """;
    Map<Object, Yaml11> entries = yaml(text).entries();
    assertThat(values(entries.get("b"))).isEqualTo(Map.of("x", 1, "y", 2, "z", 2));
    assertThat(values(entries.get("c"))).isEqualTo(Map.of("x", 1, "y", 2, "z", 3, "w", 3));
    assertThat(values(entries.get("d"))).isEqualTo(Map.of("<<", 4));
  }

  @Test
  void merges_thatMultiplyEachOther_areReadOnce() throws Exception {
    StringBuilder text = new StringBuilder("m0: &m0 {x: 0}\n");
    for (int i = 1; i <= 25; i++) {
      text.append(String.format("m%d: &m%d {<<: [*m%d, *m%d]}%n", i, i, i - 1, i - 1));
    }
    assertThat(values(yaml(text.toString()).entries().get("m25"))).isEqualTo(Map.of("x", 0));
  }

  @Test
  void aliases_ofSingleValues_areNotLimited_thoseOfCollectionsAre() throws Exception {
    String scalars = "a: &a 1\nb: [" + "*a, ".repeat(99) + "*a]";
    assertThat(yaml(scalars).entries().get("b").items()).hasSize(100);
    String lists = "a: &a [1]\nb: [" + "*a, ".repeat(50) + "*a]";
    assertThatThrownBy(() -> yaml(lists)).hasMessageContaining("more than 50 aliases");
  }

  @Test
  void keyThatIsNoText_isItself() throws Exception {
    assertThat(yaml("{yes: 1, [a]: 2, ~: 3}").entries()).hasSize(3).containsKey(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: !x 1 | f.yml:1:4: a YAML tag at a; remove it, or put text that begins with ! in quotes",
        "a: !!int x | f.yml:1:4: a YAML tag at a; remove it, or put text that begins with ! in quotes",
        "a: !!java.io.File [x] | f.yml:1:4: a YAML tag at a; remove it, or put text that begins with ! in quotes",
        "a: {<<: 1} | f.yml:1:9: \"1\" at a.\"<<\"; expected a mapping to be merged",
        "a: {b: ._} | f.yml:1:8: \"._\" looks like a number and is none at a.b; put text in quotes",
      })
  void whatYaml11DoesNotKnow_isAnError_whereverItStands(String text, String message) {
    assertThatThrownBy(() -> yaml(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void wrongKind_isAnErrorWithItsPosition() throws Exception {
    Map<Object, Yaml11> entries = yaml("a: yes\nb: [5]\nc:").entries();
    assertThatThrownBy(() -> entries.get("a").text())
        .hasMessage(
            "f.yml:1:4: \"yes\" at a; expected text, and this is true or false in YAML 1.1; put it in quotes");
    assertThatThrownBy(() -> entries.get("b").items().get(0).bool())
        .hasMessage("f.yml:2:5: \"5\" at b[0]; expected true or false, without quotes");
    assertThatThrownBy(() -> entries.get("c").entries())
        .hasMessage("f.yml:3:3: nothing at c; expected a mapping");
  }

  private static Map<Object, Object> values(String text) throws ConfigurationException {
    return values(yaml(text));
  }

  private static Map<Object, Object> values(Yaml11 mapping) throws ConfigurationException {
    Map<Object, Object> values = new LinkedHashMap<>();
    for (Map.Entry<Object, Yaml11> entry : mapping.entries().entrySet()) {
      values.put(entry.getKey(), entry.getValue().scalar());
    }
    return values;
  }

  private static Yaml11 yaml(String text) throws ConfigurationException {
    return YamlDocument.of(text, "f.yml").yaml11();
  }
}
