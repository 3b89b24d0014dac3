package io.exporteragent.jvm;

import io.exporteragent.gather.Family;
import io.exporteragent.gather.RegistrySource;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code process_*} families of client_java, set up by the first scrape. */
public final class ProcessMetrics implements Source {
  private @Nullable Source delegate;

  @Override
  public List<Family> collect(Scrape scrape) throws Exception {
    if (delegate == null) {
      PrometheusRegistry registry = new PrometheusRegistry();
      io.prometheus.metrics.instrumentation.jvm.ProcessMetrics.builder().register(registry);
      delegate = new RegistrySource(registry);
    }
    return delegate.collect(scrape);
  }
}
