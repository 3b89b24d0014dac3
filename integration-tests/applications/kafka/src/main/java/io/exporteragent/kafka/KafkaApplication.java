package io.exporteragent.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * Starts a broker that is its own controller and keeps its log in the working directory, sends and
 * fetches records by a producer and a consumer that stay open, runs a connector, prints {@code
 * ready}, and ends with its standard input.
 */
final class KafkaApplication {

  public static void main(String[] args) throws Exception {
    int port = freePort();
    Properties settings = settings(port, freePort());
    format(settings);
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
    server.startup();
    String servers = "127.0.0.1:" + port;
    try (Clients clients = new Clients(servers);
        ConnectWorker worker = new ConnectWorker(servers)) {
      clients.exchange();
      worker.start();
      System.out.println("ready");
      while (System.in.read() >= 0) {}
    }
    server.shutdown();
    server.awaitShutdown();
  }

  private static Properties settings(int broker, int controller) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + broker + ",CONTROLLER://127.0.0.1:" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put("log.dirs", Path.of("data").toAbsolutePath().toString());
    settings.put("num.partitions", "2");
    settings.put("offsets.topic.num.partitions", "2");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    return settings;
  }

  private static void format(Properties settings) throws IOException {
    Path file = Path.of("server.properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      settings.store(out, null);
    }
    String[] arguments = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
    };
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    if (StorageTool.execute(arguments, nowhere) != 0) {
      throw new IllegalStateException("the log directory could not be formatted");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
