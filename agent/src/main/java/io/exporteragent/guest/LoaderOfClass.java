package io.exporteragent.guest;

import java.lang.instrument.Instrumentation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the class loader of a class that the application has loaded, without loading it. Of several
 * the first is taken. Any thread; takes milliseconds.
 */
public final class LoaderOfClass implements Function<String, @Nullable ClassLoader> {
  private final Instrumentation instrumentation;

  public LoaderOfClass(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Null while the class is not loaded; the system loader stands for the JDK's own. */
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

  /** A module may have a class of that name itself. */
  private static boolean isOfAgent(ClassLoader loader) {
    ClassLoader ours = LoaderOfClass.class.getClassLoader();
    return loader == ours || loader.getClass().getClassLoader() == ours;
  }
}
