package io.exporteragent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkToolTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdk.jcmd/sun.tools.jps.Jps -l",
        "jdk.compiler/com.sun.tools.javac.Main Main.java",
        "java.base/sun.security.tools.keytool.Main",
        "sun.tools.jstack.JStack 42",
        "com.sun.tools.javac.Main"
      })
  void jdkTools_areRecognised(String command) {
    assertThat(JdkTool.isTool(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.jar",
        "com.acme.Main --tool jdk.jcmd/sun.tools.jps.Jps",
        "com.acme/com.acme.Main",
        "jdk.images/app.jar",
        "org.jboss.modules.Main",
        ""
      })
  void applications_areNot(String command) {
    assertThat(JdkTool.isTool(command)).isFalse();
  }

  @Test
  void unknownCommand_isAnApplication() {
    assertThat(JdkTool.isTool(null)).isFalse();
  }
}
