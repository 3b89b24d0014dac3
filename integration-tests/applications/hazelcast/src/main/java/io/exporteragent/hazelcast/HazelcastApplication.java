package io.exporteragent.hazelcast;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.collection.IQueue;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;

/**
 * Starts a member that is a cluster of its own, fills a map and a queue of it by a client that
 * stays connected, prints {@code ready}, and ends with its standard input.
 */
final class HazelcastApplication {
  private static final int ENTRIES = 100;

  public static void main(String[] args) throws Exception {
    System.setProperty("hazelcast.logging.type", "none");
    System.setProperty("hazelcast.phone.home.enabled", "false");
    HazelcastInstance member = Hazelcast.newHazelcastInstance(loopback());
    HazelcastInstance client = HazelcastClient.newHazelcastClient(clientOf(member));
    use(client);
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    client.shutdown();
    member.shutdown();
  }

  private static Config loopback() {
    Config config = new Config("shop");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getMetricsConfig().setCollectionFrequencySeconds(1);
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(0).setPortAutoIncrement(true).setPublicAddress("127.0.0.1");
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    return config;
  }

  private static ClientConfig clientOf(HazelcastInstance member) {
    ClientConfig config = new ClientConfig();
    config
        .getNetworkConfig()
        .addAddress("127.0.0.1:" + member.getCluster().getLocalMember().getAddress().getPort());
    return config;
  }

  private static void use(HazelcastInstance client) {
    IMap<Integer, String> map = client.getMap("orders");
    for (int i = 0; i < ENTRIES; i++) {
      map.put(i, "order " + i);
      map.get(i);
    }
    IQueue<Integer> queue = client.getQueue("deliveries");
    for (int i = 0; i < ENTRIES; i++) {
      queue.add(i);
    }
    queue.poll();
  }
}
