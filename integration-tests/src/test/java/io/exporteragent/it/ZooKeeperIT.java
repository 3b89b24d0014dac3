package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** ZooKeeper's MBeans on the page: without any configuration, and as a jmx_exporter file says. */
class ZooKeeperIT {
  private static final int REQUESTS = 120;

  @Test
  void withoutConfiguration_theServerIsOnThePage() {
    try (ServerApplication zooKeeper = ServerApplication.start("zookeeper")) {
      Exposition page =
          zooKeeper.awaitPage(
              scrape ->
                  assertThat(scrape.present("zookeeper_packets_received_total"))
                      .isGreaterThan(REQUESTS));
      assertThat(page.comments("zookeeper_znodes"))
          .containsExactly(
              "# HELP zookeeper_znodes Nodes of the data tree.", "# TYPE zookeeper_znodes gauge");
      assertThat(page.present("zookeeper_znodes")).isEqualTo(26);
      assertThat(page.present("zookeeper_packets_sent_total")).isGreaterThan(REQUESTS);
      assertThat(page.present("zookeeper_connections")).isOne();
      assertThat(page.present("zookeeper_outstanding_requests")).isNotNegative();
      assertThat(page.present("zookeeper_request_latency_max_seconds"))
          .isGreaterThanOrEqualTo(page.present("zookeeper_request_latency_average_seconds"))
          .isNotNegative();
      assertThat(page.present("zookeeper_transaction_log_last_sync_seconds")).isNotNegative();
      assertThat(page.present("zookeeper_failed_authentications_total")).isZero();
      assertThat(zooKeeper.agentLines())
          .filteredOn(line -> line.contains("\"zookeeper\""))
          .hasSize(1);
      zooKeeper.assertUndisturbed(page);
    }
  }

  @Test
  void withAFileOfJmxExporter_thePageIsWhatItSays() {
    Path file = Path.of("src/test/resources/jmx/zookeeper.yml");
    try (ServerApplication zooKeeper = ServerApplication.startWith(file, "zookeeper")) {
      Exposition page =
          zooKeeper.awaitPage(
              scrape ->
                  assertThat(scrape.present("keeper_packets_received_total"))
                      .isGreaterThan(REQUESTS));
      assertThat(page.comments("keeper_packets_sent_total"))
          .contains("# TYPE keeper_packets_sent_total counter");
      assertThat(page.present("keeper_auth_failed_count_total")).isZero();
      assertThat(page.present("keeper_tree{what=\"Node\"}")).isEqualTo(26);
      assertThat(page.present("keeper_tree{what=\"Watch\"}")).isOne();
      assertThat(page.present("keeper_latency_seconds{of=\"Max\"}")).isNotNegative();
      assertThat(page.families().keySet()).noneMatch(family -> family.startsWith("zookeeper_"));
      zooKeeper.assertUndisturbed(page);
    }
  }
}
