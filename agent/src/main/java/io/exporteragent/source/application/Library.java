package io.exporteragent.source.application;

import org.jspecify.annotations.Nullable;

/** A metrics library whose registries can be read. */
enum Library {
  /** client_java 1.0 and later. */
  CLIENT_JAVA("io.prometheus.metrics.model.registry.PrometheusRegistry", "ClientJavaReader"),

  /** simpleclient, the predecessor of client_java 1.0. */
  SIMPLECLIENT("io.prometheus.client.CollectorRegistry", "SimpleclientReader");

  private final String registryClass;
  private final String reader;

  Library(String registryClass, String reader) {
    this.registryClass = registryClass;
    this.reader = reader;
  }

  /** Returns the class in the package {@code bridge} that reads this library. */
  String reader() {
    return reader;
  }

  /** Returns the library whose registry class has this name, or null. */
  static @Nullable Library ofRegistryClass(String name) {
    for (Library library : values()) {
      if (library.registryClass.equals(name)) {
        return library;
      }
    }
    return null;
  }
}
