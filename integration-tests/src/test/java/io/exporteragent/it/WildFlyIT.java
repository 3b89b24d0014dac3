package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Promtool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A WildFly server started as its script does, watched without a configuration file. It has an
 * MBean server and a LogManager of its own, which must not come too late because of the agent, and
 * it is scraped from the first moment on.
 */
@EnabledIfSystemProperty(named = "long", matches = ".*")
class WildFlyIT {
  private static final Path APPLICATION =
      Path.of(System.getProperty("applications"), "wildfly", "target").toAbsolutePath().normalize();
  private static final Path HOME = APPLICATION.resolve("server");
  private static final int ORDERS = 10;

  @TempDir Path directory;

  @Test
  void serverUnderLoad_isMeasured() throws IOException {
    Path base = directory.resolve("standalone");
    copy(HOME.resolve("standalone"), base);
    Files.copy(
        APPLICATION.resolve("wildfly-app.war"), base.resolve("deployments").resolve("shop.war"));
    int port = Ports.free();
    try (Program server = start(base, port)) {
      URI shop = URI.create("http://localhost:" + port + "/shop/order");
      URI agent = server.serving();
      scrapeUntilItServes(shop, agent, server);
      askInVainUntilMeasured(shop, agent);
      for (int i = 0; i < ORDERS; i++) {
        assertThat(Page.get(URI.create(shop + "?article=1")).body()).isEqualTo("ordered");
      }
      await()
          .atMost(5, MINUTES)
          .untilAsserted(() -> assertMeasured(Exposition.of(Page.metrics(agent))));
      Promtool.assertReads(Page.metrics(agent).body());
      assertUndisturbed(server);
    }
  }

  private static Program start(Path base, int port) {
    return Program.java(Jdk.all().get(0))
        .with("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
        .agent("localhost:0,signals=auto")
        .with("-jar", HOME.resolve("jboss-modules.jar").toString())
        .with("-mp", HOME.resolve("modules").toString(), "org.jboss.as.standalone")
        .with("-Djboss.home.dir=" + HOME, "-Djboss.server.base.dir=" + base)
        .with("-Djboss.bind.address=127.0.0.1", "-Djboss.http.port=" + port)
        .with("-Djboss.management.http.port=" + Ports.free())
        .with("-Dwildfly.statistics-enabled=true")
        .in(base)
        .start();
  }

  /** Scrapes while the server boots: what is read too early it reports as errors. */
  private static void scrapeUntilItServes(URI shop, URI agent, Program server) {
    await()
        .atMost(5, MINUTES)
        .ignoreExceptions()
        .until(
            () -> {
              assertThat(Page.metrics(agent).status()).isEqualTo(200);
              return Page.get(shop).status() == 500 || !server.isAlive();
            });
  }

  /** Its classes are woven a moment after they are loaded, which is with the first request. */
  private static void askInVainUntilMeasured(URI shop, URI agent) {
    await()
        .atMost(2, MINUTES)
        .until(
            () -> {
              assertThat(Page.get(shop).status()).isEqualTo(500);
              String failed = requests("error_type=\"500\",", "500");
              return Exposition.of(Page.metrics(agent)).value(failed) > 0;
            });
  }

  private static String requests(String errorType, String status) {
    return "http_server_request_duration_seconds_count{%shttp_request_method=\"GET\",http_response_status_code=\"%s\",http_route=\"/shop/order\"}"
        .formatted(errorType, status);
  }

  private static void assertMeasured(Exposition page) {
    String listener = "{listener=\"default\",server=\"default-server\"}";
    assertThat(page.value("wildfly_undertow_request_count_total" + listener)).isGreaterThan(ORDERS);
    assertThat(page.value("wildfly_undertow_error_count_total" + listener)).isPositive();
    assertThat(page.value("wildfly_undertow_bytes_sent_total" + listener)).isGreaterThan(1_000);
    assertThat(page.value("wildfly_undertow_bytes_received_total" + listener)).isGreaterThan(1_000);
    assertThat(page.value("wildfly_undertow_created_sessions_total{deployment=\"shop.war\"}"))
        .isGreaterThan(ORDERS);
    assertThat(page.value("wildfly_transactions_number_of_committed_transactions_total"))
        .isEqualTo(ORDERS);
    assertThat(page.value("wildfly_transactions_number_of_application_rollbacks_total"))
        .isPositive();
    assertThat(page.value(requests("", "200"))).isEqualTo(ORDERS);
    assertThat(page.value("jboss_logmanager_events_total{level=\"info\"}")).isPositive();
    assertThat(page.value("executor_pool_max_threads{name=\"default\"}")).isPositive();
  }

  private static void assertUndisturbed(Program server) {
    assertThat(server.output())
        .contains("WFLYSRV0025")
        .doesNotContain("ERROR", "exporter-agent: ", "LogManager", "PluggableMBeanServer");
    assertThat(server.errorLines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("exporter-agent: "));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
