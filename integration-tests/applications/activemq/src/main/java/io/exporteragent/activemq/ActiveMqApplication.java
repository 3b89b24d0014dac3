package io.exporteragent.activemq;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;

/**
 * Starts a broker that keeps its messages in memory, sends messages to a queue and a topic by a
 * client that stays connected, receives most of them, prints {@code ready}, and ends with its
 * standard input.
 */
final class ActiveMqApplication {
  private static final int SENT = 50;
  private static final int RECEIVED = 30;

  public static void main(String[] args) throws Exception {
    BrokerService broker = new BrokerService();
    broker.setBrokerName("shop");
    broker.setPersistent(false);
    broker.setUseShutdownHook(false);
    broker.getManagementContext().setCreateConnector(false);
    broker.start();
    broker.waitUntilStarted();
    Connection client = new ActiveMQConnectionFactory("vm://shop?create=false").createConnection();
    client.start();
    use(client.createSession(false, Session.AUTO_ACKNOWLEDGE));
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    client.close();
    broker.stop();
  }

  private static void use(Session session) throws JMSException {
    Queue orders = session.createQueue("orders");
    Topic prices = session.createTopic("prices");
    MessageConsumer subscriber = session.createConsumer(prices);
    MessageConsumer consumer = session.createConsumer(orders);
    MessageProducer producer = session.createProducer(null);
    for (int i = 0; i < SENT; i++) {
      producer.send(orders, session.createTextMessage("order " + i));
      producer.send(prices, session.createTextMessage("price " + i));
      subscriber.receive();
    }
    for (int i = 0; i < RECEIVED; i++) {
      consumer.receive();
    }
    consumer.close();
  }
}
