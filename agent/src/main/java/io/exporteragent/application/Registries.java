package io.exporteragent.application;

import java.lang.instrument.Instrumentation;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds every copy of client_java that the application has loaded, by name among the loaded
 * classes: nothing is woven and no transformer installed. That list costs milliseconds, so it is
 * asked for again only when classes have been loaded since, and not within ten seconds.
 *
 * <p>Keeps the application's classes weakly. A reader, which refers to them strongly, is kept by
 * the class it reads, in a {@link ClassValue}: both go together when the application drops its
 * loader.
 */
final class Registries {
  private static final String REGISTRY_CLASS =
      "io.prometheus.metrics.model.registry.PrometheusRegistry";
  private static final String READER = "ClientJavaReader";
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Instrumentation instrumentation;
  private final Predicate<Class<?>> initialized;
  private final Consumer<String> messages;
  private final List<WeakReference<Class<?>>> classes = new ArrayList<>();
  private final ClassValue<Reader> readers = new Readers();
  private @Nullable ClassLoadingMXBean classLoading;
  private long loadedAtLastSearch = -1;
  private long lastSearchNanos;

  Registries(
      Instrumentation instrumentation, Predicate<Class<?>> initialized, Consumer<String> messages) {
    this.instrumentation = instrumentation;
    this.initialized = initialized;
    this.messages = messages;
  }

  /** The copies the application has in use at this moment; the result must not be kept. */
  synchronized List<Found> find() {
    searchIfDue();
    List<Found> found = new ArrayList<>();
    for (Iterator<WeakReference<Class<?>>> i = classes.iterator(); i.hasNext(); ) {
      Class<?> registryClass = i.next().get();
      if (registryClass == null) {
        i.remove();
      } else if (initialized.test(registryClass)) {
        RegistryReader reader = readers.get(registryClass).reader;
        if (reader != null) {
          found.add(new Found(registryClass, reader));
        }
      }
    }
    return found;
  }

  private void searchIfDue() {
    if (classLoading == null) {
      classLoading = ManagementFactory.getClassLoadingMXBean();
    }
    long now = System.nanoTime();
    long loaded = classLoading.getTotalLoadedClassCount();
    if (loadedAtLastSearch < 0
        || (loaded != loadedAtLastSearch && now - lastSearchNanos >= PAUSE_NANOS)) {
      loadedAtLastSearch = loaded;
      lastSearchNanos = now;
      search();
    }
  }

  private void search() {
    classes.clear();
    ClassLoader ours = Registries.class.getClassLoader();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().equals(REGISTRY_CLASS)
          && loaded.getClassLoader() != null
          && loaded.getClassLoader() != ours) {
        classes.add(new WeakReference<>(loaded));
      }
    }
  }

  /** Detaches the readers from the application's classes. */
  synchronized void forget() {
    for (WeakReference<Class<?>> reference : classes) {
      Class<?> registryClass = reference.get();
      if (registryClass != null) {
        readers.remove(registryClass);
      }
    }
    classes.clear();
  }

  /** A copy of client_java that is in use. Refers to it strongly. */
  static final class Found {
    private final Class<?> registryClass;
    private final RegistryReader reader;

    private Found(Class<?> registryClass, RegistryReader reader) {
      this.registryClass = registryClass;
      this.reader = reader;
    }

    RegistryReader reader() {
      return reader;
    }

    ClassLoader loader() {
      return registryClass.getClassLoader();
    }
  }

  private static final class Reader {
    private final @Nullable RegistryReader reader;

    private Reader(@Nullable RegistryReader reader) {
      this.reader = reader;
    }
  }

  private final class Readers extends ClassValue<Reader> {
    @Override
    protected Reader computeValue(Class<?> registryClass) {
      try {
        return new Reader(new BridgeLoader(registryClass.getClassLoader()).newReader(READER));
      } catch (ReflectiveOperationException | LinkageError e) {
        messages.accept(
            "cannot read the client_java of the application, its metrics are missing: " + e);
        return new Reader(null);
      }
    }
  }
}
