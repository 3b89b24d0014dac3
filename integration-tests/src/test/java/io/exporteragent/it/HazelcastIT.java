package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The MBeans of a Hazelcast member and its client on the page: without any configuration, and as a
 * jmx_exporter file says.
 */
class HazelcastIT {
  private static final int ENTRIES = 100;
  private static final String MEMBER = "{instance_name=\"shop\"}";
  private static final String MAP = "{instance_name=\"shop\",tag0=\"name=orders\"}";
  private static final String QUEUE = "{instance_name=\"shop\",tag0=\"name=deliveries\"}";

  @Test
  void withoutConfiguration_memberMapAndQueueAreOnThePage() {
    try (ServerApplication hazelcast = ServerApplication.start("hazelcast")) {
      Exposition page =
          hazelcast.awaitPage(
              scrape -> {
                assertThat(scrape.present("hazelcast_map_puts_total" + MAP)).isEqualTo(ENTRIES);
                assertThat(scrape.present("hazelcast_queue_polls_total" + QUEUE)).isOne();
              });
      assertThat(page.comments("hazelcast_map_entries"))
          .containsExactly(
              "# HELP hazelcast_map_entries Entries of the map that this member owns.",
              "# TYPE hazelcast_map_entries gauge");
      assertThat(page.present("hazelcast_map_entries" + MAP)).isEqualTo(ENTRIES);
      assertThat(page.present("hazelcast_map_gets_total" + MAP)).isEqualTo(ENTRIES);
      assertThat(page.present("hazelcast_map_entries_bytes" + MAP)).isPositive();
      assertThat(page.present("hazelcast_map_puts_seconds_total" + MAP)).isNotNegative();
      assertThat(page.present("hazelcast_queue_items" + QUEUE)).isEqualTo(ENTRIES - 1);
      assertThat(page.present("hazelcast_queue_offers_total" + QUEUE)).isEqualTo(ENTRIES);

      assertThat(page.present("hazelcast_cluster_members" + MEMBER)).isOne();
      assertThat(page.present("hazelcast_partitions" + MEMBER)).isEqualTo(271);
      assertThat(page.present("hazelcast_partitions_owned" + MEMBER)).isEqualTo(271);
      assertThat(page.present("hazelcast_operations_completed_total" + MEMBER)).isPositive();
      assertThat(page.present("hazelcast_operations_queue_size" + MEMBER)).isNotNegative();
      assertThat(page.present("hazelcast_client_endpoints" + MEMBER)).isOne();
      assertThat(page.families().get("hazelcast_client_invocations_started_total")).hasSize(1);
      assertThat(hazelcast.agentLines())
          .filteredOn(line -> line.contains("\"hazelcast\""))
          .hasSize(1);
      hazelcast.assertUndisturbed(page);
    }
  }

  @Test
  void withAFileOfJmxExporter_thePageIsWhatItSays() {
    Path file = Path.of("src/test/resources/jmx/hazelcast.yml");
    try (ServerApplication hazelcast = ServerApplication.startWith(file, "hazelcast")) {
      String map = "{member=\"shop\",name=\"orders\"}";
      String queue = "{member=\"shop\",name=\"deliveries\"}";
      Exposition page =
          hazelcast.awaitPage(
              scrape -> {
                assertThat(scrape.present("grid_map_put_count" + map)).isEqualTo(ENTRIES);
                assertThat(scrape.present("grid_queue_owned_item_count" + queue))
                    .isEqualTo(ENTRIES - 1);
              });
      assertThat(page.comments("grid_cluster_size"))
          .containsExactly("# HELP grid_cluster_size The grid.", "# TYPE grid_cluster_size gauge");
      assertThat(page.present("grid_cluster_size")).isOne();
      assertThat(page.present("grid_partitions_partitionCount")).isEqualTo(271);
      assertThat(page.present("grid_map_owned_entry_count" + map)).isEqualTo(ENTRIES);
      assertThat(page.families().keySet()).noneMatch(family -> family.startsWith("hazelcast_"));
      hazelcast.assertUndisturbed(page);
    }
  }
}
