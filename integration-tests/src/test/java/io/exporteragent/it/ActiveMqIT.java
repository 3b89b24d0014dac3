package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** ActiveMQ's MBeans on the page without any configuration. */
class ActiveMqIT {
  private static final String BROKER = "{broker=\"shop\"}";
  private static final String QUEUE = "{broker=\"shop\",destination=\"orders\"}";

  @Test
  void withoutConfiguration_brokerAndQueuesAreOnThePage() {
    try (ServerApplication activemq = ServerApplication.start("activemq")) {
      Exposition page =
          activemq.awaitPage(
              scrape ->
                  assertThat(scrape.value("activemq_queue_dequeue_count_total" + QUEUE))
                      .isEqualTo(30));

      assertThat(page.comments("activemq_queue_queue_size"))
          .containsExactly(
              "# HELP activemq_queue_queue_size Messages in a queue that are not acknowledged.",
              "# TYPE activemq_queue_queue_size gauge");
      assertThat(page.present("activemq_queue_queue_size" + QUEUE)).isEqualTo(20);
      assertThat(page.present("activemq_queue_enqueue_count_total" + QUEUE)).isEqualTo(50);
      assertThat(page.present("activemq_queue_dispatch_count_total" + QUEUE)).isBetween(30.0, 50.0);
      assertThat(page.present("activemq_queue_expired_count_total" + QUEUE)).isZero();
      assertThat(page.present("activemq_queue_consumer_count" + QUEUE)).isZero();
      assertThat(page.present("activemq_queue_memory_usage_byte_count" + QUEUE)).isPositive();

      assertThat(page.present("activemq_slave" + BROKER)).isZero();
      assertThat(page.present("activemq_connections" + BROKER)).isOne();
      assertThat(page.present("activemq_connections_opened_total" + BROKER)).isOne();
      assertThat(page.present("activemq_messages" + BROKER)).isEqualTo(20);
      assertThat(page.present("activemq_enqueue_total" + BROKER)).isGreaterThanOrEqualTo(100);
      assertThat(page.present("activemq_dequeue_total" + BROKER)).isGreaterThanOrEqualTo(80);
      assertThat(page.present("activemq_consumers" + BROKER)).isPositive();
      assertThat(page.present("activemq_queues" + BROKER)).isOne();
      assertThat(page.text())
          .containsPattern("activemq_broker_info\\{broker=\"shop\",version=\"6\\.[0-9.]+\"} 1");
      assertThat(activemq.agentLines()).filteredOn(line -> line.contains("activemq")).hasSize(1);
      activemq.assertUndisturbed(page);
    }
  }
}
