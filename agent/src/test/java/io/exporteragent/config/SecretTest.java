package io.exporteragent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {

  @Test
  void secretInFile_isReadAnew(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "first\n");
    Secret secret = Secret.inFile(file);
    assertThat(secret.read()).isEqualTo("first");
    Files.writeString(file, "second\n");
    assertThat(secret.read()).isEqualTo("second");
    assertThat(secret).isEqualTo(Secret.inFile(file)).isNotEqualTo(Secret.ofText(file.toString()));
  }

  @Test
  void secretInText_isReadAsItIs() throws IOException {
    assertThat(Secret.ofText(" a ").read()).isEqualTo(" a ");
    assertThat(Secret.ofText("a")).isEqualTo(Secret.ofText("a")).isNotEqualTo(Secret.ofText("b"));
  }

  @Test
  void largeFile_isNoSecret(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("token"), new byte[(64 << 10) + 1]);
    assertThatThrownBy(() -> Secret.inFile(file).read())
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is larger than the 64 KiB a secret may have");
  }
}
