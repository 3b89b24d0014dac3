package io.exporteragent.source.probe;

import static io.exporteragent.source.probe.Scrapes.app;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.exporteragent.httpclient.TlsSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against servers with certificates of their own making. */
class ProbeTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;

  private static HttpsServer named;
  private static HttpsServer misnamed;

  @BeforeAll
  static void start() throws Exception {
    named = server("named", "ip:127.0.0.1");
    misnamed = server("misnamed", "dns:elsewhere.example");
  }

  @AfterAll
  static void stop() {
    named.stop(0);
    misnamed.stop(0);
  }

  private static HttpsServer server(String name, String alternativeName) throws Exception {
    SSLContext context = certificate(name, alternativeName);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"size\": 7}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static SSLContext certificate(String name, String alternativeName) throws Exception {
    Path store = directory.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + alternativeName,
        "-alias",
        "server",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "server",
        "-keystore",
        store.toString(),
        "-file",
        pem(name).toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    Collections.addAll(command, arguments);
    Collections.addAll(command, "-storepass", new String(PASSWORD));
    Path log = directory.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  private static Path pem(String name) {
    return directory.resolve(name + ".pem");
  }

  private static ProbeSettings probe(HttpsServer server, TlsSettings tls) {
    return app(URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/"))
        .tls(tls)
        .build();
  }

  @Test
  void selfSigned_isNotTrusted() throws Exception {
    fails(named, TlsSettings.DEFAULT, "unable to find valid certification path");
  }

  @Test
  void caFile_isTrusted_andTheConnectionKept() throws Exception {
    try (Scrapes scrapes = new Scrapes(probe(named, TlsSettings.of(pem("named"), false)))) {
      assertThat(scrapes.scrape()).containsEntry("app_size[]", 7.0);
      assertThat(scrapes.scrape()).containsEntry("app_size[]", 7.0);
    }
  }

  @Test
  void caFileOfAnotherAuthority_isTls() throws Exception {
    fails(named, TlsSettings.of(pem("misnamed"), false), "TLS fails");
  }

  @Test
  void certificateOfAnotherHost_isTls() throws Exception {
    fails(misnamed, TlsSettings.of(pem("misnamed"), false), "127.0.0.1");
  }

  @Test
  void insecureSkipVerify_takesEither() throws Exception {
    for (HttpsServer server : List.of(named, misnamed)) {
      try (Scrapes scrapes = new Scrapes(probe(server, TlsSettings.of(null, true)))) {
        assertThat(scrapes.scrape()).containsEntry("app_size[]", 7.0);
      }
    }
  }

  @Test
  void caFileThatIsMissingOrEmpty_isTls() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.pem"));
    fails(named, TlsSettings.of(directory.resolve("none.pem"), false), "cannot read ca_file");
    fails(named, TlsSettings.of(empty, false), "ca_file has no certificate");
  }

  @Test
  void caFile_mayBeReplaced() throws Exception {
    Path file = directory.resolve("rotated.pem");
    Files.copy(pem("misnamed"), file);
    try (Scrapes scrapes = new Scrapes(probe(named, TlsSettings.of(file, false)))) {
      assertThat(scrapes.scrape()).containsEntry("app_up[]", 0.0);
      Files.copy(pem("named"), file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(scrapes.scrape()).containsEntry("app_up[]", 1.0);
    }
  }

  @Test
  void serverThatSpeaksNoTls_isTls() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Scrapes scrapes =
            new Scrapes(app(URI.create("https://127.0.0.1:" + listener.getLocalPort())).build())) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = listener.accept()) {
                  socket.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(UTF_8));
                  socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  // The probe has hung up.
                  return;
                }
              });
      server.setDaemon(true);
      server.start();
      assertThat(scrapes.scrape())
          .containsEntry("exporter_agent_probe_failures[probe, app, reason, tls]", 1.0);
    }
  }

  /** What is still encrypted when the connection is used again. */
  @Test
  void recordAfterAnAnswer_isNotTheNextOne() throws Exception {
    SSLContext context = certificate("chatty", "ip:127.0.0.1");
    Semaphore answered = new Semaphore(0);
    try (ServerSocket listener =
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Scrapes scrapes =
            new Scrapes(
                app(URI.create("https://127.0.0.1:" + listener.getLocalPort()))
                    .tls(TlsSettings.of(pem("chatty"), false))
                    .build())) {
      Thread server = new Thread(() -> answerTwice(listener, answered));
      server.setDaemon(true);
      server.start();
      for (int scrape = 1; scrape <= 2; scrape++) {
        assertThat(scrapes.scrape()).containsEntry("app_size[]", 1.0);
        assertThat(answered.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /** Each request of each connection; a probe that hangs up is followed by the next connection. */
  private static void answerTwice(ServerSocket listener, Semaphore answered) {
    while (true) {
      try (Socket socket = listener.accept()) {
        // Or the second answer waits until the first is acknowledged, which the next request does.
        socket.setTcpNoDelay(true);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (line.isEmpty()) {
            for (String body : new String[] {"{\"size\": 1}", "{\"size\": 6}"}) {
              socket
                  .getOutputStream()
                  .write(("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + body).getBytes(UTF_8));
            }
            answered.release();
          }
        }
      } catch (IOException e) {
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private static void fails(HttpsServer server, TlsSettings tls, String message) throws Exception {
    try (Scrapes scrapes = new Scrapes(probe(server, tls))) {
      assertThat(scrapes.scrape())
          .containsOnly(
              Map.entry("app_up[]", 0.0),
              Map.entry("exporter_agent_probe_failures[probe, app, reason, tls]", 1.0));
      assertThat(scrapes.messages()).singleElement().asString().contains(message);
    }
  }
}
