package io.exporteragent.source.probe;

import static io.exporteragent.source.probe.Scrapes.app;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.httpclient.TlsSettings;
import io.exporteragent.testing.Certificates;
import io.exporteragent.testing.MisbehavingServer;
import io.exporteragent.testing.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against servers with certificates of their own making. */
class ProbeTlsTest {
  @TempDir static Path directory;

  private static MisbehavingServer named;
  private static MisbehavingServer misnamed;

  @BeforeAll
  static void start() throws Exception {
    named = server("named", "ip:127.0.0.1");
    misnamed = server("misnamed", "dns:elsewhere.example");
  }

  @AfterAll
  static void stop() throws IOException {
    named.close();
    misnamed.close();
  }

  private static MisbehavingServer server(String name, String subject) throws Exception {
    MisbehavingServer server = MisbehavingServer.serving("{\"size\": 7}");
    server.present(Certificates.selfSigned(directory, name, subject));
    return server;
  }

  private static Path pem(String name) {
    return directory.resolve(name + ".pem");
  }

  private static ProbeSettings probe(MisbehavingServer server, TlsSettings tls) {
    return app(server.url("/")).tls(tls).build();
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
    fails(named, TlsSettings.of(pem("misnamed"), false), "TLS handshake failed: ");
  }

  @Test
  void certificateOfAnotherHost_isTls() throws Exception {
    fails(misnamed, TlsSettings.of(pem("misnamed"), false), "127.0.0.1");
  }

  @Test
  void insecureSkipVerify_takesEither() throws Exception {
    for (MisbehavingServer server : List.of(named, misnamed)) {
      try (Scrapes scrapes = new Scrapes(probe(server, TlsSettings.of(null, true)))) {
        assertThat(scrapes.scrape()).containsEntry("app_size[]", 7.0);
      }
    }
  }

  @Test
  void caFileThatIsMissingOrEmpty_isTls() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.pem"));
    fails(
        named,
        TlsSettings.of(directory.resolve("none.pem"), false),
        "cannot be read: no such file");
    fails(named, TlsSettings.of(empty, false), "there is no certificate in it");
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
    try (ServerSocket listener = Ports.taken();
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
    SSLContext context = Certificates.selfSigned(directory, "chatty");
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

  private static void fails(MisbehavingServer server, TlsSettings tls, String message)
      throws Exception {
    try (Scrapes scrapes = new Scrapes(probe(server, tls))) {
      assertThat(scrapes.scrape())
          .containsOnly(
              Map.entry("app_up[]", 0.0),
              Map.entry("exporter_agent_probe_failures[probe, app, reason, tls]", 1.0));
      assertThat(scrapes.messages()).singleElement().asString().contains(message);
    }
  }
}
