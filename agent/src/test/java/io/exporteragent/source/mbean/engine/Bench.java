package io.exporteragent.source.mbean.engine;

import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;

/** An engine with an MBean server of its own. */
final class Bench implements AutoCloseable {
  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Engine engine;
  private MBeanServer server = beans;

  /** Makes an engine that lets a bean that hangs rest for as long as a user's does. */
  Bench(String... labelAttributes) {
    engine = new Engine(new Numbered(labelAttributes), workers, messages::add, "jmx.yml");
  }

  /** Makes an engine that lets a bean rest until it does not hang any more. */
  Bench(long restNanos) {
    engine = new Engine(new Numbered(), workers, messages::add, "jmx.yml", restNanos);
  }

  /** Registers a bean. */
  Bench with(String type, Object bean) {
    try {
      beans.registerMBean(bean, Numbered.name(type));
      return this;
    } catch (InstanceAlreadyExistsException e) {
      throw new IllegalArgumentException(type, e);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Unregisters a bean. */
  Bench without(String type) throws JMException {
    beans.unregisterMBean(Numbered.name(type));
    return this;
  }

  /** Reads another server from now on. */
  void use(MBeanServer other) {
    server = other;
  }

  MBeanServer beans() {
    return beans;
  }

  /** Reads all, with a share of a second for each bean. */
  EngineResult scrape() throws Exception {
    return engine.read(
        server, Scrape.ofEverything(System.nanoTime() + TimeUnit.SECONDS.toNanos(4)));
  }

  /** Reads all, and returns the samples. */
  Map<String, Double> samples() throws Exception {
    return Samples.of(scrape().families());
  }

  List<String> messages() {
    return messages;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
