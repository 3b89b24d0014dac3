package io.exporteragent.source.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which classes the preset of a pool fits, and what is read of them. */
class PoolRuleTest {
  private final List<String> said = new ArrayList<>();

  /** What pools have in common. */
  static class Base {
    private final Names names = new Names();

    protected int size() {
      return 3;
    }

    String name() {
      return names.first();
    }
  }

  /** A pool. */
  static class Tub extends Base {
    final boolean isClosed = false;
    final String nothing = null;

    Object take(long millis) {
      throw new UnsupportedOperationException("none after " + millis);
    }

    long broken() {
      throw new UnsupportedOperationException("broken");
    }
  }

  /** What names a pool. */
  static class Names {
    public String first() {
      return "tub";
    }
  }

  @ParameterizedTest
  @CsvSource({
    "this.nothing, this.isClosed, this.size()",
    "this.nothing, this.size(), this.nothing.length()",
  })
  void presetWhosePathsAreThere_fits(String name, String closed, String value) throws Exception {
    PoolRule rule = rule(name, closed, value);
    assertThat(rule.mayMatch(Tub.class)).isTrue();
    assertThat(rule.mayMatch(Base.class)).isFalse();
    assertThat(said).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "this.title, this.isClosed, this.size(), Tub has no title",
    "this.size(), this.isClosed, this.size(), this.size() is a int",
    "this.nothing, this.nothing, this.size(), this.nothing is a java.lang.String",
    "this.nothing, this.isClosed, this.isClosed, this.isClosed is a boolean",
    "this.nothing, this.isClosed, this.names.first(), this.names.first() is a java.lang.String",
  })
  void presetWithAPathThatIsNotThere_isSaidOnce(
      String name, String closed, String value, String reason) throws Exception {
    PoolRule rule = rule(name, closed, value);
    assertThat(rule.mayMatch(Tub.class)).isFalse();
    assertThat(rule.mayMatch(Tub.class)).isFalse();
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .startsWith("signals: Test is of a version that is not known, so nothing is measured in ")
        .contains(reason);
  }

  @Test
  void values_areReadOfSuperclassesAndFields() throws Exception {
    assertThat(path("this.size()").read(new Tub())).isEqualTo(3);
    assertThat(path("this.isClosed").read(new Tub())).isEqualTo(false);
    assertThat(path("this.names.first()").read(new Tub())).isEqualTo("tub");
    assertThat(path("this.nothing.length()").read(new Tub())).isNull();
  }

  @Test
  void whatAPoolThrows_isThrown() {
    assertThatThrownBy(() -> path("this.broken()").read(new Tub()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("broken");
    assertThatThrownBy(() -> path("this.missing").read(new Tub()))
        .isInstanceOf(NoSuchFieldException.class);
  }

  @ParameterizedTest
  @CsvSource({"this", "arg0.size()", "this.of(\"a\")", "this..size()", "size()"})
  void whatIsNoPath_isRefused(String text) {
    assertThat(PoolPath.parse(text)).isNull();
  }

  @Test
  void presetsOfTheJar_areValid() {
    assertThat(PoolPreset.ofJar())
        .extracting(PoolPreset::of)
        .contains("HikariCP", "DBCP", "Tomcat JDBC", "Agroal", "Tomcat", "Jetty", "Undertow");
  }

  private static PoolPath path(String text) {
    return PoolPath.parse(text);
  }

  private PoolRule rule(String name, String closed, String value) throws Exception {
    String preset =
        """
        of: Test
        class: %s
        method: take
        arguments: 1
        label: pool
        name: %s
        closed: %s
        gauges:
          - {family: tubs, help: Tubs., value: %s}
        """
            .formatted(Tub.class.getName(), name, closed, value);
    return new PoolRule(
        PoolPreset.SCHEMA.read(
            ConfigurationFile.parse(
                preset, "pools.yml", new ArgumentGrammar(List.of()).parse(null, Map.of()))),
        Tub.class.getName(),
        0,
        said::add,
        Runnable::run);
  }
}
