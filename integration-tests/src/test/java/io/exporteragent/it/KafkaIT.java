package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The MBeans of a Kafka broker that is its own controller, and those of a producer, a consumer and
 * a Connect worker, on the page: without any configuration, and as a jmx_exporter file says.
 */
class KafkaIT {
  private static final int RECORDS = 200;
  private static final int STOCK = 100;
  private static final String PRODUCER = "{clientId=\"shop\"}";
  private static final String CONSUMER = "{clientId=\"till\"}";

  @Test
  void withoutConfiguration_brokerControllerAndClientsAreOnThePage() {
    try (ServerApplication kafka = ServerApplication.start("kafka")) {
      Exposition page = kafka.awaitPage(KafkaIT::assertRecordsCounted);
      assertBroker(page);
      assertRequests(page);
      assertController(page);
      assertProducer(page);
      assertConsumer(page);
      assertConnect(page);
      assertThat(page.families().keySet())
          .as("no more series than a pack may have")
          .doesNotContain("exporter_agent_mbeans_series_left_out");
      assertThat(kafka.agentLines())
          .filteredOn(line -> line.contains("MBeans are served by the pack \"kafka"))
          .hasSize(3);
      kafka.assertUndisturbed(page);
    }
  }

  private static void assertRecordsCounted(Exposition page) {
    assertThat(page.present("kafka_server_brokertopicmetrics_messagesin_total"))
        .isGreaterThanOrEqualTo(RECORDS + STOCK);
    assertThat(page.present("kafka_producer_record_send_total" + PRODUCER)).isEqualTo(RECORDS);
    assertThat(page.present("kafka_consumer_fetch_manager_records_consumed_total" + CONSUMER))
        .isEqualTo(RECORDS);
    assertThat(
            page.present(
                "kafka_connect_source_task_source_record_write_total{connector=\"stock\",task=\"0\"}"))
        .isEqualTo(STOCK);
  }

  private static void assertConnect(Exposition page) {
    String task = "connector=\"stock\",";
    assertThat(page.present("kafka_connect_worker_connector_count")).isOne();
    assertThat(page.present("kafka_connect_connector_status_info{" + task + "status=\"running\"}"))
        .isOne();
    assertThat(
            page.present(
                "kafka_connect_connector_task_status_info{"
                    + task
                    + "status=\"running\",task=\"0\"}"))
        .isOne();
    assertThat(
            page.present("kafka_connect_task_error_record_failures_total{" + task + "task=\"0\"}"))
        .isZero();
  }

  private static void assertBroker(Exposition page) {
    assertThat(page.comments("kafka_server_brokertopicmetrics_messagesin_total"))
        .containsExactly(
            "# HELP kafka_server_brokertopicmetrics_messagesin_total Messages that producers have written.",
            "# TYPE kafka_server_brokertopicmetrics_messagesin_total counter");
    assertThat(page.present("kafka_server_brokertopicmetrics_bytesin_total")).isPositive();
    assertThat(page.present("kafka_server_brokertopicmetrics_bytesout_total")).isPositive();
    assertThat(page.present("kafka_server_brokertopicmetrics_failedproducerequests_total"))
        .isZero();
    assertThat(page.present("kafka_server_replicamanager_partitioncount")).isEqualTo(6);
    assertThat(page.present("kafka_server_replicamanager_leadercount")).isEqualTo(6);
    assertThat(page.present("kafka_server_replicamanager_underreplicatedpartitions")).isZero();
    assertThat(page.present("kafka_server_replicamanager_underminisrpartitioncount")).isZero();
    assertThat(page.present("kafka_server_replicamanager_isrshrinks_total")).isZero();
    assertThat(page.present("kafka_server_kafkaserver_brokerstate")).isEqualTo(3);
    assertThat(page.present("kafka_log_logmanager_offlinelogdirectorycount")).isZero();
    assertThat(page.present("kafka_log_logflushstats_logflushrateandtimems_count_total"))
        .isPositive();
    assertThat(page.present("kafka_server_group_coordinator_metrics_offset_count")).isEqualTo(2);
    assertThat(page.families().get("kafka_network_processor_idle_percent").values())
        .hasSizeGreaterThan(1)
        .allMatch(share -> share >= 0 && share <= 1);
  }

  private static void assertRequests(Exposition page) {
    String times = "kafka_network_requestmetrics_totaltimems";
    for (String request : Set.of("Produce", "FetchConsumer")) {
      String labels = "request=\"" + request + "\"";
      assertThat(page.present(times + "_count_total{" + labels + "}")).isPositive();
      assertThat(page.present(times + "{quantile=\"0.99\"," + labels + "}"))
          .isGreaterThanOrEqualTo(page.present(times + "{quantile=\"0.50\"," + labels + "}"))
          .isPositive();
    }
    assertThat(page.families().get(times)).hasSize(9);
    assertThat(page.present("kafka_network_requestchannel_requestqueuesize")).isNotNegative();
    assertThat(
            page.families().get("kafka_network_requestmetrics_requests_total").entrySet().stream()
                .filter(sample -> sample.getKey().contains("request=\"Produce\""))
                .mapToDouble(sample -> sample.getValue())
                .sum())
        .isPositive();
  }

  private static void assertController(Exposition page) {
    assertThat(page.present("kafka_controller_kafkacontroller_activecontrollercount")).isOne();
    assertThat(page.present("kafka_controller_kafkacontroller_offlinepartitionscount")).isZero();
    assertThat(page.present("kafka_controller_kafkacontroller_globalpartitioncount")).isEqualTo(6);
    assertThat(page.present("kafka_controller_kafkacontroller_activebrokercount")).isOne();
    assertThat(page.present("kafka_server_raft_metrics_current_state_info{state=\"leader\"}"))
        .isOne();
    assertThat(page.present("kafka_server_raft_metrics_current_leader")).isOne();
    assertThat(page.present("kafka_server_raft_metrics_high_watermark")).isPositive();
  }

  private static void assertProducer(Exposition page) {
    assertThat(page.present("kafka_producer_record_error_total" + PRODUCER)).isZero();
    assertThat(page.present("kafka_producer_outgoing_byte_total" + PRODUCER)).isPositive();
    assertThat(page.present("kafka_producer_connection_count" + PRODUCER)).isPositive();
  }

  private static void assertConsumer(Exposition page) {
    assertThat(page.present("kafka_consumer_fetch_manager_bytes_consumed_total" + CONSUMER))
        .isPositive();
    assertThat(page.families().get("kafka_consumer_fetch_manager_records_lag_max"))
        .containsOnlyKeys("kafka_consumer_fetch_manager_records_lag_max" + CONSUMER);
    assertThat(page.present("kafka_consumer_coordinator_commit_total" + CONSUMER)).isOne();
  }

  @Test
  void withAFileOfJmxExporter_thePageIsWhatItSays() {
    Path file = Path.of("src/test/resources/jmx/kafka.yml");
    try (ServerApplication kafka = ServerApplication.startWith(file, "kafka")) {
      Exposition page =
          kafka.awaitPage(
              scrape ->
                  assertThat(scrape.present("broker_topic_messagesin_total{topic=\"orders\"}"))
                      .isEqualTo(RECORDS));
      assertThat(page.comments("broker_bytesin_total"))
          .containsExactly(
              "# HELP broker_bytesin_total All topics together.",
              "# TYPE broker_bytesin_total counter");
      assertThat(page.present("broker_bytesin_total")).isPositive();
      assertThat(page.families().get("broker_request_seconds"))
          .hasSize(12)
          .containsKey("broker_request_seconds{quantile=\"0.999\",request=\"Produce\"}");
      assertThat(page.present("controller_activecontroller")).isOne();
      assertThat(page.present("controller_offlinepartitions")).isZero();
      assertThat(page.present("quorum_state{state=\"leader\"}")).isOne();
      assertThat(page.present("producer_record_send_total{client=\"shop\"}")).isEqualTo(RECORDS);
      assertThat(page.families().keySet()).noneMatch(family -> family.startsWith("kafka_"));
      kafka.assertUndisturbed(page);
    }
  }
}
