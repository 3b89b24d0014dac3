package io.exporteragent.source.mbean.pack;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The packs in the jar, each with the domains of its MBeans: a JVM in which none of these is there
 * reads no file of them. In order of precedence, should two have a family of one name.
 */
public final class KnownPacks {
  /** All of them. */
  public static final List<Pack> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              Pack.ofJar("activemq", "org.apache.activemq"),
              Pack.ofJar("artemis", "org.apache.activemq.artemis"),
              Pack.ofJar("camel", "org.apache.camel"),
              Pack.ofJar("cassandra", "org.apache.cassandra.metrics", "org.apache.cassandra.net"),
              Pack.ofJar("hadoop", "Hadoop"),
              Pack.ofJar("hazelcast", "com.hazelcast"),
              Pack.ofJar(
                  "jetty",
                  "org.eclipse.jetty.server",
                  "org.eclipse.jetty.server.handler",
                  "org.eclipse.jetty.io",
                  "org.eclipse.jetty.session"),
              Pack.ofJar("kafka", "kafka.controller", "kafka.log", "kafka.network", "kafka.server"),
              Pack.ofJar("kafka-clients", "kafka.consumer", "kafka.producer"),
              Pack.ofJar("kafka-connect", "kafka.connect"),
              Pack.ofJar("quartz", "quartz"),
              Pack.ofJar("tomcat", "Catalina", "Tomcat"),
              Pack.ofJar("wildfly", "jboss.as"),
              Pack.ofJar("zookeeper", "org.apache.ZooKeeperService")));

  private KnownPacks() {}
}
