package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentArgumentsTest {
  private static final ArgumentGrammar GRAMMAR =
      new ArgumentGrammar(List.of("modules"), List.of("signals"));

  @ParameterizedTest
  @CsvSource({
    ", 0.0.0.0, 8000,",
    "'', 0.0.0.0, 8000,",
    "9404, 0.0.0.0, 9404,",
    "0, 0.0.0.0, 0,",
    "127.0.0.1:8000, 127.0.0.1, 8000,",
    "localhost:0, localhost, 0,",
    "[::1]:8000, ::1, 8000,",
    "port=9404, 0.0.0.0, 9404,",
    "'host=[::1], port=9404', ::1, 9404,",
    "'port=9404,host=::1', ::1, 9404,",
    "host=example, example, 8000,",
    "9404:exporter.yml, 0.0.0.0, 9404, exporter.yml",
    "localhost:9404:exporter.yml, localhost, 9404, exporter.yml",
    "[::1]:9404:exporter.yml, ::1, 9404, exporter.yml",
    "9404:C:\\exporter.yml, 0.0.0.0, 9404, C:\\exporter.yml",
    "localhost:9404:C:\\exporter.yml, localhost, 9404, C:\\exporter.yml",
    "9404:/etc/a=b.yml, 0.0.0.0, 9404, /etc/a=b.yml",
    "config=exporter.yml, 0.0.0.0, 8000, exporter.yml",
    "config=C:\\exporter.yml, 0.0.0.0, 8000, C:\\exporter.yml",
    "'port=9404,host=::1,config=a/exporter.yml', ::1, 9404, a/exporter.yml",
    "'9404,host=::1', ::1, 9404,",
    "'9404:exporter.yml , host=::1', ::1, 9404, exporter.yml",
    "'9404:a,b.yml,host=::1', ::1, 9404, 'a,b.yml'",
    "'9404:a,b=c.yml', 0.0.0.0, 9404, 'a,b=c.yml'",
    "'localhost:9404:exporter.yml,modules=metrics', localhost, 9404, exporter.yml",
    "'config=a,b.yml,port=9404', 0.0.0.0, 9404, 'a,b.yml'"
  })
  void understood(String argument, String host, int port, String config)
      throws ConfigurationException {
    AgentArguments arguments = GRAMMAR.parse(argument, Map.of());
    assertThat(ServerSettings.of(null, arguments)).isEqualTo(ServerSettings.of(host, port));
    assertThat(arguments.config()).isEqualTo(config);
  }

  @Test
  void environment_fillsInWhatIsNotGiven() throws ConfigurationException {
    Map<String, String> environment =
        Map.of("EXPORTER_AGENT_PORT", "9404", "EXPORTER_AGENT_HOST", "localhost");
    assertThat(server(null, environment)).hasToString("localhost:9404");
    assertThat(server("8000", environment)).hasToString("localhost:8000");
    assertThat(server("host=::1", environment)).hasToString("[::1]:9404");
  }

  @Test
  void webConfiguration_isThatOfTheArgumentThenOfTheFileThenOfTheEnvironment()
      throws ConfigurationException {
    Map<String, String> environment = Map.of("EXPORTER_AGENT_WEB_CONFIG", "c.yml");
    String file = "server: {web_config_file: b.yml}";

    assertThat(server("8000", Map.of()).webConfigFile()).isNull();
    assertThat(server("8000", environment).webConfigFile()).isEqualTo("c.yml");
    AgentArguments byFile = GRAMMAR.parse("8000", environment);
    assertThat(ServerSettings.in(file, "x.yml", byFile).webConfigFile()).isEqualTo("b.yml");
    AgentArguments given = GRAMMAR.parse("8000:x.yml,web=a,b.yml", environment);
    assertThat(ServerSettings.in(file, "x.yml", given).webConfigFile()).isEqualTo("a,b.yml");
    assertThat(GRAMMAR.withAbsoluteFiles("8000,web=web.yml", Path.of("/etc")))
        .isEqualTo("8000,web=/etc/web.yml");
  }

  @Test
  void environment_namesTheFileUnlessTheArgumentDoes() throws ConfigurationException {
    Map<String, String> environment = Map.of("EXPORTER_AGENT_CONFIG", "a.yml");
    assertThat(GRAMMAR.parse("8000", environment).config()).isEqualTo("a.yml");
    assertThat(GRAMMAR.parse("8000:b.yml", environment).config()).isEqualTo("b.yml");
    assertThat(GRAMMAR.parse("8000", Map.of("EXPORTER_AGENT_CONFIG", "")).config()).isNull();
  }

  @Test
  void argumentGoesBeforeFile_andFileBeforeEnvironment() throws ConfigurationException {
    Map<String, String> environment =
        Map.of("EXPORTER_AGENT_PORT", "1", "EXPORTER_AGENT_HOST", "environment");
    String file = "server: {port: 2}";
    assertThat(serverWithFile("3", file, environment)).hasToString("environment:3");
    assertThat(serverWithFile(null, file, environment)).hasToString("environment:2");
    assertThat(serverWithFile("host=argument", file, environment)).hasToString("argument:2");
    assertThat(serverWithFile(null, "server: {host: '[::2]'}", environment)).hasToString("[::2]:1");
    assertThat(serverWithFile(null, "", environment)).hasToString("environment:1");
    assertThat(serverWithFile(null, "server: {port: '${EXPORTER_AGENT_PORT:8000}'}", environment))
        .hasToString("environment:1");
  }

  @Test
  void portThatKubernetesSetsForAService_isNotOurs() throws ConfigurationException {
    assertThat(server(null, Map.of("EXPORTER_AGENT_PORT", "tcp://10.96.0.1:8000")).port())
        .isEqualTo(8000);
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 'not a port: give a number from 0 to 65535'",
    "-1, not a port",
    "http, not a port",
    "exporter.yml, 'a file comes after it (8000:exporter.yml) or as config=exporter.yml'",
    "C:\\exporter.yml, '\"\\exporter.yml\" in agent argument \"C:\\exporter.yml\" is not a port'",
    "65536:exporter.yml, '\"65536\" in agent argument'",
    "host:, cannot understand agent argument",
    "8000:, cannot understand agent argument",
    "host:8000:, cannot understand agent argument",
    ":8000, cannot understand agent argument",
    "::1:8000, cannot understand agent argument",
    "[::1], cannot understand agent argument",
    "[::1:8000, cannot understand agent argument",
    "prot=8000, 'unknown key \"prot\"'",
    "'port=8000,', '\"8000,\" in agent argument'",
    "'8000,key=value', 'unknown key \"key\"'",
    "'8000,confg=a.yml', 'unknown key \"confg\" in agent argument \"8000,confg=a.yml\": did you mean \"config\"? the keys are config, host, modules, port'",
    "'8000:a.yml,module=m', 'unknown key \"module\"'",
    "'8000,port=8001', '\"port\" is given twice'",
    "'8000:a.yml,config=b.yml', '\"config\" is given twice'",
    "'port=8000,port=8001', '\"port\" is given twice'",
    "host=, 'no value for \"host\"'",
    "config=, 'no value for \"config\"'"
  })
  void notUnderstood_saysWhatWasExpected(String argument, String message) {
    assertThatThrownBy(() -> GRAMMAR.parse(argument, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void badEnvironment_isNamedIfItIsAskedFor() throws ConfigurationException {
    Map<String, String> environment = Map.of("EXPORTER_AGENT_PORT", "x");
    assertThatThrownBy(() -> server("", environment))
        .hasMessageContaining("\"x\" in environment variable EXPORTER_AGENT_PORT is not a port");
    assertThat(server("9404", environment).port()).isEqualTo(9404);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "' 8000 ', 8000",
    "localhost:8000, localhost:8000",
    "8000:exporter.yml, 8000:/srv/exporter.yml",
    "8000:/etc/exporter.yml, 8000:/etc/exporter.yml",
    "[::1]:8000:a/8000.yml, [::1]:8000:/srv/a/8000.yml",
    "config=exporter.yml, config=/srv/exporter.yml",
    "'config = exporter.yml , host=config', 'config = /srv/exporter.yml , host=config'",
    "'host=exporter.yml,config=exporter.yml', 'host=exporter.yml,config=/srv/exporter.yml'",
    "'8000:a.yml,modules=m', '8000:/srv/a.yml,modules=/srv/m'",
    "'8000,modules=/m, config = a.yml', '8000,modules=/m, config = /srv/a.yml'"
  })
  void relativeFile_canBeMadeAbsolute(String argument, String absolute)
      throws ConfigurationException {
    assertThat(GRAMMAR.withAbsoluteFiles(argument, Path.of("/srv"))).isEqualTo(absolute);
  }

  @Test
  void formsOfTheDocumentation_areUnderstood() throws ConfigurationException, IOException {
    String page = Files.readString(Path.of("..", "docs", "starting.md"));
    String table = page.substring(page.indexOf("| argument |")).split("\\R\\R", 2)[0];
    List<String> forms =
        Pattern.compile("(?m)^\\| (`.*?`) \\|")
            .matcher(table)
            .results()
            .flatMap(row -> Arrays.stream(row.group(1).replace("`", "").split(", ", -1)))
            .toList();
    assertThat(forms).hasSizeGreaterThan(7);
    for (String form : forms) {
      AgentArguments arguments = GRAMMAR.parse(form, Map.of());
      assertThat(arguments.config()).as(form).isIn(null, "exporter.yml");
    }
  }

  @Test
  void directoryWithAComma_isNoTrouble_unlessItReadsAsASetting() throws ConfigurationException {
    assertThat(GRAMMAR.withAbsoluteFiles("8000:exporter.yml", Path.of("/a,b")))
        .isEqualTo("8000:/a,b/exporter.yml");
    assertThat(GRAMMAR.withAbsoluteFiles("config=exporter.yml", Path.of("/a,b")))
        .isEqualTo("config=/a,b/exporter.yml");
    assertThatThrownBy(
            () -> GRAMMAR.withAbsoluteFiles("config=exporter.yml", Path.of("/a,port=1/b")))
        .hasMessageContaining("reads as a setting");
  }

  @Test
  void otherKeys_haveTheirValues() throws ConfigurationException {
    assertThat(GRAMMAR.parse("8000:a.yml,modules=my metrics", Map.of()).get("modules"))
        .isEqualTo("my metrics");
    assertThat(GRAMMAR.parse("8000:a.yml", Map.of()).get("modules")).isNull();
  }

  private static ServerSettings server(String argument, Map<String, String> environment)
      throws ConfigurationException {
    return ServerSettings.of(null, GRAMMAR.parse(argument, environment));
  }

  private static ServerSettings serverWithFile(
      String argument, String file, Map<String, String> environment) throws ConfigurationException {
    AgentArguments arguments = GRAMMAR.parse(argument, environment);
    return ServerSettings.in(file, "exporter.yml", arguments);
  }
}
