package io.exporteragent.benchmarks.program;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;

/** An application with as many MBeans as its arguments say. */
public final class Beans {
  private Beans() {}

  /** Takes whose MBeans these resemble, {@code kafka} or {@code tomcat}, and their number. */
  public static void main(String[] args) throws IOException, JMException {
    long began = System.nanoTime();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    BeanSet beans = args[0].equals("kafka") ? new KafkaBeans() : new TomcatBeans();
    int number = Integer.parseInt(args[1]);
    for (int i = 0; i < number; i++) {
      server.registerMBean(beans.bean(i), beans.name(i));
    }
    ServedByHand.ifAsked();
    Console.say(began);
    Console.obey(
        command -> {
          throw new IllegalArgumentException(command);
        });
  }
}
