package io.prometheus.metrics.config;

import java.util.Map;

/**
 * Takes the place of client_java's class of this name within the agent's jar. The original reads
 * the environment, the system properties and {@code prometheus.properties} of the application we
 * are guests of, whose settings are not meant for us, and throws on a key it does not know.
 */
public final class PrometheusPropertiesLoader {

  private PrometheusPropertiesLoader() {}

  /** The defaults of client_java, whatever the surroundings say. */
  public static PrometheusProperties load() {
    return PrometheusProperties.builder().build();
  }

  /**
   * The defaults of client_java.
   *
   * @param externalProperties not looked at: the agent passes none
   */
  public static PrometheusProperties load(Map<Object, Object> externalProperties) {
    return load();
  }
}
