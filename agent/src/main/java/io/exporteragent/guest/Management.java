package io.exporteragent.guest;

import java.lang.management.ManagementFactory;

/**
 * The JVM's beans, as far as it has them: a run-time image made with jlink may lack the modules
 * {@code java.management} and {@code jdk.management}. Whoever asks a bean elsewhere than in a
 * collector that needs the module asks here first.
 */
public final class Management {
  private static final boolean HAS_BEANS = exists("java.lang.management.ManagementFactory");

  private Management() {}

  /** Whether there are the beans of {@code java.lang.management}. */
  public static boolean hasBeans() {
    return HAS_BEANS;
  }

  /** Whether there are also the JDK's own, of {@code com.sun.management}. */
  public static boolean hasBeansOfJdk() {
    return HAS_BEANS && exists("com.sun.management.OperatingSystemMXBean");
  }

  /**
   * Counts the classes loaded so far. Without the bean that knows, it is another number each time:
   * whoever looks again when classes have been loaded then always does.
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
