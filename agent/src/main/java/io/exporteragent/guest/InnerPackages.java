package io.exporteragent.guest;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exports and opens internal packages of the JDK, mostly of the module {@code java.base}, to the
 * agent's module alone, through {@link Instrumentation}. Prints no warning on any release. Any
 * thread.
 */
public final class InnerPackages {
  private InnerPackages() {}

  /** Returns whether this is Java 9 or later. */
  public static boolean hasModules() {
    return getModule() != null;
  }

  /**
   * Exports packages, so that their public classes can be used. Does nothing on Java 8.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it
   */
  public static void export(Instrumentation instrumentation, String... packages)
      throws ReflectiveOperationException {
    redefine(instrumentation, Object.class, packages, new String[0]);
  }

  /**
   * Opens packages to reflection on all their members. Does nothing on Java 8.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it
   */
  public static void open(Instrumentation instrumentation, String... packages)
      throws ReflectiveOperationException {
    redefine(instrumentation, Object.class, new String[0], packages);
  }

  /**
   * Opens a package of another module of the JDK, that of a class, to reflection on all its
   * members. Does nothing on Java 8.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it
   */
  public static void openOf(Class<?> inner, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    String name = inner.getName();
    redefine(
        instrumentation,
        inner,
        new String[0],
        new String[] {name.substring(0, name.lastIndexOf('.'))});
  }

  private static void redefine(
      Instrumentation instrumentation, Class<?> ofModule, String[] exports, String[] opens)
      throws ReflectiveOperationException {
    Method getModule = getModule();
    if (getModule == null) {
      return;
    }
    Set<Object> us = Collections.singleton(getModule.invoke(InnerPackages.class));
    Instrumentation.class
        .getMethod(
            "redefineModule",
            Class.forName("java.lang.Module"),
            Set.class,
            Map.class,
            Map.class,
            Set.class,
            Map.class)
        .invoke(
            instrumentation,
            getModule.invoke(ofModule),
            Collections.emptySet(),
            toEach(exports, us),
            toEach(opens, us),
            Collections.emptySet(),
            Collections.emptyMap());
  }

  private static Map<String, Set<Object>> toEach(String[] packages, Set<Object> modules) {
    Map<String, Set<Object>> map = new HashMap<>();
    for (String name : packages) {
      map.put(name, modules);
    }
    return map;
  }

  private static @Nullable Method getModule() {
    try {
      return Class.class.getMethod("getModule");
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
