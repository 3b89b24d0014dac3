package io.exporteragent.artemis;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Starts a broker that keeps its messages in the working directory, sends messages to a queue and a
 * topic by a client that stays connected, receives most of them, prints {@code ready}, and ends
 * with its standard input.
 */
final class ArtemisApplication {
  private static final String URL = "vm://0";
  private static final int SENT = 50;
  private static final int RECEIVED = 30;

  public static void main(String[] args) throws Exception {
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfiguration(configuration());
    broker.start();
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(URL);
        JMSContext client = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      use(client);
      System.out.println("ready");
      while (System.in.read() >= 0) {}
    }
    broker.stop();
  }

  private static Configuration configuration() throws Exception {
    Path data = Path.of("data").toAbsolutePath();
    return new ConfigurationImpl()
        .setName("shop")
        .setSecurityEnabled(false)
        .setJournalType(JournalType.NIO)
        .setJournalDirectory(data.resolve("journal").toString())
        .setBindingsDirectory(data.resolve("bindings").toString())
        .setPagingDirectory(data.resolve("paging").toString())
        .setLargeMessagesDirectory(data.resolve("large").toString())
        .addAcceptorConfiguration("in-vm", URL)
        .addAddressSetting("#", new AddressSettings())
        .addQueueConfiguration(QueueConfiguration.of("orders").setRoutingType(RoutingType.ANYCAST));
  }

  private static void use(JMSContext client) {
    Queue orders = client.createQueue("orders");
    Topic prices = client.createTopic("prices");
    JMSConsumer subscriber = client.createConsumer(prices);
    JMSConsumer consumer = client.createConsumer(orders);
    JMSProducer producer = client.createProducer();
    for (int i = 0; i < SENT; i++) {
      producer.send(orders, "order " + i);
      producer.send(prices, "price " + i);
      subscriber.receive();
    }
    for (int i = 0; i < RECEIVED; i++) {
      consumer.receive();
    }
    consumer.close();
    client.createQueue("unused");
  }
}
