package io.exporteragent.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer and a consumer of one topic. */
final class Clients implements AutoCloseable {
  private static final int RECORDS = 200;
  private static final String TOPIC = "orders";

  private final String servers;
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;

  Clients(String servers) {
    this.servers = servers;
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", servers,
                "client.id", "shop",
                // A batch that overtakes one for which the new topic has no leader yet is refused,
                // and so is every repetition of it.
                "max.in.flight.requests.per.connection", "1"),
            new StringSerializer(),
            new StringSerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", servers,
                "client.id", "till",
                "group.id", "tills",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
  }

  /** Sends the records and returns when all of them have been fetched. */
  void exchange() throws Exception {
    createTopic();
    for (int i = 0; i < RECORDS; i++) {
      producer.send(new ProducerRecord<>(TOPIC, "order " + i, "of something that has a name"));
    }
    producer.flush();
    consumer.subscribe(List.of(TOPIC));
    int fetched = 0;
    while (fetched < RECORDS) {
      fetched += consumer.poll(Duration.ofSeconds(1)).count();
    }
    consumer.commitSync();
  }

  /**
   * Creates the topic and waits until its leaders answer: if one refuses the first batch and takes
   * the second, an idempotent producer tries the first in vain until it times out.
   */
  private void createTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      NewTopic topic = new NewTopic(TOPIC, Optional.empty(), Optional.empty());
      int partitions = admin.createTopics(List.of(topic)).numPartitions(TOPIC).get();
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (int i = 0; i < partitions; i++) {
        ends.put(new TopicPartition(TOPIC, i), OffsetSpec.latest());
      }
      admin.listOffsets(ends).all().get();
    }
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }
}
