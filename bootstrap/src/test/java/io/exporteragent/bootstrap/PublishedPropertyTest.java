package io.exporteragent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedPropertyTest {
  private static final String NAME = "exporter.agent";
  private static final String SERVING = "0.1.0;serving;http://localhost:8000/metrics;;8000";

  @BeforeEach
  @AfterEach
  void clear() {
    System.clearProperty(NAME);
  }

  @Test
  void states_replaceEachOther_andKeepVersionAndArguments() {
    PublishedProperty.accepted(request("8000:a;b.yml"));
    assertThat(System.getProperty(NAME)).isEqualTo(";starting;;;8000:a,b.yml");
    PublishedProperty.failed("no; not so");
    assertThat(System.getProperty(NAME)).isEqualTo(";failed;;no, not so;8000:a,b.yml");
    System.setProperty(NAME, SERVING);
    PublishedProperty.refused("no; not so");
    assertThat(System.getProperty(NAME))
        .isEqualTo("0.1.0;serving;http://localhost:8000/metrics;no, not so;8000");
    PublishedProperty.accepted(request("detach"));
    assertThat(System.getProperty(NAME)).isEqualTo("0.1.0;stopping;;;8000");
    PublishedProperty.stopped();
    assertThat(System.getProperty(NAME)).isEqualTo("0.1.0;stopped;;;8000");
  }

  @Test
  void whereNoAgentEverWas_nothingIsPublished() {
    PublishedProperty.accepted(request("detach"));
    PublishedProperty.failed("reason");
    PublishedProperty.refused("reason");
    PublishedProperty.stopped();
    assertThat(System.getProperty(NAME)).isNull();
    assertThat(PublishedProperty.description()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    SERVING + ", 'version 0.1.0, serving http://localhost:8000/metrics'",
    "0.1.0;failed;;reason;8000, 'version 0.1.0, failed'",
    ";starting;;;8000, starting",
    "'', ''"
  })
  void description_saysWhatIsThere(String value, String description) {
    System.setProperty(NAME, value);
    assertThat(PublishedProperty.description()).isEqualTo(description);
  }

  private static LoadRequest request(String text) {
    return LoadRequest.parse(text, new File("own.jar"));
  }
}
