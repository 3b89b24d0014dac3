package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates for servers on 127.0.0.1. */
final class Certificates {
  private static final char[] STORE_PASSWORD = "changeit".toCharArray();

  private Certificates() {}

  /** A certificate that vouches for itself, exported as a PEM file of that name. */
  static SSLContext selfSigned(Path directory, String name)
      throws IOException, GeneralSecurityException {
    Path store = directory.resolve(name + ".p12");
    keytool(
        "-genkeypair", store, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1");
    keytool("-exportcert", store, "-rfc", "-file", directory.resolve(name + ".pem").toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String command, Path store, String... options) {
    try (Program keytool =
        Program.command(Jdk.all().get(0).tool("keytool"))
            .with(command, "-keystore", store.toString(), "-storetype", "PKCS12")
            .with("-storepass", String.valueOf(STORE_PASSWORD), "-alias", "server")
            .with(options)
            .start()) {
      assertThat(keytool.exitCode()).as(keytool.output() + keytool.error()).isZero();
    }
  }
}
