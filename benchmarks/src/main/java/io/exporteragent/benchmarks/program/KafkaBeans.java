package io.exporteragent.benchmarks.program;

import static io.exporteragent.benchmarks.program.BeanAttribute.constant;
import static io.exporteragent.benchmarks.program.BeanAttribute.count;
import static io.exporteragent.benchmarks.program.BeanAttribute.rate;

import java.util.List;
import java.util.function.IntFunction;

/**
 * MBeans as those of a Kafka broker with many partitions: most are of a partition or of a topic,
 * each makes its MBeanInfo anew whenever it is asked, and every attribute is declared a double,
 * text too. A cycle has a hundred.
 *
 * <p>Each has ten attributes; Kafka's have between one and thirty.
 */
final class KafkaBeans extends BeanSet {
  private static final String DOUBLE = double.class.getName();
  private static final int PARTITIONS = 12;

  private static final List<BeanAttribute> GAUGE =
      List.of(
          rate("Value", DOUBLE),
          count("Count", DOUBLE),
          rate("Min", DOUBLE),
          rate("Max", DOUBLE),
          rate("Mean", DOUBLE),
          rate("OneMinuteRate", DOUBLE),
          rate("FiveMinuteRate", DOUBLE),
          count("LastUpdateMs", DOUBLE),
          constant("Unit", DOUBLE, "messages"),
          constant("State", DOUBLE, "RUNNING"));

  private static final List<BeanAttribute> METER =
      List.of(
          count("Count", DOUBLE),
          constant("EventType", DOUBLE, "messages"),
          rate("FifteenMinuteRate", DOUBLE),
          rate("FiveMinuteRate", DOUBLE),
          rate("MeanRate", DOUBLE),
          rate("OneMinuteRate", DOUBLE),
          constant("RateUnit", DOUBLE, "SECONDS"),
          rate("Min", DOUBLE),
          rate("Max", DOUBLE),
          count("LastUpdateMs", DOUBLE));

  private static final List<BeanAttribute> HISTOGRAM =
      List.of(
          count("Count", DOUBLE),
          rate("Min", DOUBLE),
          rate("Max", DOUBLE),
          rate("Mean", DOUBLE),
          rate("StdDev", DOUBLE),
          rate("50thPercentile", DOUBLE),
          rate("75thPercentile", DOUBLE),
          rate("95thPercentile", DOUBLE),
          rate("99thPercentile", DOUBLE),
          rate("999thPercentile", DOUBLE));

  private static final List<BeanAttribute> SENSORS =
      List.of(
          count("connection-count", DOUBLE),
          rate("connection-creation-rate", DOUBLE),
          count("connection-creation-total", DOUBLE),
          rate("request-rate", DOUBLE),
          count("request-total", DOUBLE),
          rate("request-size-avg", DOUBLE),
          rate("io-wait-ratio", DOUBLE),
          rate("io-time-ns-avg", DOUBLE),
          constant("commit-id", DOUBLE, "60e845626d8a465a"),
          constant("version", DOUBLE, "4.1.0"));

  KafkaBeans() {
    addNamed(
        24,
        "kafka.cluster:type=Partition",
        GAUGE,
        KafkaBeans::partition,
        "UnderReplicated",
        "InSyncReplicasCount",
        "ReplicasCount",
        "LastStableOffsetLag");
    addNamed(
        20,
        "kafka.log:type=Log",
        GAUGE,
        KafkaBeans::partition,
        "Size",
        "NumLogSegments",
        "LogStartOffset",
        "LogEndOffset");
    addNamed(
        16,
        "kafka.server:type=BrokerTopicMetrics",
        METER,
        number -> "topic=orders-" + number,
        "MessagesInPerSec",
        "BytesInPerSec",
        "BytesOutPerSec",
        "TotalFetchRequestsPerSec");
    addNamed(
        12,
        "kafka.network:type=RequestMetrics",
        HISTOGRAM,
        KafkaBeans::request,
        "TotalTimeMs",
        "LocalTimeMs",
        "RemoteTimeMs",
        "RequestQueueTimeMs");
    addNamed(8, "kafka.network:type=RequestMetrics", METER, KafkaBeans::request, "RequestsPerSec");
    addNamed(
        6,
        "kafka.server:type=FetcherLagMetrics",
        GAUGE,
        number -> "clientId=ReplicaFetcherThread-0-" + number % 3 + "," + partition(number),
        "ConsumerLag");
    addNamed(
        2,
        "kafka.server:type=KafkaRequestHandlerPool",
        METER,
        number -> "pool=pool-" + number,
        "RequestHandlerAvgIdlePercent");
    addNamed(
        1,
        "kafka.controller:type=KafkaController",
        GAUGE,
        number -> "id=" + number,
        "ActiveControllerCount");
    addNamed(
        1,
        "kafka.coordinator.group:type=GroupMetadataManager",
        GAUGE,
        number -> "shard=" + number,
        "NumGroups");
    add(
        10,
        number ->
            "kafka.server:type=socket-server-metrics,listener=PLAINTEXT-"
                + number / PARTITIONS
                + ",networkProcessor="
                + number % PARTITIONS,
        number -> ReadOnlyBean.describedAnew(SENSORS, number));
  }

  private static String partition(int number) {
    return "topic=orders-" + number / PARTITIONS + ",partition=" + number % PARTITIONS;
  }

  private static String request(int number) {
    return "request=Fetch" + number / PARTITIONS + ",version=" + number % PARTITIONS;
  }

  /** Adds beans whose property "name" is each of these in turn, with the same further ones. */
  private void addNamed(
      int share,
      String prefix,
      List<BeanAttribute> attributes,
      IntFunction<String> properties,
      String... names) {
    add(
        share,
        number ->
            prefix
                + ",name="
                + names[number % names.length]
                + ","
                + properties.apply(number / names.length),
        number -> ReadOnlyBean.describedAnew(attributes, number));
  }
}
