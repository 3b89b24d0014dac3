package io.exporteragent.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Web configuration files, and a certificate made for them by openssl, which must be there. */
final class WebFiles {
  static final String USER = "prometheus";
  static final String PASSWORD = "secret";

  /** Of that password. */
  private static final String COST_10 =
      "$2y$10$o9HgQ8jz8/XfqM4E4qfRA.CQAXKt0GfHgNL.JfAqJBqM3go3P.3z.";

  private static final String COST_12 =
      "$2y$12$/pI0IITj17H7qtPh0UQs8uZMPCky1MMixNQ3X4uFfHA3N6QNmbJ8y";

  private static final String TLS =
      "tls_server_config: {cert_file: server.pem, key_file: server.key}\n";

  private final Path directory;

  WebFiles(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    run("openssl ecparam -name prime256v1 -genkey -noout -out server.key");
    run("openssl req -x509 -days 2 -key server.key -subj /CN=localhost -out server.pem");
  }

  private void run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command.split(" ")))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + output);
    }
  }

  /** Writes a file that asks for TLS alone. */
  Path tls() throws IOException {
    return write("tls.yml", TLS);
  }

  /** Writes a file that asks for the password, whose hash is of cost 10 or 12. */
  Path password(boolean isTls, int cost) throws IOException {
    String users = "basic_auth_users: {" + USER + ": " + (cost == 10 ? COST_10 : COST_12) + "}\n";
    return write("password-" + isTls + "-" + cost + ".yml", (isTls ? TLS : "") + users);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** What clients that trust the certificate make sockets by. */
  SSLSocketFactory clients() throws IOException {
    try (InputStream pem = Files.newInputStream(directory.resolve("server.pem"))) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
