package io.exporteragent.source.mbean;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.exposition.Encoder;
import io.exporteragent.exposition.Exposition;
import io.exporteragent.exposition.ExpositionFormat;
import io.exporteragent.gather.Scrape;
import io.exporteragent.source.mbean.engine.Engine;
import io.exporteragent.source.mbean.engine.EngineResult;
import io.exporteragent.source.mbean.rules.JmxFile;
import io.exporteragent.source.mbean.rules.RulePolicy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;

/** Our engine with a file of jmx_exporter, for several scrapes. */
final class Ours implements Exporter {
  private static final ExecutorService WORKERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "mbean-worker");
            thread.setDaemon(true);
            return thread;
          });

  private final MBeanServer server;
  private final Engine engine;
  private final Encoder encoder = new Encoder(line -> {});

  /** Reads a file. */
  Ours(String yaml, MBeanServer server) throws RefusedException {
    this.server = server;
    try {
      JmxFile file = JmxFile.parse(yaml, "jmx.yml");
      engine = new Engine(new RulePolicy(file), WORKERS, line -> {}, "jmx.yml");
    } catch (ConfigurationException e) {
      throw new RefusedException(e);
    }
  }

  @Override
  public Answer scrape() {
    try {
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      EngineResult result = engine.read(server, Scrape.ofEverything(deadline));
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      encoder.write(result.families(), Exposition.of(ExpositionFormat.TEXT_0_0_4), page);
      return Answer.whole(page.toString(StandardCharsets.UTF_8));
    } catch (Exception e) {
      return Answer.failed(e);
    }
  }
}
