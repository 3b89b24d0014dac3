package io.exporteragent.source.mbean;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Predicate;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Finds the platform MBean server once the application has made it, and never makes it: that would
 * initialise the application's logging, and take the application's own kind of server from it, as
 * WildFly has one.
 *
 * <p>The JDK does not tell whether it exists. But the factory of MBean servers lists those that it
 * has made, and only in the platform's are all the MBeans that every JVM has. While some are
 * missing the application may still be making it. One thread at a time, but for {@link #mayExist}.
 */
final class PlatformServer {
  private static final String[] BEANS = {
    "ClassLoading", "Memory", "OperatingSystem", "Runtime", "Threading"
  };

  private final Predicate<Class<?>> initialized;
  private @Nullable MBeanServer found;

  /**
   * Creates a finder that has not looked yet.
   *
   * @param initialized tells whether a class has been initialised
   */
  PlatformServer(Predicate<Class<?>> initialized) {
    this.initialized = initialized;
  }

  /** Returns whether the application has made any MBean server; touches none. */
  boolean mayExist() {
    try {
      Class<?> factory = Class.forName("javax.management.MBeanServerFactory", false, null);
      return initialized.test(factory) && !MBeanServerFactory.findMBeanServer(null).isEmpty();
    } catch (ClassNotFoundException e) {
      // Without the module java.management there are no MBeans.
      return false;
    }
  }

  /** Returns the platform MBean server, null as long as there is none. */
  @Nullable MBeanServer find() {
    if (found == null && mayExist()) {
      List<MBeanServer> servers = MBeanServerFactory.findMBeanServer(null);
      for (MBeanServer server : servers) {
        if (isPlatform(server)) {
          found = ManagementFactory.getPlatformMBeanServer();
          break;
        }
      }
    }
    return found;
  }

  private static boolean isPlatform(MBeanServer server) {
    for (String type : BEANS) {
      if (!server.isRegistered(name(type))) {
        return false;
      }
    }
    return true;
  }

  private static ObjectName name(String type) {
    try {
      return new ObjectName("java.lang", "type", type);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }
}
