package io.exporteragent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Obedient;
import io.exporteragent.testing.Finished;
import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes of the documentation, run as they stand but for the port and the server's address.
 */
class SecurityRecipesIT {
  private static final Jdk JDK = Jdk.all().get(0);

  private static final List<String> RECIPES =
      List.of(
          "A password",
          "An authority of one's own, and certificates for both",
          "New certificates before the old ones end");

  @TempDir private Path directory;
  private final int port = Ports.free();

  @BeforeEach
  void requireTools() {
    Tool.HTPASSWD.path();
    Tool.OPENSSL.path();
    Tool.CURL.path();
  }

  @Test
  void everyBlockOfBash_isOfARecipe() {
    long ofRecipes = 0;
    for (String each : RECIPES) {
      ofRecipes += bash(recipe(each));
    }
    assertThat(Document.all()).hasSizeGreaterThan(10);
    assertThat(Document.all().stream().mapToLong(each -> bash(each.blocks().iterator())).sum())
        .isEqualTo(ofRecipes);
  }

  private static long bash(Iterator<Document.Block> blocks) {
    long count = 0;
    while (blocks.hasNext()) {
      count += blocks.next().language().equals("bash") ? 1 : 0;
    }
    return count;
  }

  private static Iterator<Document.Block> recipe(String heading) {
    Matcher section =
        compile("(?ms)^### " + heading + "$(.*?)^##")
            .matcher(Document.of("docs/security.md").text());
    assertThat(section.find()).as(heading).isTrue();
    return new Document(Path.of(heading), section.group(1)).blocks().iterator();
  }

  /** In a shell that still has the functions of an earlier recipe. */
  private String shell(String... blocks) {
    List<String> command = List.of("/bin/bash", "-euc", String.join("\n", blocks));
    return Finished.run(directory, new byte[0], command).succeeded().output();
  }

  private Program start() {
    return Program.java(JDK)
        .agent(port + ",web=" + directory.resolve("web.yml"))
        .fixture(Obedient.class)
        .start();
  }

  /** As in the recipe, and soon. */
  private PrometheusServer prometheus(Document.Block block) throws IOException {
    assertThat(block.text()).startsWith("# prometheus.yml\n");
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(
        file,
        "global: {scrape_interval: 5s}\n"
            + block
                .text()
                .replace("shop.example:8000", "127.0.0.1:" + port)
                .replace("tls_config: {", "tls_config: {server_name: shop.example, "));
    Finished.run(Tool.PROMTOOL.path(), "check", "config", file.toString()).succeeded();
    return PrometheusServer.of(file, directory);
  }

  private void scrapes(Document.Block block) throws IOException {
    try (PrometheusServer prometheus = prometheus(block)) {
      prometheus.awaitScrapes(2);
      prometheus.assertNoTrouble();
    }
  }

  @Test
  void password_isForPrometheusAlone() throws IOException {
    Iterator<Document.Block> blocks = recipe(RECIPES.get(0));
    shell(blocks.next().text());
    assertThat(blocks.next().text())
        .isEqualTo("java -javaagent:exporter-agent.jar=8000,web=web.yml -jar app.jar\n");
    try (Program program = start()) {
      assertThat(Page.metrics(URI.create("http://127.0.0.1:" + served(program))).status())
          .isEqualTo(401);
      scrapes(blocks.next());
    }
  }

  private int served(Program program) {
    assertThat(program.serving().getPort()).isEqualTo(port);
    return port;
  }

  @Test
  void ownAuthority_letsWhomItKnowsIn_andCertificatesAreReplaced() throws IOException {
    Iterator<Document.Block> blocks = recipe(RECIPES.get(1));
    shell(blocks.next().text());
    String issue = blocks.next().text();
    shell(issue);
    Files.writeString(directory.resolve("web.yml"), blocks.next().text());
    try (Program program = start()) {
      served(program);
      scrapes(blocks.next());
      String curl =
          blocks
              .next()
              .text()
              .replace("curl ", "curl -sS --resolve shop.example:" + port + ":127.0.0.1 ")
              .replace("8000", Integer.toString(port));
      assertThat(shell(curl)).contains("jvm_runtime_info{");
      String before = serverCertificate();

      Iterator<Document.Block> rotation = recipe(RECIPES.get(2));
      String function = issue.substring(0, issue.indexOf("\n}\n") + 3);
      shell(function, rotation.next().text());
      program.awaitError(compile("the new version of \\S+web.yml is in effect"));
      await().atMost(1, MINUTES).until(() -> !serverCertificate().equals(before));
      assertThat(shell(curl)).contains("jvm_runtime_info{");

      Files.writeString(directory.resolve("alerts.yml"), rotation.next().text());
      List<String> check = List.of(Tool.PROMTOOL.path(), "check", "rules", "alerts.yml");
      Finished.run(directory, new byte[0], check).succeeded();
      program.runsOn();
    }
  }

  /** As openssl's own client is shown it. */
  private String serverCertificate() {
    List<String> client =
        List.of(
            Tool.OPENSSL.path(),
            "s_client",
            "-connect",
            "127.0.0.1:" + port,
            "-servername",
            "shop.example",
            "-verify_hostname",
            "shop.example",
            "-verify_return_error",
            "-CAfile",
            "ca.pem",
            "-cert",
            "prometheus.pem",
            "-key",
            "prometheus.key",
            "-ign_eof");
    byte[] request =
        "HEAD /metrics HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n".getBytes(UTF_8);
    String output = Finished.run(directory, request, client).succeeded().output();
    assertThat(output).contains("Verify return code: 0 (ok)", "HTTP/1.1 200 OK");
    int begin = output.indexOf("-----BEGIN CERTIFICATE");
    return output.substring(begin, output.indexOf("-----END", begin));
  }
}
