package io.exporteragent.source.probe;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.model.Family;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Probes with workers of their own, scraped by a test. */
final class Scrapes implements AutoCloseable {
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(new AgentThreads("test", messages::add));
  private final AtomicLong time = new AtomicLong();
  private final ProbeMetrics probes;

  Scrapes(ProbeSettings... settings) throws ConfigurationException {
    probes =
        ProbeMetrics.of(Arrays.asList(settings), workers, () -> true, messages::add, time::get);
  }

  /** A probe called {@code app} of one gauge {@code app_size}, at {@code $.size}. */
  static ProbeBuilder app(URI url) {
    return probe("app", url, gauge("app_size", "$.size"));
  }

  static ProbeBuilder probe(String name, URI url, ProbeMetricSettings... metrics) {
    return new ProbeBuilder(name, url)
        .timeout(Duration.ofSeconds(10))
        .metrics(Arrays.asList(metrics));
  }

  static ProbeMetricSettings gauge(String name, String path) {
    return new MetricBuilder(name, ProbeMetricSettings.Type.GAUGE).value(path).build();
  }

  List<Family> families(Duration patience) throws InterruptedException {
    return probes.collect(Scrape.ofEverything(System.nanoTime() + patience.toNanos()));
  }

  /** All samples but those that differ from scrape to scrape. */
  Map<String, Double> scrape(Duration patience) throws InterruptedException {
    return Samples.of(families(patience)).entrySet().stream()
        .filter(sample -> !sample.getKey().startsWith("exporter_agent_probe_duration"))
        .filter(
            sample ->
                !sample.getKey().startsWith("exporter_agent_probe_failures")
                    || sample.getValue() != 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  Map<String, Double> scrape() throws InterruptedException {
    return scrape(Duration.ofSeconds(30));
  }

  /** Lets a probe be spoken of again. */
  void minuteLater() {
    time.addAndGet(TimeUnit.MINUTES.toNanos(1));
  }

  List<String> messages() {
    return messages;
  }

  @Override
  public void close() {
    probes.close();
    workers.shutdownNow();
  }
}
