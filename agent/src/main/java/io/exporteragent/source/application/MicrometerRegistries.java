package io.exporteragent.source.application;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Finds the Prometheus registries within Micrometer's global registry: of simpleclient up to 1.12
 * (later in micrometer-registry-prometheus-simpleclient), of client_java since 1.13. Uses
 * reflection: it runs once per scrape, on a handful of objects.
 */
final class MicrometerRegistries {
  private static final String COMPOSITE =
      "io.micrometer.core.instrument.composite.CompositeMeterRegistry";
  private static final List<String> PROMETHEUS =
      Arrays.asList(
          "io.micrometer.prometheusmetrics.PrometheusMeterRegistry",
          "io.micrometer.prometheus.PrometheusMeterRegistry");

  private MicrometerRegistries() {}

  /**
   * Returns the registries. Calls application code, but only getters.
   *
   * @param metrics {@link RegistryClasses#MICROMETER}, initialised
   * @return registries of either {@link Library}
   */
  static List<Object> of(Class<?> metrics) throws ReflectiveOperationException {
    List<Object> found = new ArrayList<>();
    addFrom(metrics.getField("globalRegistry").get(null), found);
    return found;
  }

  private static void addFrom(Object meterRegistry, List<Object> found)
      throws ReflectiveOperationException {
    for (Class<?> type = meterRegistry.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(COMPOSITE)) {
        Collection<?> members = (Collection<?>) call(type, "getRegistries", meterRegistry);
        for (Object member : members.toArray()) {
          addFrom(member, found);
        }
        return;
      }
      if (PROMETHEUS.contains(type.getName())) {
        found.add(call(type, "getPrometheusRegistry", meterRegistry));
        return;
      }
    }
  }

  private static Object call(Class<?> type, String name, Object target)
      throws ReflectiveOperationException {
    Method method = type.getMethod(name);
    return method.invoke(target);
  }
}
