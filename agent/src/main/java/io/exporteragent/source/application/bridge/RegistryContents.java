package io.exporteragent.source.application.bridge;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.invoke.MethodHandle;
import java.util.Collection;

/**
 * The collectors of a client_java registry, which since 1.0.0 has kept them in collections that can
 * be iterated at any time. If they are not accessible, initialisation of this class fails.
 */
final class RegistryContents {
  private static final MethodHandle COLLECTORS =
      Fields.getter(PrometheusRegistry.class, "collectors", Collection.class);
  private static final MethodHandle MULTI_COLLECTORS =
      Fields.getter(PrometheusRegistry.class, "multiCollectors", Collection.class);

  private RegistryContents() {}

  /** Initialises this class. */
  static void verify() {}

  @SuppressWarnings("unchecked") // so declared by PrometheusRegistry
  static Collection<Collector> collectors(Object registry) {
    try {
      return (Collection<Collector>) (Collection<?>) (Collection) COLLECTORS.invokeExact(registry);
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }

  @SuppressWarnings("unchecked") // so declared by PrometheusRegistry
  static Collection<MultiCollector> multiCollectors(Object registry) {
    try {
      return (Collection<MultiCollector>)
          (Collection<?>) (Collection) MULTI_COLLECTORS.invokeExact(registry);
    } catch (Throwable t) {
      throw Fields.unexpected(t);
    }
  }
}
