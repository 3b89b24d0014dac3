package io.exporteragent.source.module.isolate;

import io.exporteragent.source.module.compile.ModuleException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.TreeSet;

/**
 * The default registry of the agent's client_java, which nobody should use: {@link
 * DefaultRegistryRedirect} keeps modules out of it where it can. Any thread.
 */
public final class SharedRegistry {
  private SharedRegistry() {}

  /**
   * Empties it.
   *
   * @throws ModuleException if there was anything, saying how to do better. Whose it was is not
   *     known, but it is looked for after everything that a module's code does, so most likely it
   *     was the caller's.
   */
  public static void sweep() throws ModuleException {
    Set<String> names = new TreeSet<>();
    try {
      PrometheusRegistry.defaultRegistry.scrape(
          name -> {
            names.add(name);
            return false;
          });
    } finally {
      clear();
    }
    if (!names.isEmpty()) {
      throw new ModuleException(
          String.format(
              "%s went into the registry that all modules share and cannot be told from others there; use the module's own: public <class name>(PrometheusRegistry registry) { gauge = Gauge.builder().name(\"...\").register(registry); }",
              String.join(", ", names)));
    }
  }

  /** Empties it on behalf of code that has failed anyway. */
  public static void clear() {
    PrometheusRegistry.defaultRegistry.clear();
  }
}
