package io.exporteragent.source.jvm;

import io.exporteragent.gather.RegistrySource;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.model.Family;
import io.prometheus.metrics.instrumentation.jvm.JvmNativeMemoryMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code jvm_native_memory_committed_bytes} and {@code jvm_native_memory_reserved_bytes} of
 * client_java, when the JVM was started with {@code -XX:NativeMemoryTracking=summary} or {@code
 * detail}. They are read through the platform MBean server, whose creation initialises the log
 * manager (on 17 and 25): that is left to the application, and the families are missing until it
 * has done so.
 */
final class NativeMemoryMetrics implements Source {
  private final BooleanSupplier applicationHasMBeanServer;
  private final boolean tracked = isTracked();
  private @Nullable Source delegate;

  NativeMemoryMetrics(BooleanSupplier applicationHasMBeanServer) {
    this.applicationHasMBeanServer = applicationHasMBeanServer;
  }

  private static boolean isTracked() {
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-XX:NativeMemoryTracking=")) {
        return !argument.endsWith("=off");
      }
    }
    return false;
  }

  @Override
  public List<Family> collect(Scrape scrape) throws Exception {
    if (delegate == null) {
      if (!tracked || !applicationHasMBeanServer.getAsBoolean()) {
        return Collections.emptyList();
      }
      PrometheusRegistry registry = new PrometheusRegistry();
      JvmNativeMemoryMetrics.builder().register(registry);
      delegate = new RegistrySource(registry);
    }
    return delegate.collect(scrape);
  }
}
