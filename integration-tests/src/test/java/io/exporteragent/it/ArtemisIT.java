package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Artemis' MBeans on the page: without any configuration, and as a jmx_exporter file says. */
class ArtemisIT {
  private static final String BROKER = "{broker=\"shop\"}";
  private static final String QUEUE = "{address=\"orders\",broker=\"shop\",queue=\"orders\"}";

  @Test
  void withoutConfiguration_brokerAndQueuesAreOnThePage() {
    try (ServerApplication artemis = ServerApplication.start("artemis")) {
      Exposition page =
          artemis.awaitPage(
              scrape ->
                  assertThat(scrape.value("artemis_messages_acknowledged_total" + QUEUE))
                      .isEqualTo(30));

      assertThat(page.comments("artemis_message_count"))
          .containsExactly(
              "# HELP artemis_message_count Messages in a queue, with those that are scheduled, paged or being delivered.",
              "# TYPE artemis_message_count gauge");
      assertThat(page.present("artemis_message_count" + QUEUE)).isEqualTo(20);
      assertThat(page.present("artemis_persistent_size" + QUEUE)).isPositive();
      assertThat(page.present("artemis_messages_added_total" + QUEUE)).isEqualTo(50);
      assertThat(page.present("artemis_messages_expired_total" + QUEUE)).isZero();
      assertThat(page.present("artemis_messages_killed_total" + QUEUE)).isZero();
      assertThat(page.present("artemis_consumer_count" + QUEUE)).isZero();

      assertThat(page.families().get("artemis_messages_acknowledged_total"))
          .as("the queue, and that of the subscriber")
          .hasSize(2)
          .containsValue(50.0);
      assertThat(page.present(routed("orders"))).isEqualTo(50);
      assertThat(page.present(routed("prices"))).isEqualTo(50);

      assertThat(page.present("artemis_active" + BROKER)).isOne();
      assertThat(page.present("artemis_connection_count" + BROKER)).isOne();
      assertThat(page.present("artemis_total_connection_count_total" + BROKER)).isOne();
      assertThat(page.present("artemis_session_count" + BROKER)).isPositive();
      assertThat(page.present("artemis_address_memory_usage" + BROKER)).isPositive();
      assertThat(page.present("artemis_queue_count" + BROKER)).isEqualTo(2);
      assertThat(page.text())
          .containsPattern("artemis_broker_info\\{broker=\"shop\",version=\"2\\.[0-9.]+\"} 1");
      assertThat(artemis.agentLines()).filteredOn(line -> line.contains("artemis")).hasSize(1);
      artemis.assertUndisturbed(page);
    }
  }

  private static String routed(String address) {
    return "artemis_routed_message_count_total{address=\"" + address + "\",broker=\"shop\"}";
  }

  @Test
  void withAFileOfJmxExporter_thePageIsWhatItSays() {
    Path file = Path.of("src/test/resources/jmx/artemis.yml");
    try (ServerApplication artemis = ServerApplication.startWith(file, "artemis")) {
      String queue = "{queue=\"orders/orders\"}";
      Exposition page =
          artemis.awaitPage(
              scrape ->
                  assertThat(scrape.value("queueing_messages_acknowledged_total" + queue))
                      .isEqualTo(30));

      assertThat(page.comments("queueing_connections"))
          .containsExactly(
              "# HELP queueing_connections Clients of a broker.",
              "# TYPE queueing_connections gauge");
      assertThat(page.present("queueing_connections" + BROKER)).isOne();
      assertThat(page.present("queueing_sessions" + BROKER)).isPositive();
      assertThat(page.present("queueing_messages_added_total" + queue)).isEqualTo(50);
      assertThat(page.present("queueing_persistent_size_kilobytes{queue=\"orders\"}")).isPositive();
      assertThat(page.families().keySet()).noneMatch(family -> family.startsWith("artemis_"));
      artemis.assertUndisturbed(page);
    }
  }
}
