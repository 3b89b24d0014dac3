package io.exporteragent.guest;

import java.lang.management.ManagementFactory;

/**
 * Tells which beans the JVM has: a run-time image made with jlink may lack the modules {@code
 * java.management} and {@code jdk.management}. Code that uses beans checks here first, except a
 * source that is made only where the module exists.
 */
public final class Management {
  private static final boolean HAS_BEANS = exists("java.lang.management.ManagementFactory");

  private Management() {}

  /** Returns whether the beans of {@code java.lang.management} exist. */
  public static boolean hasBeans() {
    return HAS_BEANS;
  }

  /** Returns whether the JDK's own beans, of {@code com.sun.management}, exist, too. */
  public static boolean hasBeansOfJdk() {
    return HAS_BEANS && exists("com.sun.management.OperatingSystemMXBean");
  }

  /**
   * Counts the classes loaded so far. Without the bean it returns another number each time, so that
   * callers who search again after classes were loaded always do.
   */
  public static long loadedClasses() {
    return HAS_BEANS
        ? ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount()
        : System.nanoTime();
  }

  private static boolean exists(String className) {
    try {
      Class.forName(className, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
