package io.exporteragent.attach.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmCommandLineTest {

  @ParameterizedTest
  @CsvSource({
    "java com.acme.Shop, com.acme.Shop",
    "/opt/jdk/bin/java -Xmx1g -cp a.jar:b.jar com.acme.Shop serve -jar x.jar, com.acme.Shop",
    "java -ea -jar /srv/shop.jar --port 80, /srv/shop.jar",
    "java -p mods -m shop/com.acme.Shop, shop/com.acme.Shop",
    "java --add-opens java.base/java.lang=ALL-UNNAMED -jar shop.jar, shop.jar",
    "java --add-opens=java.base/java.lang=ALL-UNNAMED -jar shop.jar, shop.jar",
    "java --module=shop/com.acme.Shop, shop/com.acme.Shop",
    "java @options com.acme.Shop, com.acme.Shop"
  })
  void main_isFoundAmongTheOptions(String commandLine, String main) {
    assertThat(parse(commandLine).main()).isEqualTo(main);
  }

  @ParameterizedTest
  @CsvSource({"java @everything", "java -jar", "/usr/bin/jsvc -cp a.jar com.acme.Shop", "''"})
  void main_isNotGuessed(String commandLine) {
    assertThat(parse(commandLine).main()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "java -XX:+Flag Main, true",
    "java -XX:-Flag Main, false",
    "java -XX:+Flag -XX:-Flag Main, false",
    "java -XX:-Flag -XX:+Flag Main, true",
    "java Main -XX:+Flag, false",
    "java -cp -XX:+Flag Main, false",
    "jsvc -XX:+Flag Main, true"
  })
  void lastFlagBeforeMain_counts(String commandLine, boolean on) {
    assertThat(parse(commandLine).isOn("Flag", false, Map.of())).isEqualTo(on);
  }

  @Test
  void environment_isReadAround() {
    JvmCommandLine none = parse("java Main");
    assertThat(none.isOn("Flag", true, Map.of())).isTrue();
    assertThat(none.isOn("Flag", true, Map.of("JAVA_TOOL_OPTIONS", " -Dx -XX:-Flag "))).isFalse();
    assertThat(none.isOn("Flag", true, Map.of("JDK_JAVA_OPTIONS", "-XX:-Flag"))).isFalse();
    JvmCommandLine on = parse("java -XX:+Flag Main");
    assertThat(on.isOn("Flag", false, Map.of("JAVA_TOOL_OPTIONS", "-XX:-Flag"))).isTrue();
    assertThat(on.isOn("Flag", false, Map.of("_JAVA_OPTIONS", "-XX:-Flag"))).isFalse();
  }

  private static JvmCommandLine parse(String commandLine) {
    return JvmCommandLine.parse(
        commandLine.isEmpty() ? List.of() : List.of(commandLine.split(" ", -1)));
  }
}
