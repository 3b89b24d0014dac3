package io.exporteragent.it;

import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Prometheus that scrapes one target every ten seconds, as configured in the resources. */
final class PrometheusServer implements AutoCloseable {
  private static final Pattern VALUE = compile("\"value\":\\[[\\d.]+,\"([^\"]+)\"\\]");

  private final Program program;
  private final URI server;

  private PrometheusServer(Program program, URI server) {
    this.program = program;
    this.server = server;
  }

  /**
   * Starts it without waiting for it, after a scrape of the test's own: the first one of a JVM may
   * take longer than Prometheus waits where the machine is busy.
   *
   * @param directory where its configuration and its data go
   */
  static PrometheusServer scraping(URI target, Path directory) throws IOException {
    Page first =
        Page.metrics(
            target,
            "Accept",
            "application/openmetrics-text;version=1.0.0",
            "Accept-Encoding",
            "gzip",
            "X-Prometheus-Scrape-Timeout-Seconds",
            "90");
    assertThat(first.status()).isEqualTo(200);
    return scraping(target, "", directory);
  }

  /**
   * Starts it without waiting for it.
   *
   * @param credentials more keys of the scrape configuration, each in a line of its own
   */
  static PrometheusServer scraping(URI target, String credentials, Path directory)
      throws IOException {
    return of(configure(target, credentials, directory), directory);
  }

  /**
   * Starts it with a configuration file, without waiting for it.
   *
   * @param directory where its data goes
   */
  static PrometheusServer of(Path configuration, Path directory) {
    URI server = URI.create("http://127.0.0.1:" + Ports.free());
    return new PrometheusServer(
        Program.command(Tool.PROMETHEUS.path())
            .with("--config.file=" + configuration)
            .with("--storage.tsdb.path=" + directory.resolve("data"))
            .with("--web.listen-address=" + server.getAuthority())
            .start(),
        server);
  }

  private static Path configure(URI target, String credentials, Path directory) throws IOException {
    try (var template = PrometheusServer.class.getResourceAsStream("/prometheus.yml")) {
      String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
      return Files.writeString(
          directory.resolve("prometheus.yml"),
          text.replace("localhost:8000", target.getAuthority())
              .replace("    static_configs", credentials + "    static_configs"));
    }
  }

  void awaitScrapes(int scrapes) {
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptions()
        .until(() -> query("count_over_time(up[1h])") >= scrapes);
  }

  /** The value of an expression with one result. */
  double query(String expression) {
    Page answer =
        Page.get(
            server.resolve(
                "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
    Matcher value = VALUE.matcher(answer.body());
    assertThat(value.find()).as("%s: %s", expression, answer.body()).isTrue();
    return Double.parseDouble(value.group(1));
  }

  /** What it answers to a question to its API, in JSON. */
  String ask(String path) {
    return Page.get(server.resolve(path)).body();
  }

  /** Fails if a scrape has failed or has brought anything that Prometheus would not store. */
  void assertNoTrouble() {
    assertThat(query("min_over_time(up[1h])")).isEqualTo(1);
    assertThat(Page.get(server.resolve("/api/v1/targets")).body())
        .contains("\"health\":\"up\"")
        .contains("\"lastError\":\"\"");
    assertThat(program.error()).doesNotContain("level=warn", "level=error");
  }

  @Override
  public void close() {
    program.close();
  }
}
