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
 * Finds the classes that lead to registries, by name among the loaded classes: nothing is woven and
 * no transformer installed. The list of these costs milliseconds, so it is asked for again only
 * when classes have been loaded since, and within a {@link SearchBudget}. Not for use by several
 * threads at once.
 */
final class RegistryClasses {
  /** Holds the registries of Micrometer, whatever they are made of. */
  static final String MICROMETER = "io.micrometer.core.instrument.Metrics";

  private final Instrumentation instrumentation;
  private final Predicate<Class<?>> initialized;
  private final SearchBudget budget;
  private final List<WeakReference<Class<?>>> classes = new ArrayList<>();
  private long loadedAtLastSearch = -1;

  /**
   * Looks for nothing yet.
   *
   * @param initialized whether a class has been initialised by the application
   */
  RegistryClasses(
      Instrumentation instrumentation, Predicate<Class<?>> initialized, LongSupplier nanoClock) {
    this.instrumentation = instrumentation;
    this.initialized = initialized;
    this.budget = new SearchBudget(nanoClock, RegistryClasses::cpuNanos);
  }

  /** Returns whether there is none, initialised or not. */
  boolean foundNothing() {
    searchIfDue();
    return classes.isEmpty();
  }

  /**
   * Those that the application has initialised and not stopped, in the order they were found; not
   * to be kept.
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

  /** Of this thread; on a busy machine a look takes many times longer than it costs. */
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
   * Compares the classes of the loaders, because an agent that was detached may not be collected
   * yet: its loader is another one than ours, but not the application's.
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
