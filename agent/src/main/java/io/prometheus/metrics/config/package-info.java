/**
 * Holds the one class of client_java whose place the agent takes within its own class loader, see
 * {@link io.prometheus.metrics.config.PrometheusPropertiesLoader}.
 */
package io.prometheus.metrics.config;
