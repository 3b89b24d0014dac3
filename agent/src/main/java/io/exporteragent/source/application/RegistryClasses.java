package io.exporteragent.source.application;

import io.exporteragent.guest.Management;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes that lead to registries by name among the loaded classes, without weaving or a
 * transformer. Listing the loaded classes takes milliseconds, so it is repeated only when classes
 * have been loaded since, and within a {@link SearchBudget}. Not thread-safe.
 */
final class RegistryClasses {
  /** Holds Micrometer's global registry. */
  static final String MICROMETER = "io.micrometer.core.instrument.Metrics";

  private final Instrumentation instrumentation;
  private final Predicate<Class<?>> initialized;
  private final SearchBudget budget;
  private final List<WeakReference<Class<?>>> classes = new ArrayList<>();
  private long loadedAtLastSearch = -1;

  /**
   * Creates an instance that has not searched yet.
   *
   * @param initialized whether the application has initialised a class
   */
  RegistryClasses(
      Instrumentation instrumentation, Predicate<Class<?>> initialized, LongSupplier nanoClock) {
    this.instrumentation = instrumentation;
    this.initialized = initialized;
    this.budget = new SearchBudget(nanoClock, RegistryClasses::cpuNanos);
  }

  /** Returns whether no such class was found, initialised or not. */
  boolean foundNothing() {
    searchIfDue();
    return classes.isEmpty();
  }

  /**
   * Returns the classes that the application has initialised and not stopped, in the order they
   * were found. Callers must not retain them.
   */
  List<Class<?>> inUse() {
    searchIfDue();
    List<Class<?>> inUse = new ArrayList<>();
    for (Iterator<WeakReference<Class<?>>> i = classes.iterator(); i.hasNext(); ) {
      Class<?> found = i.next().get();
      if (found == null) {
        i.remove();
      } else if (initialized.test(found) && !StoppedWebapps.contain(found.getClassLoader())) {
        inUse.add(found);
      }
    }
    return inUse;
  }

  private void searchIfDue() {
    long loaded = Management.loadedClasses();
    if (loaded != loadedAtLastSearch && (loadedAtLastSearch < 0 || budget.allows())) {
      loadedAtLastSearch = loaded;
      budget.begin();
      try {
        search();
      } finally {
        budget.end();
      }
    }
  }

  /** Returns this thread's CPU time: on a busy machine elapsed time is many times higher. */
  private static long cpuNanos() {
    if (!Management.hasBeans()) {
      return System.nanoTime();
    }
    try {
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      return cpu < 0 ? System.nanoTime() : cpu;
    } catch (UnsupportedOperationException e) {
      return System.nanoTime();
    }
  }

  private void search() {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (leadsToRegistries(loaded.getName()) && isOfApplication(loaded.getClassLoader())) {
        addNew(loaded);
      }
    }
  }

  /**
   * Compares the loaders' classes, because a detached agent may not be collected yet: its loader
   * differs from this one but is not the application's.
   */
  private static boolean isOfApplication(@Nullable ClassLoader loader) {
    return loader != null && loader.getClass() != RegistryClasses.class.getClassLoader().getClass();
  }

  private static boolean leadsToRegistries(String name) {
    return name.equals(MICROMETER) || Library.ofRegistryClass(name) != null;
  }

  private void addNew(Class<?> found) {
    for (WeakReference<Class<?>> known : classes) {
      if (known.get() == found) {
        return;
      }
    }
    classes.add(new WeakReference<>(found));
  }
}
