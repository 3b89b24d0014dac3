package io.exporteragent.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrapeClientTest {
  private static final String TEXT = "# HELP a_total As.\na_total{b=\"#\"} 1\n\nc 2\n";
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void contentLength_isReadWhole_andAgainOnTheSameConnection() throws IOException {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(TEXT.length()) + TEXT;
    answer((answer + answer).getBytes(ISO_8859_1));
    try (ScrapeClient client = client(false)) {
      assertThat(client.scrape().series()).isEqualTo(2);
      Page second = client.scrape();
      assertThat(second.series()).isEqualTo(2);
      assertThat(second.bytes()).isEqualTo(TEXT.length());
      assertThat(second.took()).isPositive();
      assertThat(client.text()).isEqualTo(TEXT);
    }
  }

  @Test
  void chunks_areJoined() throws IOException {
    answer(
        "HTTP/1.1 200 OK\r\nTransfer-encoding: chunked\r\n\r\n5;a=b\r\na_tot\r\n5\r\nal 1\n\r\n0\r\n\r\n"
            .getBytes(ISO_8859_1));
    try (ScrapeClient client = client(false)) {
      assertThat(client.scrape().series()).isEqualTo(1);
      assertThat(client.text()).isEqualTo("a_total 1\n");
    }
  }

  @Test
  void gzip_isCountedAsItCame_andReadForItsSeries() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(TEXT.repeat(100).getBytes(ISO_8859_1));
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
            .formatted(compressed.size())
            .getBytes(ISO_8859_1));
    answer.writeBytes(compressed.toByteArray());
    answer(answer.toByteArray());
    try (ScrapeClient client = client(true)) {
      Page page = client.scrape();
      assertThat(page.series()).isEqualTo(200);
      assertThat(page.bytes()).isEqualTo(compressed.size());
    }
  }

  @Test
  void error_isNoPage() throws IOException {
    answer("HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\noops".getBytes(ISO_8859_1));
    try (ScrapeClient client = client(false)) {
      assertThatThrownBy(client::scrape).hasMessage("status 500: oops");
    }
  }

  @Test
  void halfALine_isNoPage() throws IOException {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na_total 1".getBytes(ISO_8859_1));
    try (ScrapeClient client = client(false)) {
      assertThatThrownBy(client::scrape).hasMessageContaining("not whole");
    }
  }

  @Test
  void connectionClosed_isNoPage() throws IOException {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\na_total".getBytes(ISO_8859_1));
    try (ScrapeClient client = client(false)) {
      assertThatThrownBy(client::scrape).hasMessageContaining("closed");
    }
  }

  private ScrapeClient client(boolean gzip) throws IOException {
    return new ScrapeClient(server.getLocalPort(), gzip);
  }

  /** Answers the first who connects, as soon as it has asked, and hangs up. */
  private void answer(byte[] bytes) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
