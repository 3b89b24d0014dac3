package io.exporteragent.source.mbean.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.Description;
import io.exporteragent.config.Key;
import io.exporteragent.config.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackSelectionTest {
  private static final Pack BROKER = Pack.ofJar("broker", "broker.domain");
  private static final Key<List<String>> PACKS =
      Key.of("packs", PackSelection.SCHEMA, List.of("auto"), "which packs");
  private static final List<Pack> KNOWN = List.of(BROKER, Shop.PACK);

  @Test
  void auto_isAllInTheJar_byDefault() throws ConfigurationException {
    List<Pack> packs = select("auto").resolve(List.of());

    assertThat(packs).extracting(Pack::name).containsExactly("broker", "shop");
    assertThat(packs).allMatch(Pack::isDefault);
  }

  @Test
  void none_isNone() throws ConfigurationException {
    assertThat(select("none").resolve(List.of())).isEmpty();
    assertThat(select().resolve(List.of())).isEmpty();
  }

  @Test
  void namedPack_isNotByDefault() throws ConfigurationException {
    List<Pack> packs = select("shop").resolve(List.of());

    assertThat(packs).extracting(Pack::name).containsExactly("shop");
    assertThat(packs).noneMatch(Pack::isDefault);
    assertThat(select("auto", "shop").resolve(List.of()))
        .extracting(Pack::isDefault)
        .containsExactly(true, false);
  }

  @Test
  void files_areInTheirPlace() throws ConfigurationException {
    PackSelection selection = select("own.yml", "auto", "other.yaml", "own.yml");
    assertThat(selection.files()).containsExactly("own.yml", "other.yaml");

    List<Pack> packs = selection.resolve(List.of(pack("own"), pack("other")));

    assertThat(packs).extracting(Pack::name).containsExactly("own", "broker", "shop", "other");
    assertThat(packs.get(0).domains()).containsExactly("own.domain");
  }

  @Test
  void fileWithTheNameOfAPackInTheJar_takesItsPlace() throws ConfigurationException {
    List<Pack> packs = select("auto", "own.yml").resolve(List.of(pack("broker")));

    assertThat(packs).extracting(Pack::name).containsExactly("broker", "shop");
    assertThat(packs.get(0).domains()).containsExactly("own.domain");
    assertThat(packs.get(0).isDefault()).isFalse();
  }

  @Test
  void filesOfOneName_areRefused() throws ConfigurationException {
    List<PackFile> twice = List.of(pack("own"), pack("own"));

    assertThatThrownBy(() -> select("a.yml", "b.yml").resolve(twice))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "shop.yml:1:2: name \"own\" is that of another pack; give one of them another name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auto                   | packs: auto",
        "[none]                 | packs: none",
        "[auto, 'own pack.yml'] | packs: [auto, \"own pack.yml\"]",
        "[]                     | packs: []",
      })
  void oneItem_needsNoBrackets(String written, String shown) throws ConfigurationException {
    Description description = new Description();
    description.add(PACKS, PackSelection.SCHEMA.read(yaml(written)));

    assertThat(description).hasToString(shown + "\n");
  }

  @Test
  void unknownPack_isRefused() {
    assertThatThrownBy(() -> PackSelection.SCHEMA.read(yaml("[auto, kafak]")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "exporter.yml:1:8: \"kafak\" at [1]; expected auto, none, a file that ends with .yml or .yaml, or one of the packs ");
  }

  private static YamlValue yaml(String text) throws ConfigurationException {
    return Objects.requireNonNull(
        ConfigurationFile.parse(
            text, "exporter.yml", new ArgumentGrammar(List.of()).parse(null, Map.of())));
  }

  private static PackSelection select(String... items) {
    return new PackSelection(List.of(items), KNOWN);
  }

  private static PackFile pack(String name) throws ConfigurationException {
    return Shop.parse(
        """
        {name: %s, help: Own., beans: [{object: 'own.domain:type=A', metrics: [
          {attribute: A, name: own_a, type: gauge, help: An a.}]}]}
        """
            .formatted(name));
  }
}
