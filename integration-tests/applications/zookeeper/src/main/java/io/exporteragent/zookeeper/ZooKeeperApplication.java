package io.exporteragent.zookeeper;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServerMain;

/**
 * Starts a standalone server that keeps its data in the working directory, creates, reads and
 * watches nodes by a client that stays connected, prints {@code ready}, and ends with its standard
 * input.
 */
final class ZooKeeperApplication {
  private static final int NODES = 20;
  private static final int READS = 100;

  public static void main(String[] args) throws Exception {
    System.setProperty("zookeeper.admin.enableServer", "false");
    Server server = new Server();
    server.start();
    try (ZooKeeper client = connect(server.port())) {
      use(client);
      System.out.println("ready");
      while (System.in.read() >= 0) {}
    }
    server.end();
  }

  private static ZooKeeper connect(int port) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    String address = InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
    ZooKeeper client =
        new ZooKeeper(
            address,
            30_000,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    connected.await();
    return client;
  }

  private static void use(ZooKeeper client) throws KeeperException, InterruptedException {
    client.create("/jobs", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    for (int i = 0; i < NODES; i++) {
      CreateMode mode = i % 2 == 0 ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT;
      client.create("/jobs/" + i, new byte[100], ZooDefs.Ids.OPEN_ACL_UNSAFE, mode);
    }
    for (int i = 0; i < READS; i++) {
      client.getData("/jobs/" + i % NODES, false, null);
    }
    CountDownLatch seen = new CountDownLatch(1);
    client.getData("/jobs/0", event -> countDownWhenChanged(event, seen), null);
    client.getData("/jobs/1", true, null);
    client.setData("/jobs/0", new byte[10], -1);
    seen.await();
  }

  private static void countDownWhenChanged(WatchedEvent event, CountDownLatch latch) {
    if (event.getType() == EventType.NodeDataChanged) {
      latch.countDown();
    }
  }

  /** A server on a free port of the loopback interface, run by a thread of its own. */
  private static final class Server extends ZooKeeperServerMain {
    private final CountDownLatch started = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "server");

    void start() {
      thread.start();
    }

    private void run() {
      try {
        runFromConfig(new Loopback());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected void serverStarted() {
      started.countDown();
    }

    int port() throws InterruptedException {
      started.await();
      return getClientPort();
    }

    void end() throws InterruptedException {
      close();
      thread.join();
    }
  }

  private static final class Loopback extends ServerConfig {
    Loopback() {
      clientPortAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      dataDir = Path.of("data").toFile();
      dataLogDir = dataDir;
      tickTime = 2000;
    }
  }
}
