package io.exporteragent.guest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Tells when parts of the JDK that initialise the application's logging may be used: above all TLS.
 * Parsing certificates and TLS handshakes ask for a {@code System.Logger}, which loads the {@code
 * LoggerFinder} of the application or the log manager of {@code java.util.logging}, possibly before
 * {@code main} has configured either. A log manager whose class cannot be found yet, as in WildFly,
 * is then replaced by the JDK's for good.
 *
 * <p>So where the application has its own, the agent waits until that is initialised, for a minute
 * at most. Otherwise it does not wait. Any thread.
 */
public final class HostLogging implements BooleanSupplier {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** The application configures its logging shortly after the awaited classes are initialised. */
  private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final List<String> PROPERTIES =
      Arrays.asList(
          "java.util.logging.manager",
          "java.util.logging.config.file",
          "java.util.logging.config.class");

  /** Servers that install a log manager of their own while they start. */
  private static final List<String> MAIN_CLASSES =
      Arrays.asList(
          "org.jboss.modules.Main",
          "org.wildfly.core.jar.boot.Main",
          "com.sun.enterprise.glassfish.bootstrap.ASMain",
          "weblogic.Server",
          "com.ibm.wsspi.bootstrap.WSPreLauncher");

  private static final String LOGGER_FINDER = "java.lang.System$LoggerFinder";

  private final Predicate<Class<?>> initialized;
  private final Properties system;
  private final Map<String, String> environment;
  private final long startNanos;
  private boolean isAsked;
  private boolean isReady;
  private boolean isSettling;
  private long settledNanos;
  private List<String> awaited = new ArrayList<>();

  /**
   * Creates a test that reads properties and environment on its first use.
   *
   * @param initialized tells whether a class has been initialised
   * @param startNanos the {@link System#nanoTime} from which the minute is counted
   */
  public HostLogging(Predicate<Class<?>> initialized, long startNanos) {
    this(initialized, startNanos, System.getProperties(), System.getenv());
  }

  HostLogging(
      Predicate<Class<?>> initialized,
      long startNanos,
      Properties system,
      Map<String, String> environment) {
    this.initialized = initialized;
    this.startNanos = startNanos;
    this.system = system;
    this.environment = environment;
  }

  /** Returns whether the agent can no longer disturb the application's logging. */
  @Override
  public synchronized boolean getAsBoolean() {
    if (!isAsked) {
      isAsked = true;
      awaited = awaited(system, environment);
    }
    if (!isReady) {
      long now = System.nanoTime();
      boolean isInitialized = awaited.stream().allMatch(this::isInitialized);
      if (isInitialized && !isSettling) {
        settledNanos = now + SETTLING_NANOS;
      }
      isSettling = isInitialized;
      isReady =
          awaited.isEmpty()
              || (isSettling && now - settledNanos >= 0)
              || now - startNanos >= PATIENCE_NANOS;
    }
    return isReady;
  }

  /** Returns the classes of the JDK that the application has to initialise first. */
  private static List<String> awaited(Properties system, Map<String, String> environment) {
    List<String> classes = new ArrayList<>();
    if (bringsLogManager(system, environment)) {
      classes.add("java.util.logging.LogManager");
    }
    if (bringsLoggerFinder()) {
      classes.add("jdk.internal.logger.LoggerFinderLoader");
    }
    return classes;
  }

  static boolean bringsLogManager(Properties system, Map<String, String> environment) {
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

  /** Returns whether the system class loader, where the JDK looks for it, finds a LoggerFinder. */
  private static boolean bringsLoggerFinder() {
    return ClassLoader.getSystemResource("META-INF/services/" + LOGGER_FINDER) != null
        || isProvidedByModule();
  }

  private static boolean isProvidedByModule() {
    try {
      Class<?> layer = Class.forName("java.lang.ModuleLayer");
      Object boot = layer.getMethod("boot").invoke(null);
      Method descriptor = Class.forName("java.lang.Module").getMethod("getDescriptor");
      Method provides = Class.forName("java.lang.module.ModuleDescriptor").getMethod("provides");
      Method service =
          Class.forName("java.lang.module.ModuleDescriptor$Provides").getMethod("service");
      for (Object module : (Set<?>) layer.getMethod("modules").invoke(boot)) {
        for (Object provided : (Set<?>) provides.invoke(descriptor.invoke(module))) {
          if (service.invoke(provided).equals(LOGGER_FINDER)) {
            return true;
          }
        }
      }
      return false;
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      // Java 8 has neither modules nor LoggerFinders.
      return false;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return true;
    }
  }

  private boolean isInitialized(String name) {
    try {
      return initialized.test(Class.forName(name, false, null));
    } catch (ClassNotFoundException e) {
      // A class that is missing, as without the module java.logging, cannot be disturbed.
      return true;
    }
  }
}
