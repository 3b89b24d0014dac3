package io.exporteragent.source.application;

import io.exporteragent.gather.SourceRunner;
import io.exporteragent.guest.Messages;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A registry of the application, held by a weak reference; its collectors run separately from those
 * of other registries.
 */
final class Origin {
  /** Bounds the memory used when an application keeps producing new invalid names. */
  private static final int MOST_REFUSALS = 1000;

  private final String label;
  private final WeakReference<Object> registry;
  private final SourceRunner collector;
  private final Messages messages;
  private final Set<String> refusals = ConcurrentHashMap.newKeySet();
  private Map<String, MetricType> lastFamilies = Collections.emptyMap();
  private long failures;

  /**
   * Creates the origin of a registry.
   *
   * @param label its name in messages and labels, unique among live registries
   * @param messages receives a line for each family that cannot be shown, once each
   */
  Origin(String label, Object registry, Readers readers, Messages messages) {
    this.label = label;
    this.messages = messages;
    this.registry = new WeakReference<>(registry);
    WeakReference<Object> weakly = this.registry;
    this.collector =
        SourceRunner.onWorker(
            "application: " + label, scrape -> read(weakly.get(), readers, this::refuse));
  }

  private void refuse(String line) {
    if (refusals.size() < MOST_REFUSALS && refusals.add(line)) {
      messages.say(label + ": " + line.replaceAll("\\p{Cntrl}+", " "));
    }
  }

  private static List<Family> read(
      @Nullable Object registry, Readers readers, Consumer<String> refused) {
    Class<?> registryClass = registry == null ? null : registryClass(registry);
    RegistryReader reader = registryClass == null ? null : readers.of(registryClass);
    if (registry == null || registryClass == null || reader == null) {
      return Collections.emptyList();
    }
    Thread thread = Thread.currentThread();
    ClassLoader ours = thread.getContextClassLoader();
    thread.setContextClassLoader(registryClass.getClassLoader());
    try {
      return reader.read(registry, refused);
    } finally {
      thread.setContextClassLoader(ours);
    }
  }

  /** Returns the class of a {@link Library} that a registry is an instance of, or null. */
  static @Nullable Class<?> registryClass(Object registry) {
    for (Class<?> type = registry.getClass(); type != null; type = type.getSuperclass()) {
      if (Library.ofRegistryClass(type.getName()) != null) {
        return type;
      }
    }
    return null;
  }

  String label() {
    return label;
  }

  boolean isOf(Object candidate) {
    return registry.get() == candidate;
  }

  boolean isAlive() {
    return registry.get() != null;
  }

  SourceRunner collector() {
    return collector;
  }

  /** Records the families it exports, for scrapes that it does not answer. */
  void succeeded(List<Family> families) {
    Map<String, MetricType> names = new LinkedHashMap<>();
    for (Family family : families) {
      names.put(family.name(), family.type());
    }
    lastFamilies = names;
  }

  void failed() {
    failures++;
  }

  /** Returns the types of the families in its last answer, by name. */
  Map<String, MetricType> lastFamilies() {
    return lastFamilies;
  }

  /** Returns the number of scrapes that it did not answer in time or at all. */
  long failures() {
    return failures;
  }
}
