package io.exporteragent.source.method;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Tells the application's classes from those that are never instrumented: the JDK's and the
 * agent's, lambdas and hidden classes, and classes made at run time that only pass calls on, which
 * would be counted twice. Safe for any number of threads; loads and initialises nothing.
 */
final class ForeignClasses {
  /** Of module class path and extension directory, on 9 and later and on 8. */
  private static final String[] JDK_LOADERS = {
    "jdk.internal.loader.ClassLoaders$PlatformClassLoader", "sun.misc.Launcher$ExtClassLoader"
  };

  /** Where the agent's class loaders are, of the core, of bridges and of metric modules. */
  private static final String[] OUR_LOADERS = {
    "io.exporteragent.bootstrap.",
    "io.exporteragent.source.application.",
    "io.exporteragent.source.module."
  };

  /** Some of the JDK's lie in the loader of what they refer to, for instance accessors on 8. */
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

  /** Whether methods of this class may be instrumented as far as its kind and loader go. */
  static boolean isApplications(Class<?> type) {
    String name = type.getName();
    // The name of a hidden class has a slash in it, from 15 on.
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
