package io.exporteragent.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer and a consumer of one topic. */
final class Clients implements AutoCloseable {
  private static final int RECORDS = 200;
  private static final String TOPIC = "orders";

  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;

  Clients(String servers) {
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
  void exchange() {
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

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }
}
