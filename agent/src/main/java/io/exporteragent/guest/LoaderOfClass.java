package io.exporteragent.guest;

import java.lang.instrument.Instrumentation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the class loader of a class that the application has loaded, without loading it; the first
 * of several. Any thread; takes milliseconds.
 */
public final class LoaderOfClass implements Function<String, @Nullable ClassLoader> {
  private final Instrumentation instrumentation;

  /** Creates a search among the classes that the instrumentation lists. */
  public LoaderOfClass(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Returns null while the class is not loaded, and the system loader for classes of the JDK. */
  @Override
  public @Nullable ClassLoader apply(String className) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().equals(className)) {
        ClassLoader loader = loaded.getClassLoader();
        if (loader == null) {
          return ClassLoader.getSystemClassLoader();
        }
        if (!isOfAgent(loader)) {
          return loader;
        }
      }
    }
    return null;
  }

  /** Returns whether it is the agent's or a module's, which may have a class of that name, too. */
  private static boolean isOfAgent(ClassLoader loader) {
    ClassLoader ours = LoaderOfClass.class.getClassLoader();
    return loader == ours || loader.getClass().getClassLoader() == ours;
  }
}
