package io.exporteragent.source.mbean;

import java.util.stream.Stream;

/** Rules of the kind that people have for known brokers and stores, on beans of their names. */
class StoreRulesTest extends Conformance {

  @Override
  Stream<Case> cases() {
    return Stream.concat(ofBrokers(), ofData());
  }

  private static PlainBean value(Object value) {
    return new PlainBean().with("Value", value);
  }

  private static Stream<Case> ofBrokers() {
    return Stream.of(
        Case.of("I activemq: several lines of pattern, a factor for per cent")
            .bean(
                "org.apache.activemq:type=Broker,brokerName=b1,"
                    + "destinationType=Queue,destinationName=orders",
                new PlainBean().with("QueueSize", 5))
            .bean(
                "org.apache.activemq:type=Broker,brokerName=b1",
                new PlainBean()
                    .with("TotalMessageCount", 9, "MemoryPercentUsage", 12)
                    .with("CurrentConnectionsCount", 3))
            .file(
                """
                lowercaseOutputName: true
                lowercaseOutputLabelNames: true
                excludeObjectNames: ['org.apache.activemq:clientId=*,*']
                rules:
                - pattern: >-
                    org.apache.activemq<type=Broker, brokerName=.+,
                    destinationType=(Queue|Topic), destinationName=(.+)><>(\\w+):
                  name: activemq_$1_$3
                  attrNameSnakeCase: true
                  labels: {Destination: $2}
                - {pattern: '<>Current(\\w+)sCount', name: activemq_$1s}
                - {pattern: '<>Total(\\w+)Count', name: activemq_$1_total, type: COUNTER}
                - pattern: '<>(\\w+)PercentUsage: (\\d+)'
                  name: activemq_$1_usage_ratio
                  type: GAUGE
                  valueFactor: 0.01
                """)
            .shows(
                "activemq_queue_queue_size{destination=\"orders\"} 5.0",
                "# TYPE activemq_message_total counter",
                "activemq_message_total 9.0",
                "activemq_memory_usage_ratio 0.12",
                "activemq_connections 3.0"),
        Case.of("I artemis: names in quotes, an open tail")
            .bean(
                "org.apache.activemq.artemis:broker=\"0.0.0.0\"",
                new PlainBean().with("ConnectionCount", 4, "Version", "2.33"))
            .bean(
                "org.apache.activemq.artemis:broker=\"0.0.0.0\",component=addresses,address=\"A\"",
                new PlainBean().with("NumberOfMessages", 7))
            .bean(
                "org.apache.activemq.artemis:broker=\"0.0.0.0\",component=addresses,address=\"A\","
                    + "subcomponent=queues,routing-type=\"anycast\",queue=\"Q\"",
                new PlainBean().with("MessageCount", 8))
            .file(
                """
                rules:
                - pattern: '^org.apache.activemq.artemis<broker="[^"]*"><>([^:]*):\\s(.*)'
                  attrNameSnakeCase: true
                  name: artemis_$1
                  type: COUNTER
                - pattern: '^org.apache.activemq.artemis<broker=.+, component=addresses, address="([^"]*)"><>([^:]*):\\s(.*)'
                  attrNameSnakeCase: true
                  name: artemis_$2
                  type: COUNTER
                  labels: {address: $1}
                - pattern: 'address="([^"]*)", subcomponent=queues, routing-type="[^"]*", queue="([^"]*)"><>([^: ]*):\\s(.*)'
                  attrNameSnakeCase: true
                  name: artemis_$3
                  type: COUNTER
                  labels: {address: $1, queue: $2}
                """)
            .shows(
                "artemis_connection_count_total 4.0",
                "artemis_number_of_messages_total{address=\"A\"} 7.0",
                "artemis_message_count_total{address=\"A\",queue=\"Q\"} 8.0"));
  }

  private static Stream<Case> ofData() {
    return Stream.of(
        Case.of("I cassandra: labels from what was captured, seconds of microseconds")
            .bean(
                cassandra("type=ThreadPools,path=request,scope=ReadStage,name=ActiveTasks"),
                value(2))
            .bean(
                cassandra("type=Keyspace,keyspace=ks,name=ReadLatency"),
                new PlainBean().with("Count", 10L, "99thPercentile", 1500.0))
            .bean(
                cassandra("type=Keyspace,keyspace=ks,name=ReadTotalLatency"),
                new PlainBean().with("Count", 123_456L))
            .bean(
                cassandra("type=DroppedMessage,scope=READ,name=Dropped"),
                new PlainBean().with("Count", 1L))
            .file(
                """
                lowercaseOutputName: true
                lowercaseOutputLabelNames: true
                rules:
                - pattern: 'metrics<type=(Keyspace), keyspace=(\\S*), name=(\\S*)TotalLatency><>Count'
                  name: cassandra_$1_$3latency_seconds_sum
                  valueFactor: 0.000001
                  labels: {"$1": "$2"}
                - pattern: 'metrics<type=(Keyspace), keyspace=(\\S*), name=(\\S*Latency)><>Count'
                  name: cassandra_$1_$3_seconds_count
                  labels: {"$1": "$2"}
                - pattern: 'metrics<type=(Keyspace), keyspace=(\\S*), name=(\\S*Latency)><>(\\d+)thPercentile'
                  name: cassandra_$1_$3_seconds
                  valueFactor: 0.000001
                  labels: {"$1": "$2", quantile: "0.$4"}
                - pattern: 'metrics<type=(\\S+)(?:, path=(\\S+))?, scope=(\\S+), name=(\\S+)><>(?:(Count)|Value)'
                  name: cassandra_$1_$4_$5
                  labels: {"$1": "$3", path: "$2"}
                """)
            .shows(
                "cassandra_threadpools_activetasks_{path=\"request\",threadpools=\"ReadStage\"} 2.0",
                "cassandra_keyspace_readlatency_seconds_count{keyspace=\"ks\"} 10.0",
                "cassandra_keyspace_readlatency_seconds{keyspace=\"ks\",quantile=\"0.99\"} 0.0015",
                "cassandra_keyspace_readlatency_seconds_sum{keyspace=\"ks\"} 0.123456",
                "cassandra_droppedmessage_dropped_count{droppedmessage=\"READ\"} 1.0"),
        Case.of("I hazelcast: the default format, of one domain")
            .bean(
                "com.hazelcast:type=Metrics,instance=hz,prefix=map,tag0=\"name=m\"",
                new PlainBean().with("ownedEntryCount", 3))
            .bean(
                "com.hazelcast:type=Metrics,instance=hz,prefix=os",
                new PlainBean().with("processCpuLoad", 0.5))
            .file(
                """
                attrNameSnakeCase: true
                rules:
                - pattern: '^com.hazelcast<type=Metrics, (instance)=(.*), (prefix)=(.*), (tag0)=(.*)><>(.+):'
                  name: hazelcast_$7
                  attrNameSnakeCase: true
                  labels: {$1: $2, $3: $4, $5: $6}
                - pattern: '^com.hazelcast<type=Metrics, (instance)=(.*), (prefix)=(.*)><>(.+):'
                  name: hazelcast_$5
                  attrNameSnakeCase: true
                  labels: {$1: $2, $3: $4}
                """)
            .shows(
                "hazelcast_owned_entry_count"
                    + "{instance=\"hz\",prefix=\"map\",tag0=\"\\\"name=m\\\"\"} 3.0",
                "hazelcast_process_cpu_load{instance=\"hz\",prefix=\"os\"} 0.5"),
        Case.of("I zookeeper: what is left of the name is the metric")
            .bean(
                "org.apache.ZooKeeperService:name0=StandaloneServer_port2181",
                new PlainBean().with("OutstandingRequests", 0, "Version", "3.9"))
            .bean(
                "org.apache.ZooKeeperService:name0=StandaloneServer_port2181,"
                    + "name1=InMemoryDataTree",
                new PlainBean().with("NodeCount", 6))
            .bean(
                "org.apache.ZooKeeperService:name0=ReplicatedServer_id1,name1=replica.1,name2=Leader",
                new PlainBean().with("PacketsReceived", 9))
            .file(
                """
                rules:
                - pattern: 'ZooKeeperService<name0=ReplicatedServer_id(\\d), name1=replica.(\\d), name2=(\\w+)><>(Packets\\w+): (\\d+)'
                  name: zookeeper_$4_total
                  type: COUNTER
                  labels: {replicaId: $2, memberType: $3}
                - pattern: 'ZooKeeperService<name0=StandaloneServer_port\\d+(, name1=\\w+)?><>(\\w+): \\d'
                  name: zookeeper_$2
                  type: GAUGE
                """)
            .shows(
                "zookeeper_OutstandingRequests 0.0",
                "zookeeper_NodeCount 6.0",
                "zookeeper_PacketsReceived_total{memberType=\"Leader\",replicaId=\"1\"} 9.0"),
        Case.of("I helix: endings of attributes tell the types")
            .bean(
                "ClusterStatus:cluster=c1",
                new PlainBean().with("InstancesGauge", 3, "PartitionCounter", 2))
            .bean(
                "ClusterStatus:cluster=c1,instanceName=i1", new PlainBean().with("HealthGauge", 1))
            .file(
                """
                rules:
                - pattern: 'ClusterStatus<cluster=(\\w+), instanceName=(\\w+)><>(\\w+)Gauge:'
                  name: helix_participant_$3
                  type: GAUGE
                  labels: {cluster: $1, participant: $2}
                - pattern: 'ClusterStatus<cluster=(\\w+)><>(\\w+)Gauge: .*'
                  name: helix_cluster_status_$2
                  type: GAUGE
                  labels: {cluster: $1}
                - pattern: 'ClusterStatus<cluster=(\\w+)><>(\\w+)Counter.*'
                  name: helix_cluster_status_$2_total
                  type: COUNTER
                  labels: {cluster: $1}
                """)
            .shows(
                "helix_cluster_status_Instances{cluster=\"c1\"} 3.0",
                "helix_cluster_status_Partition_total{cluster=\"c1\"} 2.0",
                "helix_participant_Health{cluster=\"c1\",participant=\"i1\"} 1.0"));
  }

  private static String cassandra(String properties) {
    return "org.apache.cassandra.metrics:" + properties;
  }
}
