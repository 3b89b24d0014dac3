package io.exporteragent.source.application;

import java.lang.reflect.InvocationTargetException;

/**
 * Tells the class loader of a web application that Tomcat has stopped. It stays until the next
 * garbage collection, with the registry of an application that is gone; and to load a class through
 * it makes Tomcat log a complaint. Other containers do not tell.
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

  /** By org.apache.catalina.LifecycleState, which has been the same since Tomcat 7. */
  private static boolean isStopped(ClassLoader loader, Class<?> type) {
    try {
      String state = String.valueOf(type.getMethod("getStateName").invoke(loader));
      return state.startsWith("STOP") || state.startsWith("DESTROY") || state.equals("FAILED");
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      // A Tomcat that does not tell; as with other containers the garbage collection decides.
      return false;
    }
  }
}
