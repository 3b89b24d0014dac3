package io.exporteragent.cassandra;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.SimpleStatement;
import com.datastax.driver.core.exceptions.UnavailableException;
import com.datastax.driver.core.policies.FallthroughRetryPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.cassandra.service.CassandraDaemon;

/**
 * Starts a node that keeps its data in the working directory, writes and reads a table by a client
 * that stays connected, prints {@code ready}, and ends with its standard input.
 */
final class CassandraApplication {
  private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();
  private static final int WRITES = 200;
  private static final int READS = 100;

  public static void main(String[] args) throws Exception {
    int clients = freePort();
    start(clients, freePort());
    Cluster cluster =
        Cluster.builder().addContactPoint(LOOPBACK).withPort(clients).withoutJMXReporting().build();
    use(cluster.connect());
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  private static void start(int clients, int nodes) throws IOException {
    System.setProperty("cassandra.config", configuration(clients, nodes).toUri().toString());
    System.setProperty("cassandra.storagedir", Path.of("").toAbsolutePath().toString());
    // Otherwise it closes the standard streams.
    System.setProperty("cassandra-foreground", "true");
    // There is nobody to gossip with.
    System.setProperty("cassandra.skip_wait_for_gossip_to_settle", "0");
    System.setProperty("cassandra.ring_delay_ms", "0");
    new CassandraDaemon().activate();
    // It logs what nothing catches, and nothing is logged here.
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  private static Path configuration(int clients, int nodes) throws IOException {
    return Files.writeString(
        Path.of("cassandra.yaml"),
        """
        cluster_name: test
        num_tokens: 1
        partitioner: org.apache.cassandra.dht.Murmur3Partitioner
        commitlog_sync: periodic
        commitlog_sync_period: 10000ms
        commitlog_segment_size: 4MiB
        commitlog_total_space: 32MiB
        endpoint_snitch: SimpleSnitch
        listen_address: %1$s
        storage_port: %3$d
        rpc_address: %1$s
        native_transport_port: %2$d
        seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters: [{seeds: "%1$s:%3$d"}]
        """
            .formatted(LOOPBACK, clients, nodes));
  }

  private static void use(Session session) {
    session.execute(
        "create keyspace shop with replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute("create table shop.orders (id int primary key, article text)");
    PreparedStatement write =
        session.prepare("insert into shop.orders (id, article) values (?, ?)");
    for (int i = 0; i < WRITES; i++) {
      session.execute(write.bind(i, "article " + i));
    }
    for (int i = 0; i < READS; i++) {
      session.execute("select * from shop.orders where id = " + i);
    }
    session.execute(
        "update shop.orders set article = 'none' where id = 1 if article = 'article 1'");
    session.execute("select * from shop.orders").all();
    try {
      session.execute(
          new SimpleStatement("select * from shop.orders where id = 1")
              .setConsistencyLevel(ConsistencyLevel.THREE)
              .setRetryPolicy(FallthroughRetryPolicy.INSTANCE));
    } catch (UnavailableException e) {
      return;
    }
    throw new IllegalStateException("One node answered for three.");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
