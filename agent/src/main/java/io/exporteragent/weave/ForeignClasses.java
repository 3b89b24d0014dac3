package io.exporteragent.weave;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Separates the application's classes from those never instrumented: the JDK's and the agent's,
 * lambdas, hidden classes, and proxies generated at run time, whose calls would be counted twice.
 * Thread-safe; loads and initialises nothing.
 */
public final class ForeignClasses {
  /** The platform class loader (9 and later) and the extension class loader (8). */
  private static final String[] JDK_LOADERS = {
    "jdk.internal.loader.ClassLoaders$PlatformClassLoader", "sun.misc.Launcher$ExtClassLoader"
  };

  /** Packages of the agent's class loaders: of the core, of bridges and of metric modules. */
  private static final String[] OUR_LOADERS = {
    "io.exporteragent.bootstrap.",
    "io.exporteragent.source.application.",
    "io.exporteragent.source.module."
  };

  /** Some JDK classes are defined in the loader of what they refer to, e.g. accessors on 8. */
  private static final String[] JDK_AND_BOOTSTRAP = {
    "java.", "jdk.", "sun.", "com.sun.proxy.", "io.exporteragent.bootstrap."
  };

  /** CGLIB with and without Spring, Javassist, Hibernate with Byte Buddy, Weld. */
  private static final String[] GENERATED = {
    "$$Lambda",
    "CGLIB$$",
    "$$EnhancerBy",
    "$$FastClassBy",
    "_$$_jvst",
    "$HibernateProxy$",
    "$Proxy$_$$_Weld"
  };

  private ForeignClasses() {}

  /** Returns whether the kind and loader of this class allow instrumenting its methods. */
  public static boolean isApplications(Class<?> type) {
    String name = type.getName();
    // Since 15 the name of a hidden class contains a slash.
    return !type.isArray()
        && !type.isPrimitive()
        && name.indexOf('/') < 0
        && isApplications(type.getClassLoader())
        && !startsWithAny(name, JDK_AND_BOOTSTRAP)
        && !containsAny(name)
        && !Proxy.isProxyClass(type);
  }

  private static boolean isApplications(@Nullable ClassLoader loader) {
    if (loader == null) {
      return false;
    }
    String kind = loader.getClass().getName();
    for (String jdk : JDK_LOADERS) {
      if (kind.equals(jdk)) {
        return false;
      }
    }
    return !startsWithAny(kind, OUR_LOADERS);
  }

  private static boolean startsWithAny(String name, String[] prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean containsAny(String name) {
    for (String part : GENERATED) {
      if (name.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
