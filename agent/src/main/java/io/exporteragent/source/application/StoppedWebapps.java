package io.exporteragent.source.application;

import java.lang.reflect.InvocationTargetException;

/**
 * Recognises the class loader of a web application that Tomcat has stopped. It stays until the next
 * garbage collection, with the registry of the stopped application, and loading a class through it
 * makes Tomcat log a warning. Other containers cannot be asked.
 */
final class StoppedWebapps {
  private static final String TOMCAT_LOADER = "org.apache.catalina.loader.WebappClassLoaderBase";

  private StoppedWebapps() {}

  static boolean contain(ClassLoader loader) {
    for (Class<?> type = loader.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(TOMCAT_LOADER)) {
        return isStopped(loader, type);
      }
    }
    return false;
  }

  /** Reads org.apache.catalina.LifecycleState, unchanged since Tomcat 7. */
  private static boolean isStopped(ClassLoader loader, Class<?> type) {
    try {
      String state = String.valueOf(type.getMethod("getStateName").invoke(loader));
      return state.startsWith("STOP") || state.startsWith("DESTROY") || state.equals("FAILED");
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      // The state is not available; as with other containers, garbage collection decides.
      return false;
    }
  }
}
