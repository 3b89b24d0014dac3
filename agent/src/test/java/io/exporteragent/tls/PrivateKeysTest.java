package io.exporteragent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.testing.Openssl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in every form that openssl writes. */
class PrivateKeysTest {
  @TempDir Path directory;
  private Openssl openssl;

  @BeforeEach
  void useOpenssl() {
    openssl = new Openssl(directory);
  }

  private OneCertificate read() throws ConfigurationException {
    return OneCertificate.read(
        new PemText("cert_file", null, "c.pem", true),
        new PemText("key_file", null, "k", true),
        directory,
        new FilesRead());
  }

  private static String subject(OneCertificate read) {
    return read.certificate().getSubjectX500Principal().getName();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genrsa -traditional -out k 2048",
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out k",
        "genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out k",
        "ecparam -name prime256v1 -genkey -out k",
        "ecparam -name secp384r1 -genkey -noout -out k",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out k",
        "genpkey -algorithm ed25519 -out k",
      })
  void key_isRead(String command) throws ConfigurationException {
    openssl.run(command);
    openssl.certificate("c", "k");

    assertThat(subject(read())).isEqualTo("CN=c");
  }

  @Test
  void keyThatDoesNotNameItsCurve_takesThatOfTheBlockBefore()
      throws IOException, ConfigurationException {
    openssl.run("ecparam -name prime256v1 -genkey -out k");
    openssl.certificate("c", "k");
    openssl.run("ec -in k -no_public -outform DER -out der");
    Path key = directory.resolve("k");
    String text = Files.readString(key);
    String parameters = text.substring(0, text.indexOf("-----BEGIN EC PRIVATE KEY"));
    byte[] der = Files.readAllBytes(directory.resolve("der"));
    Der parts = Der.of(der).require(Der.SEQUENCE).within();
    byte[] version = Der.element(Der.INTEGER, parts.require(Der.INTEGER).content());
    byte[] number = Der.element(Der.OCTETS, parts.require(Der.OCTETS).content());
    byte[] bare = Der.element(Der.SEQUENCE, version, number);
    Files.writeString(key, parameters + block("EC PRIVATE KEY", bare));

    assertThat(subject(read())).isEqualTo("CN=c");
  }

  private static String block(String label, byte[] bytes) {
    String encoded = java.util.Base64.getMimeEncoder().encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + encoded + "\n-----END " + label + "-----\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkey -in plain -aes256 -passout pass:secret -out k",
        "ec -in plain -aes128 -passout pass:secret -out k"
      })
  void keyWithPassword_isRefusedWithARemedy(String command) {
    openssl.run("ecparam -name prime256v1 -genkey -noout -out plain");
    openssl.certificate("c", "plain");
    openssl.run(command);

    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has a password")
        .hasMessageContaining("openssl pkey -in");
  }

  @Test
  void keyOfAnUnknownKind_isNamed() {
    openssl.run("genpkey -algorithm x448 -out k");
    openssl.selfSigned("c");

    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("does not know private keys of the kind 1.3.101.111");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!!", "AAAA", "MIIBAgME", "MP////////8="})
  void malformedKey_isSaidToBeSo(String content) throws IOException {
    openssl.selfSigned("c");
    Files.writeString(
        directory.resolve("k"),
        "-----BEGIN PRIVATE KEY-----\n" + content + "\n-----END PRIVATE KEY-----\n");

    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining(content)
        .hasMessageContaining("write it again");
  }
}
