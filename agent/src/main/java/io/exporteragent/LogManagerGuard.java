package io.exporteragent;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Keeps the agent from initialising {@code java.util.logging} before the application does.
 *
 * <p>Creating the JDK's HTTP server asks for a logger. Where a configuration file or class is set
 * (and on Java 8 always) that initialises the log manager at once. In an application that brings
 * its own, whose class is not yet to be found, the JDK then says "Could not load Logmanager" and
 * keeps its own for good, as users of agents report of WildFly. So there the server waits until the
 * application has been through it, a minute at most.
 */
final class LogManagerGuard {
  private static final long PATIENCE_SECONDS = 60;
  private static final long POLL_MILLIS = 250;

  private static final List<String> PROPERTIES =
      Arrays.asList(
          "java.util.logging.manager",
          "java.util.logging.config.file",
          "java.util.logging.config.class");

  /** Servers which install a log manager of their own while they start. */
  private static final List<String> MAIN_CLASSES =
      Arrays.asList(
          "org.jboss.modules.Main",
          "org.wildfly.core.jar.boot.Main",
          "com.sun.enterprise.glassfish.bootstrap.ASMain",
          "weblogic.Server",
          "com.ibm.wsspi.bootstrap.WSPreLauncher");

  private final Predicate<Class<?>> initialized;

  LogManagerGuard(Predicate<Class<?>> initialized) {
    this.initialized = initialized;
  }

  /**
   * Waits while the application's log manager is at risk.
   *
   * @param cancelled ends the wait when counted down
   */
  void await(Properties system, Map<String, String> environment, CountDownLatch cancelled)
      throws InterruptedException {
    if (!isAtRisk(system, environment)) {
      return;
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    // Seen twice: between the class and its configuration lies a moment in which we would be first.
    for (int seen = 0; seen < 2 && System.nanoTime() - end < 0; ) {
      seen = logManagerIsInitialized() ? seen + 1 : 0;
      if (cancelled.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  static boolean isAtRisk(Properties system, Map<String, String> environment) {
    for (String property : PROPERTIES) {
      if (system.getProperty(property) != null) {
        return true;
      }
    }
    String command = system.getProperty("sun.java.command", "");
    String main = command.split(" ", 2)[0];
    return environment.containsKey("JBOSS_HOME")
        || main.endsWith("jboss-modules.jar")
        || MAIN_CLASSES.contains(main);
  }

  private boolean logManagerIsInitialized() {
    try {
      return initialized.test(Class.forName("java.util.logging.LogManager", false, null));
    } catch (ClassNotFoundException e) {
      // Without java.logging there is nothing to be first at.
      return true;
    }
  }
}
