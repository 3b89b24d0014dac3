package io.exporteragent.source.application;

import io.exporteragent.guest.Messages;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The reachable registries of the application: the default one of every copy of every {@link
 * Library}, and those within Micrometer's global registry. Not thread-safe.
 */
final class Origins {
  private final RegistryClasses classes;
  private final Readers readers;
  private final Messages messages;
  private final List<Origin> known = new ArrayList<>();
  private boolean micrometerFailed;

  Origins(Instrumentation instrumentation, Predicate<Class<?>> initialized, Messages messages) {
    this.classes = new RegistryClasses(instrumentation, initialized, System::nanoTime);
    this.readers = new Readers(messages);
    this.messages = messages;
  }

  /** Returns whether no class leads to a registry. Calls no application code. */
  boolean foundNothing() {
    return classes.foundNothing();
  }

  /** Returns the registries in use now, in the order they were found. */
  List<Origin> inUse() {
    Set<Object> registries = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Origin> inUse = new ArrayList<>();
    known.removeIf(origin -> !origin.isAlive());
    for (Class<?> found : classes.inUse()) {
      for (Object registry : registriesOf(found)) {
        if (registries.add(registry)) {
          Origin origin = originOf(registry);
          if (origin != null) {
            inUse.add(origin);
          }
        }
      }
    }
    return inUse;
  }

  private List<Object> registriesOf(Class<?> found) {
    if (!found.getName().equals(RegistryClasses.MICROMETER)) {
      RegistryReader reader = readers.of(found);
      return reader == null
          ? Collections.emptyList()
          : Collections.singletonList(reader.defaultRegistry());
    }
    try {
      return MicrometerRegistries.of(found);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      if (!micrometerFailed) {
        micrometerFailed = true;
        messages.say("cannot look into Micrometer's global registry: " + e, e);
      }
      return Collections.emptyList();
    }
  }

  private @Nullable Origin originOf(Object registry) {
    for (Origin origin : known) {
      if (origin.isOf(registry)) {
        return origin;
      }
    }
    Class<?> registryClass = Origin.registryClass(registry);
    if (registryClass == null) {
      return null;
    }
    Origin origin = new Origin(freeLabel(registryClass), registry, readers, messages);
    known.add(origin);
    return origin;
  }

  /**
   * Returns a label such as {@code client_java@AppClassLoader}, numbered when there are several.
   */
  private String freeLabel(Class<?> registryClass) {
    Library library = Library.ofRegistryClass(registryClass.getName());
    String base =
        String.valueOf(library).toLowerCase(Locale.ROOT)
            + "@"
            + registryClass.getClassLoader().getClass().getSimpleName();
    String label = base;
    for (int number = 2; isTaken(label); number++) {
      label = base + "-" + number;
    }
    return label;
  }

  private boolean isTaken(String label) {
    for (Origin origin : known) {
      if (origin.label().equals(label)) {
        return true;
      }
    }
    return false;
  }

  /** Drops the references to the application's classes. */
  void forget() {
    known.clear();
    readers.forget();
  }
}
