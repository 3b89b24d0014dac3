package io.exporteragent.source.mbean;

import java.util.stream.Stream;

/** Rules of the kind that people have for Kafka and what belongs to it, on beans of its names. */
class KafkaRulesTest extends Conformance {

  @Override
  Stream<Case> cases() {
    return Stream.concat(ofBrokers(), ofClients());
  }

  private static Case broker(String name) {
    return Case.of(name)
        .bean("kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec", count(11))
        .bean("kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec,topic=t1", count(6))
        .bean(
            "kafka.network:type=RequestMetrics,name=TotalTimeMs,request=Fetch",
            count(3).with("99thPercentile", 1.5, "50thPercentile", 0.5))
        .bean("kafka.server:type=ReplicaManager,name=PartitionCount", value(50))
        .bean(
            "kafka.server:type=Fetch,client-id=c-1",
            new PlainBean().with("byte-rate", 2.5, "throttle-time", 0.0))
        .bean(
            "kafka.server:type=KafkaRequestHandlerPool,name=RequestHandlerAvgIdlePercent",
            count(9).with("MeanRate", 0.99))
        .bean("kafka.cluster:type=Partition,name=UnderReplicated,topic=t1,partition=0", value(0));
  }

  private static PlainBean count(long count) {
    return new PlainBean().with("Count", count);
  }

  private static PlainBean value(Object value) {
    return new PlainBean().with("Value", value);
  }

  private static Stream<Case> ofBrokers() {
    return Stream.of(
        broker("I kafka-0-8-2: counters and untyped rules for one name make an untyped family")
            .file(
                """
                lowercaseOutputName: true
                rules:
                - pattern: 'kafka\\.(\\w+)<type=(\\w+), name=(\\w+)PerSec, topic=(.+)><>Count'
                  name: kafka_$1_$2_$3
                  labels: {topic: "$4"}
                - pattern: 'kafka\\.(\\w+)<type=(\\w+), name=(\\w+)PerSec><>Count'
                  name: kafka_$1_$2_$3_total
                  type: COUNTER
                - pattern: 'kafka\\.(\\w+)<type=(\\w+), name=(\\w+), request=(.+)><>Count'
                  name: kafka_$1_$2_$3
                  labels: {request: "$4"}
                - pattern: 'kafka\\.(\\w+)<type=(\\w+), name=(\\w+)><>Value'
                  name: kafka_$1_$2_$3
                """)
            .shows(
                "# TYPE kafka_server_brokertopicmetrics_messagesin untyped",
                "kafka_server_brokertopicmetrics_messagesin 11.0",
                "kafka_server_brokertopicmetrics_messagesin{topic=\"t1\"} 6.0",
                "kafka_network_requestmetrics_totaltimems{request=\"Fetch\"} 3.0",
                "kafka_server_replicamanager_partitioncount 50.0"),
        broker("I kafka-2: special rules before general ones, quantiles, percentages")
            .file(brokerRules(""))
            .shows(
                "# TYPE kafka_server_brokertopicmetrics_messagesin_total counter",
                "kafka_server_brokertopicmetrics_messagesin_total 11.0",
                "kafka_server_brokertopicmetrics_messagesin_total{topic=\"t1\"} 6.0",
                "kafka_network_requestmetrics_totaltimems{quantile=\"0.99\",request=\"Fetch\"} 1.5",
                "kafka_network_requestmetrics_totaltimems{quantile=\"0.50\",request=\"Fetch\"} 0.5",
                "kafka_network_requestmetrics_totaltimems_count_total{request=\"Fetch\"} 3.0",
                "kafka_server_replicamanager_partitioncount 50.0",
                "kafka_server_quota_byte_rate{clientId=\"c-1\",resource=\"Fetch\"} 2.5",
                "kafka_server_quota_throttle_time{clientId=\"c-1\",resource=\"Fetch\"} 0.0",
                "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent 0.99",
                "kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent_count_total 9.0",
                "kafka_cluster_partition_underreplicated{partition=\"0\",topic=\"t1\"} 0.0"),
        broker("I kafka-kraft: a state that is text, numbers of any other name")
            .bean(
                "kafka.server:type=raft-metrics",
                new PlainBean()
                    .with("current-state", "leader", "high-watermark", 5.0, "x-total", 4.0))
            .file(
                brokerRules(
                    """
                    - pattern: 'kafka.server<type=raft-metrics><>(current-state): ([a-z]+)'
                      name: kafka_server_raft_metrics_$1_info
                      value: '1'
                      labels: {state: $2}
                    - pattern: 'kafka.server<type=raft-metrics><>(.+)-total: (.+)'
                      name: kafka_server_raft_metrics_$1_total
                      type: COUNTER
                    - pattern: 'kafka.server<type=([a-zA-Z-]+)><>([a-z-]+):'
                      name: kafka_server_$1_$2
                      type: GAUGE
                    """))
            .shows(
                "kafka_server_raft_metrics_current_state{state=\"leader\"} 1.0",
                "# TYPE kafka_server_raft_metrics_high_watermark gauge",
                "kafka_server_raft_metrics_high_watermark 5.0",
                "# TYPE kafka_server_raft_metrics_x_total counter",
                "kafka_server_raft_metrics_x_total 4.0",
                "kafka_server_brokertopicmetrics_messagesin_total 11.0",
                "kafka_server_brokertopicmetrics_messagesin_total{topic=\"t1\"} 6.0",
                "kafka_network_requestmetrics_totaltimems{quantile=\"0.99\",request=\"Fetch\"} 1.5",
                "kafka_network_requestmetrics_totaltimems{quantile=\"0.50\",request=\"Fetch\"} 0.5",
                "kafka_network_requestmetrics_totaltimems_count_total{request=\"Fetch\"} 3.0",
                "kafka_server_replicamanager_partitioncount 50.0",
                "kafka_server_quota_byte_rate{clientId=\"c-1\",resource=\"Fetch\"} 2.5",
                "kafka_server_quota_throttle_time{clientId=\"c-1\",resource=\"Fetch\"} 0.0",
                "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent 0.99",
                "kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent_count_total 9.0",
                "kafka_cluster_partition_underreplicated{partition=\"0\",topic=\"t1\"} 0.0"),
        Case.of("I kafka-pre0-8-2: a domain in quotes")
            .bean(
                "\"kafka.server\":type=\"FetcherStats\","
                    + "name=\"ReplicaFetcherThread-0-1-host_h-port_9092-BytesPerSec\"",
                count(3))
            .file(
                """
                lowercaseOutputName: true
                rules:
                - pattern: '"kafka.(\\w+)"<type="(\\w+)", name="[A-Za-z]+-(\\d+)-\\d+-host_(.+)-port_(\\d+)-(\\w+)PerSec"><>Count'
                  name: kafka_$1_$2_$6
                  labels:
                    thread: $3
                    hostport: $4:$5
                """)
            .shows("kafka_server_fetcherstats_bytes{hostport=\"h:9092\",thread=\"0\"} 3.0"));
  }

  private static String brokerRules(String first) {
    return "lowercaseOutputName: true\nrules:\n"
        + first
        + """
        - pattern: 'kafka.server<type=([A-Z]\\w+), client-id=(.+)><>([a-z-]+):'
          name: kafka_server_quota_$3
          type: GAUGE
          labels: {resource: "$1", clientId: "$2"}
        - pattern: 'kafka\\.(\\w+)<type=(.+), name=(.+)Percent\\w*><>MeanRate'
          name: kafka_$1_$2_$3_percent
          type: GAUGE
        - pattern: 'kafka\\.(\\w+)<type=(.+), name=(.+)PerSec\\w*, (.+)=(.+)><>Count'
          name: kafka_$1_$2_$3_total
          type: COUNTER
          labels: {"$4": "$5"}
        - pattern: 'kafka\\.(\\w+)<type=(.+), name=(.+)PerSec\\w*><>Count'
          name: kafka_$1_$2_$3_total
          type: COUNTER
        - pattern: 'kafka\\.(\\w+)<type=(.+), name=(.+), (.+)=(.+), (.+)=(.+)><>Value'
          name: kafka_$1_$2_$3
          type: GAUGE
          labels: {"$4": "$5", "$6": "$7"}
        - pattern: 'kafka\\.(\\w+)<type=(.+), name=(.+)><>Value'
          name: kafka_$1_$2_$3
          type: GAUGE
        - pattern: 'kafka\\.(\\w+)<type=(.+), name=(.+), (.+)=(.+)><>Count'
          name: kafka_$1_$2_$3_count_total
          type: COUNTER
          labels: {"$4": "$5"}
        - pattern: 'kafka\\.(\\w+)<type=(.+), name=(.+)><>Count'
          name: kafka_$1_$2_$3_count_total
          type: COUNTER
        - pattern: 'kafka\\.(\\w+)<type=(.+), name=(.+), (.+)=(.+)><>(\\d+)thPercentile'
          name: kafka_$1_$2_$3
          type: GAUGE
          labels: {"$4": "$5", quantile: "0.$6"}
        """;
  }

  private static Stream<Case> ofClients() {
    return Stream.of(
        Case.of("I kafka-connect: seconds, versions and states that are text")
            .bean(
                "kafka.connect:type=app-info,client-id=connect-1",
                new PlainBean().with("start-time-ms", 1_700_000_000_123L, "version", "3.6.0"))
            .bean(
                "kafka.consumer:type=consumer-fetch-manager-metrics,"
                    + "client-id=c,topic=t,partition=0",
                new PlainBean().with("records-lag", 5.0))
            .bean(
                "kafka.connect:type=connector-task-metrics,connector=s,task=0",
                new PlainBean().with("status", "running", "offset-commit-retries", 2.0))
            .file(
                """
                lowercaseOutputName: true
                rules:
                - pattern: 'kafka.connect<type=app-info, client-id=(.+)><>start-time-ms'
                  name: kafka_connect_start_time_seconds
                  type: GAUGE
                  valueFactor: 0.001
                  labels: {clientId: $1}
                - pattern: 'kafka.connect<type=app-info, client-id=(.+)><>(version): (.+)'
                  name: kafka_connect_$2_info
                  type: UNTYPED
                  value: 1
                  labels: {clientId: $1, version: $3}
                - pattern: 'kafka.(.+)<type=(.+)-metrics, client-id=(.+), topic=(.+), partition=(.+)><>(.+): .+'
                  name: kafka_$1_$2_$6
                  labels: {clientId: $3, topic: $4, partition: $5}
                - pattern: 'kafka.connect<type=connector-task-metrics, connector=(.+), task=(.+)><>status: ([a-z-]+)'
                  name: kafka_connect_connector_status
                  value: 1
                  labels: {connector: $1, task: $2, status: $3}
                - pattern: 'kafka.connect<type=(.+)-metrics, connector=(.+), task=(.+)><>(.+-retries)'
                  name: kafka_connect_$1_$4
                  labels: {connector: $2, task: $3}
                """)
            .shows(
                "kafka_connect_start_time_seconds{clientId=\"connect-1\"} 1.7000000001230001E9",
                "kafka_connect_version{clientId=\"connect-1\",version=\"3.6.0\"} 1.0",
                "kafka_consumer_consumer_fetch_manager_records_lag"
                    + "{clientId=\"c\",partition=\"0\",topic=\"t\"} 5.0",
                "kafka_connect_connector_status"
                    + "{connector=\"s\",status=\"running\",task=\"0\"} 1.0",
                "kafka_connect_connector_task_offset_commit_retries"
                    + "{connector=\"s\",task=\"0\"} 2.0"),
        Case.of("I kafka_stream: a state for each of its texts")
            .bean(
                "kafka.streams:type=stream-metrics,client-id=app",
                new PlainBean().with("alive-stream-threads", 2, "state", "RUNNING"))
            .file(
                """
                lowercaseOutputName: true
                lowercaseOutputLabelNames: true
                rules:
                - pattern: 'kafka.streams<type=stream-metrics, client-id=(.+)><>(state): (RUNNING|ERROR)'
                  name: kafka_streams_$2_$3
                  value: '1'
                  labels: {clientId: $1}
                - pattern: 'kafka.streams<type=stream-metrics, client-id=.+><>(.+): \\d+'
                  name: kafka_streams_$1
                """)
            .shows(
                "kafka_streams_alive_stream_threads 2.0",
                "kafka_streams_state_running{clientid=\"app\"} 1.0"));
  }
}
