package io.exporteragent.quartz;

import java.util.Properties;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Makes a scheduler that is started and one that stands by, prints {@code ready}, and ends with its
 * standard input.
 */
final class QuartzApplication {

  public static void main(String[] args) throws Exception {
    Scheduler shop = scheduler("shop");
    shop.start();
    Scheduler warehouse = scheduler("warehouse");
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    shop.shutdown();
    warehouse.shutdown();
  }

  private static Scheduler scheduler(String name) throws SchedulerException {
    Properties settings = new Properties();
    settings.setProperty("org.quartz.scheduler.instanceName", name);
    settings.setProperty("org.quartz.scheduler.jmx.export", "true");
    settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    settings.setProperty("org.quartz.threadPool.threadCount", "2");
    return new StdSchedulerFactory(settings).getScheduler();
  }
}
