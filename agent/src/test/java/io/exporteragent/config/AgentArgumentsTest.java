package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentArgumentsTest {

  @ParameterizedTest
  @CsvSource({
    ", 0.0.0.0, 8000",
    "'', 0.0.0.0, 8000",
    "9404, 0.0.0.0, 9404",
    "0, 0.0.0.0, 0",
    "127.0.0.1:8000, 127.0.0.1, 8000",
    "localhost:0, localhost, 0",
    "[::1]:8000, ::1, 8000",
    "port=9404, 0.0.0.0, 9404",
    "'host=[::1], port=9404', ::1, 9404",
    "'port=9404,host=::1', ::1, 9404",
    "host=example, example, 8000"
  })
  void understood(String argument, String host, int port) throws ConfigurationException {
    Settings settings = AgentArguments.parse(argument, Map.of());
    assertThat(settings.server().host()).isEqualTo(host);
    assertThat(settings.server().port()).isEqualTo(port);
  }

  @Test
  void environment_fillsInWhatIsNotGiven() throws ConfigurationException {
    Map<String, String> environment =
        Map.of("EXPORTER_AGENT_PORT", "9404", "EXPORTER_AGENT_HOST", "localhost");
    assertThat(AgentArguments.parse(null, environment).server().port()).isEqualTo(9404);
    assertThat(AgentArguments.parse("8000", environment).server().port()).isEqualTo(8000);
    assertThat(AgentArguments.parse("8000", environment).server().host()).isEqualTo("localhost");
    assertThat(AgentArguments.parse("host=::1", environment).server().port()).isEqualTo(9404);
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 'not a port: give a number from 0 to 65535'",
    "-1, not a port",
    "http, not a port",
    "host:, '\"\" in agent argument \"host:\" is not a port'",
    ":8000, cannot understand agent argument",
    "::1:8000, cannot understand agent argument",
    "prot=8000, 'unknown key \"prot\"'",
    "'port=8000,', 'unknown key \"\"'",
    "'port=8000,port=8001', '\"port\" is given twice'",
    "host=, 'no value for \"host\"'"
  })
  void notUnderstood_saysWhatWasExpected(String argument, String message) {
    assertThatThrownBy(() -> AgentArguments.parse(argument, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void badEnvironment_isNamed() {
    assertThatThrownBy(() -> AgentArguments.parse("", Map.of("EXPORTER_AGENT_PORT", "x")))
        .hasMessageContaining("\"x\" in environment variable EXPORTER_AGENT_PORT is not a port");
  }
}
