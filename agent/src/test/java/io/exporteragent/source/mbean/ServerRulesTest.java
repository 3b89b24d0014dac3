package io.exporteragent.source.mbean;

import java.lang.management.ManagementFactory;
import java.util.stream.Stream;

/** Rules of the kind that people have for what runs applications, on beans of its names. */
class ServerRulesTest extends Conformance {

  @Override
  Stream<Case> cases() {
    return Stream.concat(ofJobs(), ofWeb());
  }

  private static PlainBean value(Object value) {
    return new PlainBean().with("Value", value);
  }

  private static Stream<Case> ofJobs() {
    return Stream.of(
        Case.of("I flink: keys with numbers")
            .bean(
                "org.apache.flink.metrics:key0=127.0.0.1,key1=jobmanager,name=taskSlotsTotal",
                value(4))
            .bean(
                "org.apache.flink.metrics:key0=h,key1=taskmanager,key2=id,key3=Job,key4=Map,key5=1,"
                    + "name=numRecordsIn",
                new PlainBean().with("Count", 9L))
            .file(
                """
                rules:
                - pattern: 'flink.metrics<key0=.+, key1=(jobmanager), name=(.+)><>Value'
                  name: flink_$1_$2
                - pattern: 'flink.metrics<key0=.+, key1=(taskmanager), key2=.+, key3=(.+), key4=(.+), key5=(.+), name=(.+)><>Count'
                  name: flink_$1_$5_total
                  type: COUNTER
                  labels: {flink_job: $2, operator: $3, partition: $4}
                """)
            .shows(
                "flink_jobmanager_taskSlotsTotal 4.0",
                "flink_taskmanager_numRecordsIn_total"
                    + "{flink_job=\"Job\",operator=\"Map\",partition=\"1\"} 9.0"),
        Case.of("I spark: everything in one property")
            .bean(spark("app-1.driver.DAGScheduler.stage.failedStages", "gauges"), value(0))
            .bean(
                spark("app-1.driver.LiveListenerBus.numEventsPosted", "counters"),
                new PlainBean().with("Count", 5L))
            .bean(spark("app-1.0.executor.filesystem.hdfs.read_bytes", "gauges"), value(9L))
            .file(
                """
                rules:
                - pattern: 'metrics<name=(\\S+)\\.driver\\.(DAGScheduler)\\.(.+), type=gauges><>Value'
                  name: spark_driver_$2_$3
                  labels: {app_id: $1}
                - pattern: 'metrics<name=(\\S+)\\.driver\\.(.+), type=counters><>Count'
                  name: spark_driver_$2_total
                  type: COUNTER
                  labels: {app_id: $1}
                - pattern: 'metrics<name=(\\S+)\\.(\\d+)\\.executor\\.(.+), type=gauges><>Value'
                  name: spark_executor_$3_total
                  type: COUNTER
                  labels: {app_id: $1, executor_id: $2}
                """)
            .shows(
                "spark_driver_DAGScheduler_stage_failedStages{app_id=\"app-1\"} 0.0",
                "spark_driver_LiveListenerBus_numEventsPosted_total{app_id=\"app-1\"} 5.0",
                "spark_executor_filesystem_hdfs_read_bytes_total"
                    + "{app_id=\"app-1\",executor_id=\"0\"} 9.0"),
        Case.of("I presto: a bean of the JVM by its name")
            .file(
                """
                includeObjectNames: ['java.lang:type=OperatingSystem']
                rules:
                - {pattern: 'java.lang<type=OperatingSystem><>AvailableProcessors: (.*)'}
                """)
            .shows("java_lang_OperatingSystem_AvailableProcessors " + processors()));
  }

  private static double processors() {
    return ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors();
  }

  private static String spark(String name, String type) {
    return "metrics:name=" + name + ",type=" + type;
  }

  private static Stream<Case> ofWeb() {
    return Stream.of(
        Case.of("I tomcat: text as a label, ports within quotes")
            .bean("Catalina:type=Server", new PlainBean().with("serverInfo", "Apache Tomcat/10.1"))
            .bean(
                "Catalina:type=GlobalRequestProcessor,name=\"http-nio-8080\"",
                new PlainBean().with("requestCount", 5, "bytesSent", 7L))
            .bean(
                "Catalina:type=Manager,host=localhost,context=/app",
                new PlainBean().with("sessionCounter", 3))
            .bean(
                "Catalina:j2eeType=Servlet,WebModule=//localhost/app,name=jsp,"
                    + "J2EEApplication=none,J2EEServer=none",
                new PlainBean().with("requestCount", 4))
            .file(
                """
                lowercaseOutputName: true
                lowercaseOutputLabelNames: true
                rules:
                - pattern: 'Catalina<type=Server><>serverInfo: (.+)'
                  name: tomcat_serverinfo
                  value: 1
                  type: COUNTER
                  labels: {serverInfo: "$1"}
                - pattern: 'Catalina<type=GlobalRequestProcessor, name="(\\w+-\\w+)-(\\d+)"><>(\\w+Count|bytesSent):'
                  name: tomcat_$3_total
                  type: COUNTER
                  labels: {port: $2, protocol: $1}
                - pattern: 'Catalina<type=Manager, host=([-a-zA-Z0-9+&@#/%?=~_|!:.,;]+), context=([-a-zA-Z0-9+/$%~_|!.]*)><>(\\w+Counter):'
                  name: tomcat_session_$3_total
                  type: COUNTER
                  labels: {context: $2, host: $1}
                - pattern: 'Catalina<j2eeType=Servlet, WebModule=//([-\\w.]+[-\\w./]+), name=([-\\w]+), J2EEApplication=none, J2EEServer=none><>(requestCount):'
                  name: tomcat_servlet_$3_total
                  type: COUNTER
                  labels: {module: $1, servlet: $2}
                """)
            .shows(
                "tomcat_serverinfo_total{serverinfo=\"Apache Tomcat/10.1\"} 1.0",
                "tomcat_requestcount_total{port=\"8080\",protocol=\"http-nio\"} 5.0",
                "tomcat_bytessent_total{port=\"8080\",protocol=\"http-nio\"} 7.0",
                "tomcat_session_sessioncounter_total{context=\"/app\",host=\"localhost\"} 3.0",
                "tomcat_servlet_requestcount_total{module=\"localhost/app\",servlet=\"jsp\"} 4.0"),
        Case.of("I weblogic: optional properties, members of a composite")
            .bean(
                weblogic("Name=ds,Type=JDBCDataSourceRuntime"),
                new PlainBean().with("ActiveConnectionsCurrentCount", 3))
            .bean(
                weblogic("Name=default,ApplicationRuntime=mod,Type=WorkManagerRuntime"),
                new PlainBean().with("CompletedRequests", 7L))
            .bean(
                weblogic("Name=app,Type=ApplicationRuntime"),
                new PlainBean()
                    .with("OverallHealthStateJMX", OpenData.composite("d", "IsCritical", true)))
            .file(
                """
                attrNameSnakeCase: true
                lowercaseOutputName: true
                rules:
                - pattern: '^com.bea<ServerRuntime=(.+), Name=(.+), ApplicationRuntime=(.+), Type=(.+)Runtime><(.*)>(.+):'
                  attrNameSnakeCase: true
                  name: weblogic_application_$4_$5_$6
                  labels: {runtime: $1, name: $2, application: $3}
                - pattern: '^com.bea<ServerRuntime=(.+), Name=(.+), Type=(.+)Runtime><(.*)>(.+):'
                  attrNameSnakeCase: true
                  name: weblogic_$3_$4_$5
                  labels: {runtime: $1, name: $2}
                """)
            .shows(
                "weblogic_jdbcdatasource_active_connections_current_count"
                    + "{name=\"ds\",runtime=\"AdminServer\"} 3.0",
                "weblogic_application_workmanager_completed_requests"
                    + "{application=\"mod\",name=\"default\",runtime=\"AdminServer\"} 7.0",
                "weblogic_application_overallhealthstatejmx_is_critical"
                    + "{name=\"app\",runtime=\"AdminServer\"} 1.0"),
        Case.of("I wildfly: only attributes without dashes")
            .bean(
                "jboss.as:subsystem=undertow,server=default-server,http-listener=default",
                new PlainBean().with("bytesSent", 6L, "bytes-received", 5L))
            .bean(
                "jboss.as:subsystem=datasources,data-source=ExampleDS,statistics=pool",
                new PlainBean().with("ActiveCount", 1))
            .bean(
                "jboss.as:subsystem=transactions", new PlainBean().with("numberOfTransactions", 4L))
            .file(
                """
                lowercaseOutputName: true
                rules:
                - pattern: '^jboss.as<subsystem=undertow, server=(.+), https?-listener=(.+)><>([a-z_]+):'
                  attrNameSnakeCase: true
                  name: wildfly_undertow_$3
                  labels: {server: $1, listener: $2}
                - pattern: '^jboss.as<subsystem=datasources, (?:xa-)?data-source=(.+), statistics=(.+)><>(.+):'
                  attrNameSnakeCase: true
                  name: wildfly_datasource_$2_$3
                  labels: {name: $1}
                - pattern: '^jboss.as<subsystem=transactions><>number_of_(.+):'
                  attrNameSnakeCase: true
                  name: wildfly_transaction_$1
                """)
            .shows(
                "wildfly_undertow_bytes_sent{listener=\"default\",server=\"default-server\"} 6.0",
                "wildfly_datasource_pool_active_count{name=\"ExampleDS\"} 1.0",
                "wildfly_transaction_transactions 4.0"));
  }

  private static String weblogic(String properties) {
    return "com.bea:ServerRuntime=AdminServer," + properties;
  }
}
