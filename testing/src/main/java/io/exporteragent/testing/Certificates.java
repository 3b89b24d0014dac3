package io.exporteragent.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates for servers, made by keytool. */
public final class Certificates {
  private static final String STORE_PASSWORD = "changeit";

  private Certificates() {}

  /** Makes one for 127.0.0.1 that vouches for itself, exported as a PEM file of that name. */
  public static SSLContext selfSigned(Path directory, String name)
      throws IOException, GeneralSecurityException {
    return selfSigned(directory, name, "ip:127.0.0.1");
  }

  /** Makes one for another subject, for instance {@code dns:elsewhere.example}. */
  public static SSLContext selfSigned(Path directory, String name, String subject)
      throws IOException, GeneralSecurityException {
    Path store = directory.resolve(name + ".p12");
    keytool(
        "-genkeypair", store, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + subject);
    keytool("-exportcert", store, "-rfc", "-file", directory.resolve(name + ".pem").toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String command, Path store, String... options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(List.of(command, "-keystore", store.toString(), "-storetype", "PKCS12"));
    words.addAll(List.of("-storepass", STORE_PASSWORD, "-alias", "server"));
    words.addAll(List.of(options));
    Finished.run(words.toArray(new String[0])).succeeded();
  }
}
