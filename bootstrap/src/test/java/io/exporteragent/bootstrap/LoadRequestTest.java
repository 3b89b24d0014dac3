package io.exporteragent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadRequestTest {
  private static final File OWN = new File("/own.jar");

  @ParameterizedTest
  @CsvSource({
    "'', /own.jar, ''",
    "' ', /own.jar, ''",
    "8000, /own.jar, 8000",
    "' 8000:a b.yml ', /own.jar, 8000:a b.yml",
    "jar=file:/other.jar, /other.jar, ''",
    "jar=file:/other.jar 8000:a b.yml, /other.jar, 8000:a b.yml",
    "jar=file:/an%20other.jar   8000, /an other.jar, 8000"
  })
  void text_isJarAndArguments(String text, File jar, String arguments) {
    LoadRequest request = LoadRequest.parse(text, OWN);
    assertThat(request.jar()).isEqualTo(jar);
    assertThat(request.arguments()).isEqualTo(arguments);
    assertThat(request.isDetach()).isFalse();
  }

  @Test
  void nothing_isTheOwnJarWithoutArguments() {
    LoadRequest request = LoadRequest.parse(null, OWN);
    assertThat(request.jar()).isEqualTo(OWN);
    assertThat(request.arguments()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"detach", " detach ", "jar=file:/other.jar detach"})
  void detach_isRecognised(String text) {
    assertThat(LoadRequest.parse(text, OWN).isDetach()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jar=", "jar=other.jar", "jar=http://host/other.jar", "jar=file:%"})
  void jarThatIsNoFile_isAnException(String text) {
    assertThatThrownBy(() -> LoadRequest.parse(text, OWN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
