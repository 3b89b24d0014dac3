package io.exporteragent.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentStateTest {

  @Test
  void noProperty_isNoAgent() {
    assertThat(AgentState.of(new Properties())).isNull();
  }

  @Test
  void allFields_areTakenApart() {
    AgentState state = state("0.1.0;serving;http://0.0.0.0:8000/metrics;;8000:/etc/exporter.yml");
    assertThat(state.version()).isEqualTo("0.1.0");
    assertThat(state.isServing()).isTrue();
    assertThat(state.port()).isEqualTo(8000);
    assertThat(state.serves("0.1.0", "8000:/etc/exporter.yml")).isTrue();
    assertThat(state.serves("0.1.0", "")).isTrue();
    assertThat(state.serves("0.1.0", "8000")).isFalse();
    assertThat(state.serves("0.2.0", "8000:/etc/exporter.yml")).isFalse();
  }

  @Test
  void fewerFields_areThoseOfAnOlderAgent() {
    AgentState state = state("0.0.1;waiting");
    assertThat(state.state()).isEqualTo("waiting");
    assertThat(state.isAlive()).isTrue();
    assertThat(state.url() + state.error()).isEmpty();
    assertThat(state.port()).isEqualTo(-1);
  }

  @Test
  void errorBesideServing_isNotWhatWasAskedFor() {
    AgentState state = state("1;serving;http://localhost:8000/metrics;unknown key;8000");
    assertThat(state.isServing()).isTrue();
    assertThat(state.serves("1", "8000")).isFalse();
    assertThat(state.serves("1", "")).isFalse();
  }

  @Test
  void semicolonOfAnArgument_isPublishedAsComma() {
    AgentState state = state("1;serving;http://localhost:8000/metrics;;8000:/a,b.yml");
    assertThat(state.serves("1", "8000:/a;b.yml")).isTrue();
  }

  @Test
  void urlThatIsNone_hasNoPort() {
    assertThat(state("1;serving;http://a host:8000/;;").port()).isEqualTo(-1);
    assertThat(state("1;serving;mailto:root;;").port()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "http://0.0.0.0:8000/metrics, http://localhost:8000/metrics",
    "http://[::]:8000/metrics, http://localhost:8000/metrics",
    "http://[0:0:0:0:0:0:0:0]:8000/metrics, http://localhost:8000/metrics",
    "https://0.0.0.0:8000/metrics, https://localhost:8000/metrics",
    "http://[::1]:8000/metrics, http://[::1]:8000/metrics",
    "http://10.0.0.0:8000/metrics, http://10.0.0.0:8000/metrics"
  })
  void everyInterface_isReachedAsLocalhost(String published, String reached) {
    assertThat(state("1;serving;" + published + ";;").url()).isEqualTo(reached);
  }

  private static AgentState state(String property) {
    Properties properties = new Properties();
    properties.setProperty("exporter.agent", property);
    return requireNonNull(AgentState.of(properties));
  }
}
