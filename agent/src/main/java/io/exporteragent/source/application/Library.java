package io.exporteragent.source.application;

import org.jspecify.annotations.Nullable;

/** A metrics library whose registries can be read. */
enum Library {
  /** client_java 1.0 and later. */
  CLIENT_JAVA("io.prometheus.metrics.model.registry.PrometheusRegistry", "ClientJavaReader"),

  /** simpleclient, which is client_java before 1.0. */
  SIMPLECLIENT("io.prometheus.client.CollectorRegistry", "SimpleclientReader");

  private final String registryClass;
  private final String reader;

  Library(String registryClass, String reader) {
    this.registryClass = registryClass;
    this.reader = reader;
  }

  /** The class of this package's {@code bridge} that reads it. */
  String reader() {
    return reader;
  }

  /** The library to which a registry class of this name belongs, or null. */
  static @Nullable Library ofRegistryClass(String name) {
    for (Library library : values()) {
      if (library.registryClass.equals(name)) {
        return library;
      }
    }
    return null;
  }
}
