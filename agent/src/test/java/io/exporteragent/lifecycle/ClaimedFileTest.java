package io.exporteragent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.source.mbean.rules.JmxKeys;
import io.exporteragent.source.module.ModuleSection;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of jmx_exporter in the place of ours. */
class ClaimedFileTest {

  @Test
  void fileOfJmxExporter_isRecognisedByAnyOfItsKeys_andReadAsItDoes() throws Exception {
    for (String key : JmxKeys.TOP_LEVEL) {
      assertThatThrownBy(() -> parse(key + ": !tag x"))
          .as(key)
          .hasMessage(
              "kafka.yml:1:%d: a YAML tag at %s; remove it, or put text that begins with ! in quotes",
              key.length() + 3, key);
    }
    assertThat(
            parse("lowercaseOutputName: yes\nrules: [&r {pattern: x}, {<<: *r}]\nzzz: 1").remarks())
        .containsExactly(
            "kafka.yml is a file of jmx_exporter with 2 rules, 0 of them with cache: true",
            "MBeans: all",
            "warning: kafka.yml:3:1: unknown key \"zzz\" is ignored; jmx_exporter ignores it, too");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# rules: []\n", "{}"})
  void fileWithoutKeys_isOurs(String text) throws Exception {
    Configuration empty = parse(text);
    assertThat(empty.remarks()).isEmpty();
    assertThat(empty)
        .isEqualTo(Configuration.of(arguments(""), Parsed.SECTIONS))
        .isNotEqualTo(parse("rules: []"));
  }

  @Test
  void fileWithUnknownKeysAlone_isOurs_andWrong() {
    assertThatThrownBy(() -> parse("rule: []"))
        .hasMessageStartingWith("kafka.yml:1:1: unknown key \"rule\"; ")
        .hasMessageContaining("known keys: server, collectors");
  }

  @Test
  void keysOfBothKinds_areAnErrorThatNamesOneOfEach() {
    assertThatThrownBy(() -> parse("zzz: 1\nserver: {port: 1}\nprobes: []\nrules: []\n"))
        .hasMessage(
            "kafka.yml:4:1: key \"rules\" is one of jmx_exporter and \"server\" one of this agent; put those of jmx_exporter into a file of their own and name it here, as in mbeans: {jmx_exporter: kafka.yml}");
  }

  @Test
  void settingsOfTheArgumentAndTheEnvironment_standBeside() throws Exception {
    Configuration configuration =
        Configuration.parse("rules: []", "kafka.yml", arguments("9404,modules=m"), Parsed.SECTIONS);
    assertThat(configuration.server().port()).isEqualTo(9404);
    assertThat(configuration.of(new ModuleSection()).orElseThrow().directory())
        .isEqualTo(Path.of("m"));
    assertThat(configuration.describe())
        .contains("  port: 9404\n")
        .endsWith("mbeans:\n  jmx_exporter: kafka.yml\n  packs: none\n  max_series: 500\n");
  }

  @Test
  void versionsOfTheFile_areDifferentSettings() throws Exception {
    assertThat(parse("rules: []")).isEqualTo(parse("rules: []")).isNotEqualTo(parse("rules: [ ]"));
  }

  @Test
  void fileThatClosesItsPage_isNotServedOpen() {
    assertThatThrownBy(
            () -> parse("rules: []\nhttpServer: {authentication: {basic: {password: s3cret}}}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "kafka.yml: jmx_exporter closes its page by httpServer.authentication, and this page is closed by a web configuration: give one with web=web.yml; to serve it open, name the file in one of this agent's: mbeans: {jmx_exporter: kafka.yml}, with server: {host: ...}");
    assertThatThrownBy(() -> parse("httpServer: {authentication: {}, ssl: {}}"))
        .hasMessageStartingWith(
            "kafka.yml: jmx_exporter closes its page by httpServer.authentication and httpServer.ssl, ");
  }

  @Test
  void fileThatClosesItsPage_isServedByAWebConfiguration() throws Exception {
    Configuration configuration =
        Configuration.parse(
            "rules: []\nhttpServer: {ssl: {}}",
            "kafka.yml",
            arguments("9404,web=web.yml"),
            Parsed.SECTIONS);

    assertThat(configuration.server().webConfigFile()).isEqualTo("web.yml");
  }

  @Test
  void errors_areThoseOfTheFile() {
    assertThatThrownBy(() -> parse("rules:\n- {pattern: '('}\n"))
        .hasMessage(
            "kafka.yml:2:13: \"(\" at rules[0].pattern; expected a regular expression (Unclosed group near index 5)");
  }

  private static Configuration parse(String text) throws ConfigurationException {
    return Configuration.parse(text, "kafka.yml", arguments(""), Parsed.SECTIONS);
  }

  private static AgentArguments arguments(String text) throws ConfigurationException {
    return Parsed.SECTIONS.arguments().parse(text, Map.of());
  }
}
